"""The invented PDCA of `flask demo`: three years of typed values, and an inquiry of which one sheet has come back.

The list of the strategy's KPIs is the city's own; every figure here is made up, and says so in its remark.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from consult import clock, progress_records, word_lists
from consult.demo.people import People
from consult.domain.fiscal_years import short_wareki
from consult.domain.vocabulary import ImportKind, KpiDirection, Pace
from consult.imports import dry_run
from consult.imports import services as imports
from consult.imports.recording import cuts_of
from consult.imports.services import Upload
from consult.models import Division, Inquiry, Kpi, StaffMember
from consult.progress import inquiries, inquiry_writing, releasing, services, sheets
from consult.progress.asked_items import AskedItem, AskedOf
from consult.progress.inquiries import Askable
from consult.progress.releasing import Seen
from consult.spreadsheets.inquiry_table import HEADINGS, IS_PRELIMINARY
from consult.spreadsheets.reading import read_file
from consult.typed_progress import Assessed, Entry, TypedTerms

FILE = "kaitou.xlsx"


def fill(entry: dict[str, Any], people: People) -> None:
    """Of the last year the first division has sent its sheet, the second was typed in, the others are late."""
    askable, last = inquiries.askable(), sheets.last_ended()
    for name in entry["divisions"]:
        word_lists.add(Division, name, by=people.official)
    divisions = [each for each in word_lists.offered(Division) if each.name in entry["divisions"]]
    asked = {each.package.id: divisions[n * len(divisions) // len(askable)] for n, each in enumerate(askable)}
    pairs = list(zip([kpi for each in askable for kpi in each.kpis], entry["kpis"], strict=False))
    years = range(last - len(entry["kpis"][0]["values"]) + 1, last + 1)
    for kpi, figures in pairs:
        _keep_terms(kpi, figures, entry["reason"], year=years[0] - 1, by=people.drafter)
    for n, year in enumerate(years[:-1]):
        kept = [
            _keep(kpi, figures, year, n, remark=entry["remark"], by=people.drafter) for kpi, figures in pairs
        ]
        releasing.publish([each for each in kept if each], year, by=people.drafter)
    inquiry = services.open_inquiry(_asked_of(entry["inquiry"], askable, asked, last), by=people.drafter)
    _bring_back(
        inquiry, divisions[0], {kpi.name: figures for kpi, figures in pairs}, entry, by=people.drafter
    )
    assessed = Assessed(
        Pace.SLOW, **{name: entry["answers"][name] for name in ("done", "assessment", "next_step")}
    )
    for each in askable:
        if asked[each.package.id] is divisions[1]:
            progress_records.keep_assessment(
                each.package, last, divisions[1], assessed, version=0, by=people.drafter
            )


def _keep_terms(kpi: Kpi, figures: dict[str, Any], reason: str, *, year: int, by: StaffMember) -> None:
    target = figures.get("target")
    terms = TypedTerms(
        unit=figures["unit"],
        decimals=figures.get("decimals", 0),
        direction=KpiDirection.of(figures["direction"]),
        is_cumulative=figures.get("is_cumulative", False),
        baseline_year=year,
        baseline_value=float(figures["baseline"]),
        baseline_reference="",
        target_year=None if target is None else sheets.years()[0],
        target_value=None if target is None else float(target),
    )
    services.keep_terms(kpi, terms, reason=reason, version=0, by=by)


def _keep(
    kpi: Kpi, figures: dict[str, Any], year: int, nth: int, *, remark: str, by: StaffMember
) -> Seen | None:
    """One year's value; what citizens may read of it."""
    value, source = figures["values"][nth], figures.get("reference", "")
    if isinstance(value, str):
        progress_records.keep_entry(kpi, Entry(year, None, "", f"{value}。{remark}"), version=0, by=by)
        return None
    # A survey of every second year: the second report repeats what the first one said.
    measured = year - nth if source else year
    entry = Entry(year, float(value), f"{short_wareki(measured)}{source}", remark)
    progress_records.keep_entry(kpi, entry, version=0, by=by)
    return Seen(kpi.id, 1)


def _asked_of(
    words: dict[str, str], askable: Sequence[Askable], asked: dict[int, Division], year: int
) -> AskedOf:
    def items() -> Iterator[AskedItem]:
        for each in askable:
            division = asked[each.package.id].id
            yield AskedItem(division_id=division, package_id=each.package.id)
            for kpi in each.kpis:
                yield AskedItem(division_id=division, kpi_id=kpi.id)

    due_on = clock.today() - timedelta(days=3)
    return AskedOf(words["title"], year, due_on, words["note"], tuple(items()))


def _bring_back(
    inquiry: Inquiry, division: Division, known: dict[str, Any], entry: dict[str, Any], *, by: StaffMember
) -> None:
    """The division's own table, filled in as a spreadsheet would be, through the one importer."""
    book = load_workbook(inquiry_writing.as_xlsx(inquiry, division.id))
    of_kpis, of_packages = book.worksheets[:2]
    for n, row in enumerate(_rows(of_kpis)):
        value = known[row("KPI").value]["values"][-1]
        row(HEADINGS["value"]).value, row(HEADINGS["note"]).value = value, entry["remark"]
        if n == 0:
            row(HEADINGS["preliminary"]).value = IS_PRELIMINARY
    answers = entry["answers"]
    for row in _rows(of_packages):
        for key, name in (
            ("pace", "pace"),
            ("done", "done"),
            ("notes", "assessment"),
            ("next_step", "next_step"),
        ):
            row(HEADINGS[key]).value = answers[name]
    file = BytesIO()
    book.save(file)
    upload = Upload(FILE, file.getvalue(), read_file(FILE, file.getvalue()))
    batch = imports.stage(upload, ImportKind.INQUIRY, by=by, inquiry_id=inquiry.id)
    imports.import_rows(batch, cuts_of(dry_run.plan_for(batch)), by=by)


def _rows(sheet: Worksheet) -> Iterator[Any]:
    """Each row as a function from a heading to its cell."""
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    for line in count(2):
        if sheet.cell(line, 1).value is None:
            return
        yield lambda heading, line=line: sheet.cell(line, columns[heading])
