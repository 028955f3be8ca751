"""What stands of a KPI: what people typed, before what the strategy file says. Read by every stage that shows KPIs.

The file's rows (`Kpi`, `KpiValue`) are the document; typed rows (`KpiSetting`, `KpiEntry`) are laid over them and are
never touched by a load (decision 0170).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consult.domain.achievement import Judged, judge
from consult.extensions import db
from consult.kpi_terms import terms_of
from consult.models import Kpi, KpiEntry, KpiSetting
from consult.strategy_period import strategy_years
from consult.typed_progress import Terms, places_of


@dataclass(frozen=True)
class Figure:
    """One reporting year. `value` None: there is none, and `note` may say why. `version` 0: the strategy's own."""

    year: int
    value: float | None
    reference: str = ""
    reference_text: str = ""
    increment: float | None = None
    note: str = ""
    version: int = 0
    saved_at: datetime | None = None
    # The same reference year as the value before: nothing was measured anew.
    is_repeated: bool = False
    is_preliminary: bool = False
    # Since when this very value is on the citizens' pages.
    published_at: datetime | None = None

    @property
    def mark(self) -> str:
        """Behind the value wherever it is shown."""
        return "（速報値）" if self.is_preliminary else ""


@dataclass(frozen=True)
class KpiStanding:
    kpi: Kpi
    terms: Terms
    figures: tuple[Figure, ...]
    # Of every year for which anybody typed anything, also what was taken back.
    versions: Mapping[int, int] = field(default_factory=dict)
    # The years of the strategy in force, where the KPI is one of it.
    period: range | None = None

    @property
    def latest(self) -> Figure | None:
        return next((each for each in reversed(self.figures) if each.value is not None), None)

    @property
    def years(self) -> list[int]:
        """From the first year with a figure to the last; one between them without is a missing year."""
        found = [each.year for each in self.figures]
        return list(range(min(found), max(found) + 1)) if found else []

    def is_outside(self, year: int) -> bool:
        """計画期間外: an older baseline, or a final value that came after the period."""
        return self.period is not None and year not in self.period

    @property
    def has_outside(self) -> bool:
        return any(self.is_outside(each.year) for each in self.figures)

    @property
    def typed(self) -> list[Figure]:
        """What people typed, without the strategy's own values."""
        return [each for each in self.figures if each.saved_at is not None]

    @property
    def judged(self) -> Judged:
        terms, latest = self.terms, self.latest
        return judge(
            direction=terms.direction,
            baseline=terms.baseline_value,
            target=terms.target_value,
            actual=latest.value if latest else None,
        )

    def until(self, year: int) -> "KpiStanding":
        """As it stood with that year's report: what came later says nothing about it."""
        return replace(self, figures=tuple(each for each in self.figures if each.year <= year))

    def figure(self, year: int) -> Figure | None:
        return next((each for each in self.figures if each.year == year), None)

    @property
    def place(self) -> str:
        """What it belongs to, in words."""
        package, goal = self.kpi.package, self.kpi.goal
        if package is not None:
            return f"{package.code} {package.name}"
        return f"基本目標{goal.number} {goal.title}" if goal is not None else ""

    @property
    def short_place(self) -> str:
        """The same without a goal's long title."""
        return self.place if self.kpi.goal is None else f"基本目標{self.kpi.goal.number}"


def standing_of(kpis: Sequence[Kpi], *, is_public: bool = False) -> list[KpiStanding]:
    """In the given order; three queries besides the file's own values. `is_public`: of typed values only what is published."""
    ids = [kpi.id for kpi in kpis]
    settings = _last_settings(ids)
    entries = _published_entries(ids) if is_public else _last_entries(ids)
    period = strategy_years()
    return [
        _standing(
            kpi,
            settings.get(kpi.id),
            entries.get(kpi.id, {}),
            period=period if kpi.edition.is_current else None,
        )
        for kpi in kpis
    ]


