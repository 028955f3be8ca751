"""What people do with KPIs and inquiries. Values and assessments are kept by `progress_records`."""

from collections.abc import Iterable

from sqlalchemy import func, select

from consult import audit, clock
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Inquiry, InquiryItem, Kpi, KpiSetting, StaffMember
from consult.progress.asked_items import AskedItem, AskedOf
from consult.typed_progress import TypedTerms


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
    db.session.add(row)
    db.session.flush()
    audit.record(AuditAction.CHANGED, row, by=by, kpi=kpi.id, version=row.version)


def record_export(table: str, conditions: dict[str, str], *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, Kpi, by=by, table=table, conditions=conditions)


def open_inquiry(asked: AskedOf, *, by: StaffMember) -> Inquiry:
    inquiry = Inquiry(
        title=asked.title,
        fiscal_year=asked.fiscal_year,
        due_on=asked.due_on,
        note=asked.note,
        created_by_id=by.id,
        created_at=clock.now(),
        items=_items(asked.items),
    )
    db.session.add(inquiry)
    db.session.flush()
    audit.record(AuditAction.ADDED, inquiry, by=by, items=len(inquiry.items))
    return inquiry


def change_inquiry(inquiry: Inquiry, asked: AskedOf, *, version: int, by: StaffMember) -> None:
    """EditConflict when somebody saved since `version` (TW1). Items that are asked as before keep their number."""
    if inquiry.version != version:
        raise EditConflict()
    inquiry.title, inquiry.due_on, inquiry.note = asked.title, asked.due_on, asked.note
    before = {(each.kpi_id, each.package_id, each.division_id): each for each in inquiry.items}
    wanted = _items(asked.items)
    kept = []
    for each in wanted:
        same = before.get((each.kpi_id, each.package_id, each.division_id))
        if same is not None:
            same.position = each.position
        kept.append(same or each)
    inquiry.items = [each for each in inquiry.items if each in kept]
    # The same KPI may be asked of another division now: what is asked no more goes first.
    db.session.flush()
    inquiry.items = kept
    inquiry.version += 1
    db.session.flush()
    audit.record(AuditAction.CHANGED, inquiry, by=by, items=len(kept))


def close_inquiry(inquiry: Inquiry, *, is_closed: bool, by: StaffMember) -> None:
    inquiry.closed_at = clock.now() if is_closed else None
    inquiry.version += 1
    db.session.flush()
    audit.record(AuditAction.ENDED if is_closed else AuditAction.PUT_BACK, inquiry, by=by)


def record_sheet(inquiry: Inquiry, *, division: str, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, inquiry, by=by, division=division)


def _items(items: Iterable[AskedItem]) -> list[InquiryItem]:
    return [InquiryItem(**vars(each), position=n) for n, each in enumerate(items, start=1)]
