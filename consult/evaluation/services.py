"""The report changes nothing; that somebody took a copy out of the house is on record."""

from consult import audit
from consult.domain.vocabulary import AuditAction
from consult.models import SampledOpinion, StaffMember


def record_export(kind: str, *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, SampledOpinion, by=by, report="tags", format=kind)
