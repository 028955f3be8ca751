"""The invented PDCA of `flask demo`: three years of typed values, and an inquiry of which one sheet has come back.

The list of the strategy's KPIs is the city's own; every figure here is made up, and says so in its remark.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import zip_longest
from typing import Any

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
from consult.spreadsheets import xlsx_writing
from consult.spreadsheets.inquiry_table import HEADINGS, IS_PRELIMINARY, KPI_SHEET, PACKAGE_SHEET
from consult.spreadsheets.reading import read_file
from consult.spreadsheets.tables import Sheet, text_of
from consult.spreadsheets.xlsx_writing import write_xlsx
from consult.typed_progress import Assessed, Entry, TypedTerms

FILE = "kaitou.xlsx"
# Column of the sheet to the field of `Assessed`.
ANSWERED_UNDER = {"pace": "pace", "done": "done", "notes": "assessment", "next_step": "next_step"}


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
    sent = read_file(FILE, inquiry_writing.as_xlsx(inquiry, division.id).read())
    of_kpis, of_packages = map(_rows, sent.sheets[:2])
    for n, row in enumerate(of_kpis):
        value = known[row["KPI"]]["values"][-1]
        row |= {HEADINGS["value"]: str(value), HEADINGS["note"]: entry["remark"]}
        row[HEADINGS["preliminary"]] = "" if n else IS_PRELIMINARY
    answers = entry["answers"]
    for row in of_packages:
        row |= {HEADINGS[key]: answers[name] for key, name in ANSWERED_UNDER.items()}
    returned = [_filled_in(KPI_SHEET, of_kpis), _filled_in(PACKAGE_SHEET, of_packages)]
    content = write_xlsx(returned, title=inquiry.title).read()
    upload = Upload(FILE, content, read_file(FILE, content))
    batch = imports.stage(upload, ImportKind.INQUIRY, by=by, inquiry_id=inquiry.id)
    imports.import_rows(batch, cuts_of(dry_run.plan_for(batch)), by=by)


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    """Each row by its headings."""
    headings, *lines = ([text_of(cell) for cell in row] for row in sheet.rows)
    return [dict(zip_longest(headings, line, fillvalue="")) for line in lines]


def _filled_in(name: str, rows: Sequence[dict[str, str]]) -> xlsx_writing.Sheet:
    columns = [xlsx_writing.Column(heading) for heading in rows[0]]
    return xlsx_writing.Sheet(name, columns, [list(row.values()) for row in rows], is_to_come_back=True)
