"""Returned rows become KPI values and assessments, each a further version; all of them or none."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import progress_records
from consult.domain.errors import ImportRefused
from consult.extensions import db
from consult.imports.inquiry_rows import InquiryRow, Item
from consult.imports.recording import Cuts, Recorded
from consult.imports.rows import PlannedRow
from consult.kpi_standing import kpis_with_values, standing_of
from consult.models import Division, ImportBatch, Inquiry, InquiryItem, Kpi, PolicyPackage, StaffMember
from consult.typed_progress import Entry


def open_inquiries() -> Sequence[Inquiry]:
    return db.session.scalars(
        select(Inquiry).where(Inquiry.closed_at.is_(None)).order_by(Inquiry.id.desc())
    ).all()


def items_of(inquiry: Inquiry) -> dict[int, Item]:
    """What may be answered, by number."""
    rows = db.session.scalars(
        select(InquiryItem)
        .where(InquiryItem.inquiry_id == inquiry.id)
        .options(
            joinedload(InquiryItem.kpi), joinedload(InquiryItem.package), joinedload(InquiryItem.division)
        )
    ).all()
    ids = [row.kpi_id for row in rows if row.kpi_id is not None]
    terms = {each.kpi.id: each.terms for each in standing_of(kpis_with_values(Kpi.id.in_(ids)))}
    return {
        row.id: Item(
            item_id=row.id,
            name=f"{row.division.name}　{row.kpi.name if row.kpi else row.package.name if row.package else ''}",
            division_id=row.division_id,
            kpi_id=row.kpi_id,
            package_id=row.package_id,
            terms=terms.get(row.kpi_id or 0),
        )
        for row in rows
    }


def record_rows(
    rows: Sequence[PlannedRow], cuts: Cuts, *, batch: ImportBatch, by: StaffMember | None, is_invented: bool
) -> Recorded:
    """Adds everything and flushes; the caller commits or rolls back."""
    inquiry = db.session.get_one(Inquiry, batch.inquiry_id)
    if inquiry.closed_at is not None:
        raise ImportRefused(
            "この照会は締め切られています。照会のページで「また受け付ける」を押してください。"
        )
    return Recorded(answers=sum(_record(row.content, batch=batch, by=by) for row in rows))


def _record(row: InquiryRow, *, batch: ImportBatch, by: StaffMember | None) -> bool:
    item, answer = row.item, row.answer
    assert item is not None and answer is not None  # a row without them stops the import, or is left out
    if isinstance(answer, Entry):
        kpi = db.session.get_one(Kpi, item.kpi_id)
        return progress_records.keep_entry(kpi, answer, version=None, by=by, batch=batch)
    package = db.session.get_one(PolicyPackage, item.package_id)
    division = db.session.get_one(Division, item.division_id)
    return progress_records.keep_assessment(
        package, row.year, division, answer, version=None, by=by, batch=batch
    )
