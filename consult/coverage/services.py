"""Coverage changes nothing; that a table left the house is on record, and in which version."""

from consult import audit
from consult.domain.vocabulary import AuditAction
from consult.models import Hearing, StaffMember


def record_export(table: str, conditions: dict[str, str], *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, Hearing, by=by, table=table, conditions=conditions)
