"""効果検証: the sheet of one package and year, and all packages of a year side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from consult import clock
from consult.domain.fiscal_years import fiscal_year_of
from consult.domain.vocabulary import LinkKind
from consult.extensions import db
from consult.kpi_standing import KpiStanding, kpis_with_values, standing_of
from consult.link_targets import LinkTarget
from consult.models import Kpi, LinkDecision, PackageAssessment, PlanEdition, PolicyPackage
from consult.opinion_records import OpinionRecord
from consult.plan_codes import plan_codes
from consult.progress import voices
from consult.progress.queries import reporting_years
from consult.progress.voices import Spans, VoiceCounts

HISTORY_SHOWN = 100


@dataclass(frozen=True)
class SheetLine:
    """One package in a year."""

    package: PolicyPackage
    spans: Spans
    kpis: tuple[KpiStanding, ...]
    voices: VoiceCounts
    assessments: tuple[PackageAssessment, ...]


@dataclass(frozen=True)
class PackageSheet:
    line: SheetLine
    year: int
    asked: list[OpinionRecord]
    since: list[OpinionRecord]
    of_measures: dict[int, int]
    of_kpis: dict[int, int]
    # Nobody has decided on these yet: they count nowhere.
    suggested: int
    # Everything that was ever said about it, the newest first.
    history: Sequence[PackageAssessment] = field(default=())

    def to_measure(self, measure_id: int) -> LinkTarget:
        return LinkTarget(LinkKind.MEASURE, measure_id)

    def to_kpi(self, kpi_id: int) -> LinkTarget:
        return LinkTarget(LinkKind.KPI, kpi_id)


def years() -> list[int]:
    """Those of the strategy that have begun, the newest first; without a strategy the present one."""
    known = list(reporting_years().of_current)
    return sorted(known or [fiscal_year_of(clock.today())], reverse=True)


def last_ended() -> int:
    """The year that is checked now: of the present one there is nothing to be said yet."""
    known, now = years(), fiscal_year_of(clock.today())
    return next((year for year in known if year < now), known[0])


def year_or_404(year: int) -> int:
    return year if year in years() else abort(404)


def lines_of(year: int) -> list[SheetLine]:
    """Every package of the strategy in force. The number of queries does not grow with them."""
    packages = db.session.scalars(_packages()).all()
    return _lines(packages, year)


def package_or_404(code: str) -> PolicyPackage:
    return db.session.scalar(_packages().where(PolicyPackage.code == code)) or abort(404)


def sheet_of(package: PolicyPackage, year: int) -> PackageSheet:
    codes, line = plan_codes(), _lines([package], year)[0]
    return PackageSheet(
        line=line,
        year=year,
        asked=voices.newest(line.spans.asked(package.code), codes),
        since=voices.newest(line.spans.since(package.code), codes),
        of_measures=voices.confirmed_links(LinkDecision.measure_id, [each.id for each in package.measures]),
        of_kpis=voices.confirmed_links(LinkDecision.kpi_id, [each.kpi.id for each in line.kpis]),
        suggested=voices.suggested_on(package.code),
        history=db.session.scalars(_rows([package.id], year).limit(HISTORY_SHOWN)).all(),
    )


def _packages() -> Select[tuple[PolicyPackage]]:
    in_force = select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current)
    return in_force.options(selectinload(PolicyPackage.measures), joinedload(PolicyPackage.goal)).order_by(
        PolicyPackage.position
    )


def _lines(packages: Sequence[PolicyPackage], year: int) -> list[SheetLine]:
    spans = voices.spans_of(year)
    ids = [package.id for package in packages]
    by_package: dict[int, list[KpiStanding]] = {}
    for each in standing_of(kpis_with_values(Kpi.package_id.in_(ids), Kpi.retired_at.is_(None))):
        by_package.setdefault(each.kpi.package_id or 0, []).append(each.until(year))
    counts, said = voices.counts_by_package(spans), standing_assessments(ids, year)
    return [
        SheetLine(
            package=package,
            spans=spans,
            kpis=tuple(by_package.get(package.id, ())),
            voices=counts.get(package.code, VoiceCounts()),
            assessments=tuple(said.get(package.id, ())),
        )
        for package in packages
    ]


def standing_assessments(package_ids: Sequence[int], year: int) -> dict[int, list[PackageAssessment]]:
    """What stands of each package, one a division, in the order of the city's divisions."""
    newest: dict[tuple[int, int], PackageAssessment] = {}
    for row in db.session.scalars(_rows(package_ids, year)):
        newest.setdefault((row.package_id, row.division_id), row)
    found: dict[int, list[PackageAssessment]] = {}
    for row in sorted(newest.values(), key=lambda row: (row.division.position, row.division_id)):
        if not row.is_taken_back:
            found.setdefault(row.package_id, []).append(row)
    return found


def _rows(package_ids: Sequence[int], year: int) -> Select[tuple[PackageAssessment]]:
    return (
        select(PackageAssessment)
        .where(PackageAssessment.package_id.in_(package_ids), PackageAssessment.fiscal_year == year)
        .options(joinedload(PackageAssessment.division), joinedload(PackageAssessment.saved_by))
        .order_by(PackageAssessment.saved_at.desc(), PackageAssessment.id.desc())
    )
