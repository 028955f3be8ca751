"""Tables of words change nothing; that one of them left the house is on record, and of which opinions."""

from consult import audit
from consult.domain.vocabulary import AuditAction
from consult.models import Opinion, StaffMember
from consult.opinion_filter import OpinionFilter


def record_export(table: str, asked: OpinionFilter, *, as_written: bool, by: StaffMember) -> None:
    audit.record(
        AuditAction.EXPORTED, Opinion, by=by, table=table, as_written=as_written, **asked.on_record()
    )