def kpis_with_values(*conditions: object) -> list[Kpi]:
    """KPIs with all that `standing_of` asks for, as the strategy orders them."""
    statement = (
        select(Kpi)
        .options(
            selectinload(Kpi.values),
            joinedload(Kpi.package),
            joinedload(Kpi.goal),
            joinedload(Kpi.edition),
        )
        .where(*conditions)  # type: ignore[arg-type]
    )
    kpis = db.session.scalars(statement).all()
    return sorted(kpis, key=_in_order)


def _in_order(kpi: Kpi) -> tuple[object, ...]:
    """The edition in force first; within it by package or goal."""
    owner = kpi.package.position if kpi.package else kpi.goal.number if kpi.goal else 0
    return (not kpi.edition.is_current, owner, kpi.position, kpi.id)


def _last_settings(ids: list[int]) -> dict[int, KpiSetting]:
    """Their histories are short: the last of each is picked here."""
    rows = select(KpiSetting).where(KpiSetting.kpi_id.in_(ids)).order_by(KpiSetting.version)
    return {row.kpi_id: row for row in db.session.scalars(rows)}


def _last_entries(ids: list[int]) -> dict[int, dict[int, KpiEntry]]:
    found: dict[int, dict[int, KpiEntry]] = {}
    rows = select(KpiEntry).where(KpiEntry.kpi_id.in_(ids)).order_by(KpiEntry.version)
    for row in db.session.scalars(rows):
        found.setdefault(row.kpi_id, {})[row.reporting_year] = row
    return found


def _published_entries(ids: list[int]) -> dict[int, dict[int, KpiEntry]]:
    """The last version that somebody published: a correction is public when it is, what was taken back no more."""
    found: dict[int, dict[int, KpiEntry]] = {}
    rows = select(KpiEntry).where(KpiEntry.kpi_id.in_(ids)).order_by(KpiEntry.version)
    for row in db.session.scalars(rows):
        of_kpi = found.setdefault(row.kpi_id, {})
        if row.is_taken_back:
            of_kpi.pop(row.reporting_year, None)
        elif row.published_at is not None:
            of_kpi[row.reporting_year] = row
    return found


def _standing(
    kpi: Kpi, setting: KpiSetting | None, entries: dict[int, KpiEntry], *, period: range | None
) -> KpiStanding:
    by_year = {
        row.reporting_year: Figure(
            year=row.reporting_year,
            value=row.value,
            reference=row.reference or "",
            reference_text=row.reference_text or "",
            increment=row.increment,
            version=entries[row.reporting_year].version if row.reporting_year in entries else 0,
        )
        for row in kpi.values
    }
    for year, entry in entries.items():
        if not entry.is_taken_back:
            by_year[year] = Figure(
                year=year,
                value=entry.value,
                reference=entry.reference,
                note=entry.note,
                version=entry.version,
                saved_at=entry.saved_at,
                is_preliminary=entry.is_preliminary,
                published_at=entry.published_at,
            )
    terms = terms_of(kpi, setting)
    if terms.has_open_places:
        typed = [figure.value for figure in by_year.values() if figure.value is not None]
        terms = replace(terms, decimals=max(map(places_of, typed), default=0))
    versions = {year: entry.version for year, entry in entries.items()}
    figures = tuple(_compared(sorted(by_year.values(), key=_year), terms))
    return KpiStanding(kpi, terms, figures, versions, period=period)


def _year(figure: Figure) -> int:
    return figure.year


def _compared(figures: list[Figure], terms: Terms) -> Iterable[Figure]:
    """Each beside the last value before it: whether it was measured anew, and how much a running total grew."""
    before: Figure | None = None
    for figure in figures:
        repeated = bool(before and figure.reference and figure.reference == before.reference)
        increment = figure.increment
        is_next = before is not None and before.year == figure.year - 1
        # After a year without a value the difference is that of more than one year.
        if terms.is_cumulative and increment is None and before and is_next and figure.value is not None:
            increment = figure.value - before.value  # type: ignore[operator]
        yield Figure(
            **{**vars(figure), "increment": increment, "is_repeated": repeated and figure.value is not None}
        )
        before = figure if figure.value is not None else before
