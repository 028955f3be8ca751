"""Returned rows become KPI values and assessments, each a further version; all of them or none."""

from collections.abc import Iterator, Sequence

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


def items_of_others(inquiry: Inquiry) -> dict[int, str]:
    """Of every other inquiry what it is called, by the numbers of its items: a sheet may have come to the wrong one."""
    rows = db.session.execute(
        select(InquiryItem.id, Inquiry.title, Inquiry.fiscal_year)
        .join(Inquiry)
        .where(InquiryItem.inquiry_id != inquiry.id)
    )
    return {number: f"「{title}」（{year}年度）" for number, title, year in rows}


def not_in_file(rows: Sequence[PlannedRow], inquiry: Inquiry) -> list[str]:
    """What a division that sent something was asked for and its file has no row of: perhaps one was deleted."""
    items = items_of(inquiry)
    read: Iterator[InquiryRow] = (row.content for row in rows if row.content is not None)
    there = {content.item.item_id for content in read if content.item is not None}
    divisions = {items[number].division_id for number in there if number in items}
    return [
        each.name for each in items.values() if each.division_id in divisions and each.item_id not in there
    ]


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
