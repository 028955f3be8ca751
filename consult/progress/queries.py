"""What the pages of progress read. The number of queries does not grow with KPIs, years or versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import clock
from consult.domain.fiscal_years import fiscal_year_of
from consult.extensions import db
from consult.kpi_standing import KpiStanding, kpis_with_values, standing_of
from consult.models import Kpi, KpiEntry, KpiSetting, PlanEdition
from consult.strategy_period import strategy_years

HISTORY_SHOWN = 200
Entries = Sequence[KpiEntry]


def all_standings() -> list[KpiStanding]:
    """Every KPI, also a retired one with what people typed."""
    return standing_of(kpis_with_values())


def standing_or_404(kpi_id: int) -> KpiStanding:
    db.one_or_404(select(Kpi.id).where(Kpi.id == kpi_id))
    return standing_of(kpis_with_values(Kpi.id == kpi_id))[0]


def entries_of(kpi: Kpi) -> Entries:
    """Everything that was ever typed, the newest first."""
    rows = select(KpiEntry).where(KpiEntry.kpi_id == kpi.id).options(joinedload(KpiEntry.saved_by))
    newest = rows.order_by(KpiEntry.saved_at.desc(), KpiEntry.id.desc())
    return db.session.scalars(newest.limit(HISTORY_SHOWN)).all()


def settings_of(kpi: Kpi) -> Sequence[KpiSetting]:
    rows = select(KpiSetting).where(KpiSetting.kpi_id == kpi.id).options(joinedload(KpiSetting.saved_by))
    return db.session.scalars(rows.order_by(KpiSetting.version.desc()).limit(HISTORY_SHOWN)).all()


@dataclass(frozen=True)
class ReportingYears:
    """Which years a KPI of an edition should have a value for: of the one in force the years that have begun."""

    of_current: range

    def of(self, standing: KpiStanding) -> list[int]:
        """Those, and every year for which there is a figure; a gap between two of them is a missing year."""
        years = [figure.year for figure in standing.figures]
        if standing.kpi.edition.is_current:
            years += list(self.of_current)
        return list(range(min(years), max(years) + 1)) if years else []

    def across(self, standings: Iterable[KpiStanding]) -> list[int]:
        return sorted({year for standing in standings for year in self.of(standing)})


def reporting_years() -> ReportingYears:
    period = strategy_years() or range(0)
    return ReportingYears(range(period.start, min(period.stop, fiscal_year_of(clock.today()) + 1)))


def by_edition(
    standings: Sequence[KpiStanding], years: ReportingYears
) -> list[tuple[PlanEdition, list[KpiStanding], list[int]]]:
    """Each edition with its KPIs and their years: beside another's they would be empty columns."""
    found: dict[int, tuple[PlanEdition, list[KpiStanding]]] = {}
    for each in standings:
        edition = each.kpi.edition
        found.setdefault(edition.id, (edition, []))[1].append(each)
    return [(edition, rows, years.across(rows)) for edition, rows in found.values()]
