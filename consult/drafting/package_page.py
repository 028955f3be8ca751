"""Reads of the package pages of the desk: the strategy's own words on the left, and the overview of all packages."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from consult.domain.counting import Tally
from consult.domain.dates import wareki_year
from consult.domain.vocabulary import Facet
from consult.drafting import headlines
from consult.drafting.headlines import Headline
from consult.drafting.tallies import tallies
from consult.extensions import db
from consult.models import DeskNote, DeskNoteLink, Kpi, PlanEdition, PolicyPackage
from consult.plan_codes import PlanCode, PlanCodes

# The newest ones stand on the page; the rest are one press away.
DESK_NOTES_SHOWN = 10
SORTS = {"plan": "計画の順", "confirmed": "確定の多い順", "suggested": "候補の多い順"}


@dataclass(frozen=True)
class PackageRow:
    package: PlanCode
    headline: Headline | None
    total: Tally
    decided: Tally


@dataclass(frozen=True)
class KpiLine:
    """A KPI in figures as text; "" where none is registered: a blank is not 0 (D7)."""

    name: str
    unit: str
    latest: str
    latest_year: str
    target: str
    target_year: str


@dataclass(frozen=True)
class NoteOnPackage:
    """A desk note that touches the package, and which of its measures (none: the whole package)."""

    note: DeskNote
    measures: tuple[str, ...]


def overview(codes: PlanCodes, sort: str = "plan") -> list[PackageRow]:
    """Every package, also one without a voice (R41): four queries."""
    counted = tallies(Facet.PACKAGE, [package.code for package in codes.packages])
    standing = headlines.current(Facet.PACKAGE)
    rows = [
        PackageRow(each, standing.get(each.code), counted[each.code].total, counted[each.code].decided)
        for each in codes.packages
    ]
    if sort == "confirmed":
        rows.sort(key=lambda row: -row.total.confirmed)
    elif sort == "suggested":
        rows.sort(key=lambda row: -row.total.suggested)
    return rows


def code_or_404(codes: PlanCodes, code: str) -> PlanCode:
    return codes.find(Facet.PACKAGE, code) or abort(404)


def package_or_404(code: str) -> PolicyPackage:
    """A package of the edition in force, with everything that its page shows of it."""
    found = db.session.scalar(
        select(PolicyPackage)
        .join(PlanEdition)
        .where(PlanEdition.is_current, PolicyPackage.code == code)
        .options(
            joinedload(PolicyPackage.goal),
            joinedload(PolicyPackage.predecessor),
            selectinload(PolicyPackage.measures),
            selectinload(PolicyPackage.kpis).selectinload(Kpi.values),
        )
    )
    return found or abort(404)


def kpi_lines(package: PolicyPackage) -> list[KpiLine]:
    return [_kpi_line(kpi) for kpi in package.kpis]


def notes_on(code: str) -> tuple[int, list[NoteOnPackage]]:
    """How many desk notes touch the package, and the newest of them; removed ones touch nothing."""
    touched = select(DeskNoteLink.desk_note_id).where(DeskNoteLink.package_code == code)
    stands = DeskNote.removed_at.is_(None), DeskNote.id.in_(touched)
    total = db.session.scalar(select(func.count(DeskNote.id)).where(*stands)) or 0
    newest = (
        select(DeskNote)
        .where(*stands)
        .options(selectinload(DeskNote.links))
        .order_by(DeskNote.noted_on.desc().nulls_last(), DeskNote.id.desc())
        .limit(DESK_NOTES_SHOWN)
    )
    return total, [NoteOnPackage(note, _measures(note.links, code)) for note in db.session.scalars(newest)]


def _measures(links: Sequence[DeskNoteLink], code: str) -> tuple[str, ...]:
    return tuple(link.measure for link in links if link.package_code == code and link.measure)


def _kpi_line(kpi: Kpi) -> KpiLine:
    measured = [value for value in kpi.values if value.value is not None]
    latest = measured[-1] if measured else None
    return KpiLine(
        name=kpi.name,
        unit=kpi.unit or "",
        latest=_number(kpi, latest.value if latest else None),
        latest_year=wareki_year(latest.reporting_year) if latest else "",
        target=_number(kpi, kpi.target_value) or kpi.target_text or "",
        target_year=wareki_year(kpi.target_year) if kpi.target_year else "",
    )


def _number(kpi: Kpi, value: float | None) -> str:
    return "" if value is None else f"{value:,.{kpi.decimals}f}"
