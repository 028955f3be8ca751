"""The register changes nothing; that somebody took a copy out of the house is on record."""

from consult import audit
from consult.domain.vocabulary import AuditAction
from consult.models import Opinion, StaffMember
from consult.opinion_filter import OpinionFilter


def record_export(asked: OpinionFilter, rows: int, *, as_written: bool, by: StaffMember) -> None:
    """That somebody took a copy out of the house, and of what part of the register."""
    audit.record(AuditAction.EXPORTED, Opinion, by=by, rows=rows, as_written=as_written, **asked.on_record())
