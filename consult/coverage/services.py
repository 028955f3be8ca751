"""Coverage changes nothing; that a table left the house is on record, and in which version."""

from consult import audit
from consult.domain.vocabulary import AuditAction
from consult.models import Hearing, Opinion, StaffMember


def record_export(table: str, conditions: dict[str, str], *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, Hearing, by=by, table=table, conditions=conditions)


def record_opinion_export(table: str, asked: dict[str, object], *, by: StaffMember) -> None:
    """`asked`: what `OpinionFilter.on_record` says of the filter, never the words searched for."""
    audit.record(AuditAction.EXPORTED, Opinion, by=by, table=table, **asked)
