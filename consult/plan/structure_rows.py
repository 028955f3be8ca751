"""The strategy's structure as rows: the document, editions, themes, goals, models, packages, measures, KPI names."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from consult.extensions import db
from consult.models import (
    BasicGoal,
    District,
    Kpi,
    Measure,
    ModelBlock,
    PlanEdition,
    PlanPeriod,
    PolicyPackage,
    PriorityModel,
    Strategy,
    Theme,
    VocabularyTerm,
)
from consult.models.base import Base
from consult.plan.kpi_rows import bring_kpis
from consult.plan.reconciling import Reconciling, numbered
from consult.plan.strategy_schema import CurrentEdition, Meta, ModelEntry, PackageEntry, StrategyContent

CURRENT, EARLIER = "phase2", "phase1"


def rows_of(table: type[Base]) -> list[Any]:
    return list(db.session.scalars(select(table)))


def load_structure(work: Reconciling, content: StrategyContent, *, at: datetime) -> None:
    """Everything but results, population, timeline and opinions."""
    _document(work, content.meta, at)
    _periods(work, content.meta)
    work.keyed(Theme, rows_of(Theme), "code", numbered(content.themes, dict))
    terms = [{**dict(term), "reading": term.reading or ""} for term in content.vocabulary]
    work.keyed(VocabularyTerm, rows_of(VocabularyTerm), "surface", terms)
    _first_districts(work, content, at)
    goals = _goals(work, content.phase2)
    for model in content.phase2.promotion_models:
        _model(work, model)
    _drop_models(work, content.phase2)
    editions = _editions(work, content)
    before = _earlier_packages(work, content, editions)
    _packages(work, content.phase2, editions[CURRENT], goals, before, at=at)
    _date_new_codes(at)


def _first_districts(work: Reconciling, content: StrategyContent, at: datetime) -> None:
    """What the file says is a beginning: once there is a list, people keep it (「設定」の「地区」)."""
    if not rows_of(District):
        for position, name in enumerate(content.districts, start=1):
            work.add(District(name=name, position=position, created_at=at))


def _date_new_codes(at: datetime) -> None:
    """No decision made before says anything about a code that came later."""
    for table in (Theme, PolicyPackage, PriorityModel):
        for row in rows_of(table):
            row.added_at = row.added_at or at


def _document(work: Reconciling, meta: Meta, at: datetime) -> None:
    values = {
        **meta.model_dump(exclude={"plan_period", "promotion"}),
        "promotion_stance": meta.promotion.stance,
        "promotion_approach": meta.promotion.approach,
        "progress_management": meta.promotion.progress_management,
    }
    row = db.session.get(Strategy, 1)
    if row is None:
        work.add(Strategy(id=1, loaded_at=at, **values))
    else:
        work.one(row, values)


def _periods(work: Reconciling, meta: Meta) -> None:
    vision, strategy = meta.plan_period.population_vision, meta.plan_period.strategy
    wanted = []
    if strategy:
        years = {"start_year": strategy.start_fiscal_year, "end_year": strategy.end_fiscal_year}
        wanted.append({"code": "strategy", "label": strategy.label, "unit": strategy.unit, **years})
    if vision:
        wanted.append({"code": "population_vision", **vision.model_dump()})
    work.keyed(PlanPeriod, rows_of(PlanPeriod), "code", wanted)


def _editions(work: Reconciling, content: StrategyContent) -> dict[str, PlanEdition]:
    known = {edition.code: edition for edition in rows_of(PlanEdition)}
    wanted: dict[str, dict[str, Any]] = {CURRENT: _current_edition(content)}
    if content.phase1:
        review = content.phase1.overall_review
        wanted[EARLIER] = {
            "label": content.phase1.label,
            "is_current": False,
            "kpi_columns": content.phase1.kpi_columns,
            "review_title": review.title if review else None,
            "review_page": review.page if review else None,
        }
    return {
        code: work.one(known[code], values)
        if code in known
        else work.add(PlanEdition(code=code, **_with_empty_lists(values)))
        for code, values in wanted.items()
    }


def _with_empty_lists(values: dict[str, Any]) -> dict[str, Any]:
    names = ("system_columns", "stance_principles", "stance_examples", "kpi_columns")
    return {**{name: [] for name in names}, **values}


def _current_edition(content: StrategyContent) -> dict[str, Any]:
    edition = content.phase2
    stance, system = edition.basic_stance, edition.system
    return {
        # The file names the edition in force by its document's title only.
        "label": content.meta.title,
        "is_current": True,
        "concept": edition.concept.text if edition.concept else None,
        "goals_intro": edition.goals_intro,
        "system_description": system.description if system else None,
        "system_columns": system.columns if system else [],
        "stance_page": stance.page if stance else None,
        "stance": stance.text if stance else None,
        "stance_principles": stance.principles if stance else [],
        "stance_examples": stance.examples if stance else [],
        "kpi_definition": edition.kpi_definition,
    }


def _goals(work: Reconciling, edition: CurrentEdition) -> dict[int, BasicGoal]:
    known = {goal.number: goal for goal in rows_of(BasicGoal)}
    goals = {}
    for entry in edition.goals:
        row = known.get(entry.number)
        values = entry.model_dump()
        goals[entry.number] = work.one(row, values) if row else work.add(BasicGoal(**values))
    return goals


def _model(work: Reconciling, entry: ModelEntry) -> None:
    row = db.session.scalar(select(PriorityModel).where(PriorityModel.code == entry.code))
    values = entry.model_dump(exclude={"blocks"})
    model = work.one(row, values) if row else work.add(PriorityModel(**values))
    blocks = numbered(
        entry.blocks,
        lambda block: {
            "model_id": model.id,
            "name": block.name,
            "items": block.items,
            "is_open_ended": block.open_ended,
        },
    )
    work.listed(ModelBlock, model.blocks, "name", blocks)


def _drop_models(work: Reconciling, edition: CurrentEdition) -> None:
    wanted = {entry.code for entry in edition.promotion_models}
    for model in rows_of(PriorityModel):
        if model.code not in wanted:
            work.remove(model)


def packages_of(edition: PlanEdition) -> list[PolicyPackage]:
    return list(db.session.scalars(select(PolicyPackage).where(PolicyPackage.edition_id == edition.id)))


def _earlier_packages(
    work: Reconciling, content: StrategyContent, editions: dict[str, PlanEdition]
) -> dict[str, PolicyPackage]:
    edition = editions.get(EARLIER) or next((e for e in rows_of(PlanEdition) if e.code == EARLIER), None)
    if edition is None:
        return {}
    entries = content.phase1.packages if content.phase1 else []
    wanted = numbered(entries, lambda entry: {"edition_id": edition.id, **entry.model_dump()})
    gone = {each.code for each in packages_of(edition)} - {entry.code for entry in entries}
    for package in rows_of(PolicyPackage):
        if package.predecessor and package.predecessor.code in gone:
            package.predecessor = None
    db.session.flush()
    rows = work.keyed(PolicyPackage, packages_of(edition), "code", wanted)
    return {row.code: row for row in rows}


def _packages(
    work: Reconciling,
    current: CurrentEdition,
    edition: PlanEdition,
    goals: dict[int, BasicGoal],
    before: dict[str, PolicyPackage],
    *,
    at: datetime,
) -> None:
    wanted = numbered(current.packages, lambda entry: _package(entry, edition, goals, before))
    rows = work.keyed(PolicyPackage, packages_of(edition), "code", wanted)
    for row, entry in zip(rows, current.packages, strict=True):
        measures = [{"package_id": row.id, "name": name} for name in entry.measures]
        work.listed(Measure, row.measures, "name", numbered(measures, dict))
        kpis = [{"edition_id": edition.id, "package_id": row.id, "name": name} for name in entry.kpis]
        standing = db.session.scalars(select(Kpi).where(Kpi.package_id == row.id))
        bring_kpis(work, standing, numbered(kpis, dict), at=at)


def _package(
    entry: PackageEntry, edition: PlanEdition, goals: dict[int, BasicGoal], before: dict[str, PolicyPackage]
) -> dict[str, Any]:
    predecessor = before.get(entry.same_name_as_phase1 or "")
    return {
        **entry.model_dump(exclude={"goal", "same_name_as_phase1", "measures", "kpis"}),
        "edition_id": edition.id,
        "goal_id": goals[entry.goal].id,
        "predecessor_id": predecessor.id if predecessor else None,
    }


def drop_what_left(work: Reconciling, content: StrategyContent) -> None:
    """Goals and editions that the file no longer has; last of all, when nothing points to them any more."""
    db.session.flush()
    numbers = {entry.number for entry in content.phase2.goals}
    editions = {CURRENT, EARLIER} if content.phase1 else {CURRENT}
    for goal in rows_of(BasicGoal):
        if goal.number not in numbers:
            work.remove(goal)
    for edition in rows_of(PlanEdition):
        if edition.code not in editions:
            work.remove(edition)
