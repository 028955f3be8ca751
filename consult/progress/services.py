"""What people do with KPIs: type a year's value, take it back, set what a KPI is measured by. Nothing is overwritten."""

from sqlalchemy import func, select

from consult import audit, clock
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Kpi, KpiEntry, KpiSetting, StaffMember
from consult.progress.queries import last_entry
from consult.progress.typed import Entry, TypedTerms


def keep_entry(kpi: Kpi, entry: Entry, *, version: int, by: StaffMember | None) -> bool:
    """Whether anything is new. EditConflict when somebody saved the same year since `version` (TW1)."""
    last = last_entry(kpi, entry.year)
    if version != (last.version if last else 0):
        raise EditConflict()
    said = (entry.value, entry.reference, entry.note)
    if last and not last.is_taken_back and said == (last.value, last.reference, last.note):
        return False
    row = KpiEntry(
        kpi_id=kpi.id,
        reporting_year=entry.year,
        version=version + 1,
        value=entry.value,
        reference=entry.reference,
        note=entry.note,
        kpi_name=kpi.name,
        saved_at=clock.now(),
        saved_by_id=by.id if by else None,
    )
    _add(row, AuditAction.ADDED if version == 0 else AuditAction.CHANGED, by=by, year=entry.year)
    return True


def take_back_entry(kpi: Kpi, year: int, *, version: int, by: StaffMember) -> None:
    """What was typed for a year counts no more; the history keeps it."""
    last = last_entry(kpi, year)
    if last is None or last.version != version:
        raise EditConflict()
    row = KpiEntry(
        kpi_id=kpi.id,
        reporting_year=year,
        version=version + 1,
        is_taken_back=True,
        kpi_name=kpi.name,
        saved_at=clock.now(),
        saved_by_id=by.id,
    )
    _add(row, AuditAction.UNDID, by=by, year=year)


def keep_terms(kpi: Kpi, terms: TypedTerms, *, reason: str, version: int, by: StaffMember) -> None:
    """EditConflict when somebody saved since `version` (TW1)."""
    last = db.session.scalar(select(func.max(KpiSetting.version)).where(KpiSetting.kpi_id == kpi.id)) or 0
    if version != last:
        raise EditConflict()
    row = KpiSetting(
        kpi_id=kpi.id,
        version=version + 1,
        **vars(terms),
        reason=reason,
        saved_at=clock.now(),
        saved_by_id=by.id,
    )
    _add(row, AuditAction.CHANGED, by=by)


def record_export(table: str, conditions: dict[str, str], *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, Kpi, by=by, table=table, conditions=conditions)


def _add(row: KpiEntry | KpiSetting, action: AuditAction, *, by: StaffMember | None, **details: int) -> None:
    db.session.add(row)
    db.session.flush()
    audit.record(action, row, by=by, kpi=row.kpi_id, version=row.version, **details)
