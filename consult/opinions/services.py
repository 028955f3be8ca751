"""The register changes nothing; that somebody took a copy out of the house is on record."""

from consult import audit
from consult.domain.vocabulary import AuditAction
from consult.models import Opinion, StaffMember
from consult.opinions.opinion_filter import OpinionFilter


def record_export(asked: OpinionFilter, rows: int, *, as_written: bool, by: StaffMember) -> None:
    """Filters by code only: what was searched for may be somebody's name (TS13)."""
    conditions = {name: value for name, value in asked.as_args().items() if name != "q"}
    audit.record(
        AuditAction.EXPORTED,
        Opinion,
        by=by,
        rows=rows,
        conditions=conditions,
        has_search=bool(asked.q),
        as_written=as_written,
    )
