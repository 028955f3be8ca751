"""The table that goes out to a division: what is asked, what is known already, and blank cells for the answer."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from consult.domain.dates import wareki
from consult.kpi_standing import KpiStanding, kpis_with_values, standing_of
from consult.models import Inquiry, InquiryItem, Kpi, PackageAssessment, PolicyPackage
from consult.progress import voices
from consult.progress.inquiries import items_of
from consult.progress.sheets import standing_assessments
from consult.progress.writing import number
from consult.spreadsheets import inquiry_table as table
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Sheet, write_xlsx

LAST_VALUES = 3


def as_xlsx(inquiry: Inquiry, division_id: int | None) -> BinaryIO:
    """Sheets without a row are left out."""
    items = items_of(inquiry, division_id)
    kpis = [item for item in items if item.kpi_id is not None]
    packages = [item for item in items if item.package_id is not None]
    sheets = [Sheet(table.GUIDE_SHEET, [], ([line] for line in _guide(inquiry)))]
    if packages:
        rows = _package_rows(packages, inquiry.fiscal_year)
        columns = [column for _, column in table.PACKAGE]
        sheets.insert(0, Sheet(table.PACKAGE_SHEET, columns, rows, is_to_come_back=True))
    if kpis:
        columns = [column for _, column in table.KPI]
        rows = _kpi_rows(kpis, inquiry.fiscal_year)
        sheets.insert(0, Sheet(table.KPI_SHEET, columns, rows, is_to_come_back=True))
    return write_xlsx(sheets, title=inquiry.title)


def _guide(inquiry: Inquiry) -> Iterator[str]:
    yield inquiry.title
    yield f"対象の年度：{inquiry.fiscal_year}年度　回答の期限：{wareki(inquiry.due_on)}"
    yield from inquiry.note.splitlines()
    yield from table.GUIDE


def _kpi_rows(items: Sequence[InquiryItem], year: int) -> Iterator[list[Cell]]:
    ids = [item.kpi_id for item in items]
    standings = {each.kpi.id: each for each in standing_of(kpis_with_values(Kpi.id.in_(ids)))}
    for item in items:
        yield _kpi_row(item, standings[item.kpi_id or 0], year)


def _kpi_row(item: InquiryItem, standing: KpiStanding, year: int) -> list[Cell]:
    terms, figure = standing.terms, standing.figure(year)
    return [
        table.item_number(item.id),
        item.division.name,
        standing.place,
        standing.kpi.name,
        terms.unit,
        terms.direction.label if terms.direction else "",
        _with_year(terms.shown(terms.baseline_value), terms.baseline_year),
        _with_year(terms.shown(terms.target_value), terms.target_year),
        _before(standing, year),
        f"{year}年度",
        number(terms, figure.value) if figure else None,
        figure.reference if figure else "",
        table.IS_PRELIMINARY if figure and figure.is_preliminary else "",
        figure.note if figure else "",
    ]


def _with_year(text: str, year: int | None) -> str:
    return f"{text}（{year}）" if text and year else text


def _before(standing: KpiStanding, year: int) -> str:
    """The last values before the year, in words: nothing that could be taken for the answer."""
    known = [each for each in standing.figures if each.year < year and each.value is not None]
    return "、".join(_with_year(standing.terms.shown(each.value), each.year) for each in known[-LAST_VALUES:])


def _package_rows(items: Sequence[InquiryItem], year: int) -> Iterator[list[Cell]]:
    counts = voices.counts_by_package(voices.spans_of(year))
    said = standing_assessments([item.package_id or 0 for item in items], year)
    for item in items:
        package = item.package
        assert package is not None  # asked about a package
        rows = said.get(package.id, [])
        own = next((row for row in rows if row.division_id == item.division_id), None)
        total = counts[package.code].total if package.code in counts else 0
        yield _package_row(item, package, own, year=year, opinions=total)


def _package_row(
    item: InquiryItem, package: PolicyPackage, own: PackageAssessment | None, *, year: int, opinions: int
) -> list[Cell]:
    return [
        table.item_number(item.id),
        item.division.name,
        f"{package.code} {package.name}",
        "\n".join(measure.name for measure in package.measures),
        opinions,
        f"{year}年度",
        own.pace.label if own and own.pace else "",
        own.done if own else "",
        own.assessment if own else "",
        own.next_step if own else "",
    ]
