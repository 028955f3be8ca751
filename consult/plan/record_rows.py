"""What the strategy reports, as rows: the earlier edition's KPIs and results, the population, the timeline."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from consult.extensions import db
from consult.models import (
    BasicGoal,
    GoalResult,
    Kpi,
    KpiValue,
    PlanEdition,
    PopulationDirection,
    PopulationFigure,
    PopulationScenario,
    PopulationVision,
    ReviewedPurpose,
    ScenarioPoint,
    SupportRatioPoint,
    TimelineStep,
)
from consult.plan.kpi_rows import bring_kpis
from consult.plan.population_schema import Figure, Point, Population, Scenario
from consult.plan.reconciling import Reconciling, numbered
from consult.plan.results_schema import EarlierEdition, KpiEntry, KpiYear
from consult.plan.strategy_schema import Step, StepPart
from consult.plan.structure_rows import EARLIER, rows_of

GOAL_KEY = "goal"


def load_results(work: Reconciling, earlier: EarlierEdition | None, *, at: datetime) -> None:
    """KPIs with their values, results and issues by goal, and the review as a whole."""
    edition = db.session.scalar(select(PlanEdition).where(PlanEdition.code == EARLIER))
    if edition is None:
        return
    goals = {f"{GOAL_KEY}{goal.number}": goal for goal in rows_of(BasicGoal)}
    for key, goal in goals.items():
        _kpis(work, edition, goal, earlier.kpi.get(key, []) if earlier else [], at=at)
    results = earlier.results if earlier else {}
    wanted = [
        {
            "edition_id": edition.id,
            "goal_id": goals[key].id,
            "summary": entry.achievements_summary,
            "achievements": entry.main_achievements,
            "issues": entry.issues,
        }
        for key, entry in results.items()
    ]
    work.keyed(GoalResult, rows_of(GoalResult), "goal_id", wanted)
    review = earlier.overall_review if earlier else None
    rows = numbered(
        review.rows if review else [],
        lambda row: {
            "edition_id": edition.id,
            "purpose": row.purpose,
            "assessments": row.current_assessment,
        },
    )
    work.listed(ReviewedPurpose, rows_of(ReviewedPurpose), "purpose", rows)


def _kpis(
    work: Reconciling, edition: PlanEdition, goal: BasicGoal, entries: list[KpiEntry], *, at: datetime
) -> None:
    existing = db.session.scalars(select(Kpi).where(Kpi.edition_id == edition.id, Kpi.goal_id == goal.id))
    wanted = numbered(
        entries, lambda entry: {"edition_id": edition.id, "goal_id": goal.id, **_kpi_values(entry)}
    )
    for row, entry in zip(bring_kpis(work, existing, wanted, at=at), entries, strict=True):
        years = [_year_values(row, year, value) for year, value in entry.values.items()]
        work.keyed(KpiValue, row.values, "reporting_year", years)


def _kpi_values(entry: KpiEntry) -> dict[str, Any]:
    target = entry.target
    return {
        "name": entry.name,
        "unit": entry.unit,
        "decimals": entry.decimals,
        "direction": entry.direction,
        "is_cumulative": entry.cumulative,
        "target_year": target.of_year if target else None,
        "target_value": target.value if target else None,
        "target_text": target.text if target else None,
    }


def _year_values(row: Kpi, year: str, value: KpiYear) -> dict[str, Any]:
    return {
        "kpi_id": row.id,
        "reporting_year": int(year),
        "value": value.value,
        "reference": value.ref,
        "reference_text": value.ref_text,
        "increment": value.increment,
    }


def load_population(work: Reconciling, population: Population | None) -> None:
    given = population or Population()
    _vision(work, population)
    work.keyed(
        PopulationFigure, rows_of(PopulationFigure), "code", numbered(given.statements, _figure_values)
    )
    scenarios = numbered(given.projections.items(), lambda item: _scenario_values(*item))
    rows = work.keyed(PopulationScenario, rows_of(PopulationScenario), "code", scenarios)
    for row, scenario in zip(rows, given.projections.values(), strict=True):
        points = [{"scenario_id": row.id, **_point_values(point)} for point in scenario.points]
        work.keyed(ScenarioPoint, row.points, "year", points)
    ratio = given.support_ratio
    pairs = zip(ratio.years, ratio.values, strict=True) if ratio else ()
    wanted = [{"year": year, "value": value} for year, value in pairs]
    work.keyed(SupportRatioPoint, rows_of(SupportRatioPoint), "year", wanted)
    directions = numbered(given.directions.items(), lambda item: {"code": item[0], **item[1].model_dump()})
    work.keyed(PopulationDirection, rows_of(PopulationDirection), "code", directions)


def _vision(work: Reconciling, population: Population | None) -> None:
    row = db.session.get(PopulationVision, 1)
    if population is None:
        if row is not None:
            work.remove(row)
        return
    ratio = population.support_ratio
    values = {
        "narrative": population.narrative,
        "charts_without_values": population.charts_without_values,
        "support_ratio_label": ratio.label if ratio else None,
        "support_ratio_unit": ratio.unit if ratio else None,
    }
    if row is None:
        work.add(PopulationVision(id=1, **values))
    else:
        work.one(row, values)


def _figure_values(figure: Figure) -> dict[str, Any]:
    values = figure.model_dump(exclude={"text_key", "approx"})
    return {**values, "code": figure.text_key, "is_approximate": figure.approx}


def _scenario_values(code: str, scenario: Scenario) -> dict[str, Any]:
    values = scenario.model_dump(exclude={"points", "adopted_as_target"})
    return {**values, "code": code, "is_target": scenario.adopted_as_target}


def _point_values(point: Point) -> dict[str, Any]:
    return {
        **point.model_dump(exclude={"approx", "versus"}),
        "is_approximate": point.approx,
        "versus_year": point.versus.of_year if point.versus else None,
        "versus_percent": point.versus.percent if point.versus else None,
    }


def load_timeline(work: Reconciling, steps: list[Step]) -> None:
    """Steps and their parts, known by their codes."""
    parts_of = {step.id: {part.id for part in step.parts} for step in steps}
    top = [row for row in rows_of(TimelineStep) if row.parent_id is None]
    # Codes are unique over both levels: a part that became a step has to leave first.
    for row in top:
        for part in list(row.parts):
            if part.code not in parts_of.get(row.code, set()):
                work.remove(part)
    db.session.flush()
    for row in top:
        db.session.expire(row, ["parts"])
    rows = work.keyed(TimelineStep, top, "code", numbered(steps, _step_values))
    for row, step in zip(rows, steps, strict=True):
        parts = [{"parent_id": row.id, **values} for values in numbered(step.parts, _part_values)]
        work.keyed(TimelineStep, row.parts, "code", parts)


def _step_values(step: Step) -> dict[str, Any]:
    plain = step.model_dump(include={"name", "group_heading", "row_name", "period", "content"})
    more = step.model_dump(include={"role", "body", "targets", "agenda"})
    count = step.count
    return {
        **plain,
        **more,
        "code": step.id,
        "channel": step.channel,
        "start_month": step.start,
        "end_month": step.end,
        "count_value": count.value if count else None,
        "count_qualifier": count.qualifier if count else None,
        "count_unit": count.unit if count else None,
        "count_basis": count.basis if count else None,
    }


def _part_values(part: StepPart) -> dict[str, Any]:
    submitters, opinions = part.submitters, part.opinions
    return {
        "code": part.id,
        "content": part.content,
        "channel": part.channel,
        "submitters_value": submitters.value if submitters else None,
        "submitters_unit": submitters.unit if submitters else None,
        "opinions_value": opinions.value if opinions else None,
        "opinions_unit": opinions.unit if opinions else None,
    }
