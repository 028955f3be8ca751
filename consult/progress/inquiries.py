"""Inquiries as they stand: what is asked, of whom, until when, and who has not answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from consult import clock
from consult.extensions import db
from consult.models import (
    Division,
    Inquiry,
    InquiryItem,
    Kpi,
    KpiEntry,
    PackageAssessment,
    PlanEdition,
    PolicyPackage,
    StaffMember,
)
from consult.paging import Page, paged


@dataclass(frozen=True)
class Answered:
    """What stands for a year, however it came: typed on a page or with a returned sheet."""

    kpis: frozenset[tuple[int, int]]
    packages: frozenset[tuple[int, int, int]]

    def has(self, item: InquiryItem, year: int) -> bool:
        if item.kpi_id is not None:
            return (item.kpi_id, year) in self.kpis
        return (item.package_id or 0, year, item.division_id) in self.packages


@dataclass
class DivisionStanding:
    """What one division is asked for, and what is left."""

    division: Division
    items: list[InquiryItem] = field(default_factory=list)
    left: list[InquiryItem] = field(default_factory=list)


@dataclass(frozen=True)
class InquiryStanding:
    inquiry: Inquiry
    divisions: tuple[DivisionStanding, ...]

    @property
    def asked(self) -> int:
        return sum(len(each.items) for each in self.divisions)

    @property
    def left(self) -> int:
        return sum(len(each.left) for each in self.divisions)

    @property
    def unanswered(self) -> list[Division]:
        return [each.division for each in self.divisions if each.left]

    @property
    def is_overdue(self) -> bool:
        return not self.inquiry.closed_at and self.left > 0 and self.inquiry.due_on < today()


def today() -> date:
    return clock.today()


def inquiry_page(number: int) -> tuple[Page, list[InquiryStanding]]:
    """The newest first; the number of queries does not grow with them."""
    page = paged(_with_items().order_by(Inquiry.id.desc()), number)
    return page, standings_of(page.rows)


def inquiry_or_404(inquiry_id: int) -> Inquiry:
    return db.one_or_404(_with_items().where(Inquiry.id == inquiry_id))


def standings_of(inquiries: Sequence[Inquiry]) -> list[InquiryStanding]:
    answered = _answered({each.fiscal_year for each in inquiries})
    return [_standing(each, answered) for each in inquiries]


def _standing(inquiry: Inquiry, answered: Answered) -> InquiryStanding:
    found: dict[int, DivisionStanding] = {}
    for item in inquiry.items:
        each = found.setdefault(item.division_id, DivisionStanding(item.division))
        each.items.append(item)
        if not answered.has(item, inquiry.fiscal_year):
            each.left.append(item)
    ordered = sorted(found.values(), key=lambda each: (each.division.position, each.division.id))
    return InquiryStanding(inquiry, tuple(ordered))


def _with_items() -> Select[tuple[Inquiry]]:
    items = selectinload(Inquiry.items)
    return select(Inquiry).options(
        items.joinedload(InquiryItem.division),
        items.joinedload(InquiryItem.kpi).joinedload(Kpi.package),
        items.joinedload(InquiryItem.package),
    )


def _answered(fiscal_years: Iterable[int]) -> Answered:
    wanted = list(fiscal_years)
    kpis: dict[tuple[int, int], bool] = {}
    entries = select(KpiEntry.kpi_id, KpiEntry.reporting_year, KpiEntry.is_taken_back)
    for kpi_id, year, is_gone in db.session.execute(
        entries.where(KpiEntry.reporting_year.in_(wanted)).order_by(KpiEntry.version)
    ):
        kpis[kpi_id, year] = not is_gone
    return Answered(
        frozenset(key for key, stands in kpis.items() if stands),
        frozenset(_judged(PackageAssessment.fiscal_year.in_(wanted))),
    )


def _judged(condition: ColumnElement[bool]) -> list[tuple[int, int, int]]:
    """(package, year, division) of every assessment that stands: its last version was not taken back. Divisions in the
    city's order."""
    table = PackageAssessment
    rows = (
        select(table.package_id, table.fiscal_year, table.division_id, table.is_taken_back)
        .join(Division, Division.id == table.division_id)
        .where(condition)
        .order_by(Division.position, Division.id, table.version)
    )
    stands: dict[tuple[int, int, int], bool] = {}
    for package_id, year, division_id, is_gone in db.session.execute(rows):
        stands[package_id, year, division_id] = not is_gone
    return [key for key, is_so in stands.items() if is_so]


@dataclass(frozen=True)
class Askable:
    """What an inquiry may ask for: packages of the strategy in force with their KPIs."""

    package: PolicyPackage
    kpis: tuple[Kpi, ...]


def askable() -> list[Askable]:
    packages = db.session.scalars(
        select(PolicyPackage)
        .join(PlanEdition)
        .where(PlanEdition.is_current)
        .options(selectinload(PolicyPackage.kpis))
        .order_by(PolicyPackage.position)
    ).all()
    return [Askable(package, tuple(package.kpis)) for package in packages]


def last_inquiry() -> Inquiry | None:
    """Whom the last one asked is proposed for the next."""
    return db.session.scalar(_with_items().order_by(Inquiry.id.desc()).limit(1))


def judging_divisions() -> dict[int, list[int]]:
    """By package: which divisions' assessments stand of the newest year that has any, in the city's order."""
    found: dict[int, dict[int, list[int]]] = {}
    for package_id, year, division_id in _judged(Division.retired_at.is_(None)):
        found.setdefault(package_id, {}).setdefault(year, []).append(division_id)
    return {package_id: of_years[max(of_years)] for package_id, of_years in found.items()}


def name_of(staff_id: int | None) -> str:
    member = db.session.get(StaffMember, staff_id) if staff_id else None
    return member.name if member else ""


def items_of(inquiry: Inquiry, division_id: int | None) -> list[InquiryItem]:
    """Loaded with what a sheet tells about each."""
    rows = (
        select(InquiryItem)
        .where(InquiryItem.inquiry_id == inquiry.id)
        .options(
            joinedload(InquiryItem.division),
            joinedload(InquiryItem.package).selectinload(PolicyPackage.measures),
            joinedload(InquiryItem.kpi).joinedload(Kpi.package),
        )
        .order_by(InquiryItem.position)
    )
    if division_id is not None:
        rows = rows.where(InquiryItem.division_id == division_id)
    return list(db.session.scalars(rows))
