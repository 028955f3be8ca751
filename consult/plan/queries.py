"""What the public pages of the strategy show. The number of queries of a page does not depend on the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from consult import standing
from consult.domain.vocabulary import Facet, OpinionSource, Outcome
from consult.extensions import db
from consult.kpi_standing import KpiStanding, kpis_with_values, standing_of
from consult.models import (
    BasicGoal,
    GoalResult,
    Kpi,
    Opinion,
    PlanEdition,
    PlanPeriod,
    PolicyPackage,
    PopulationDirection,
    PopulationFigure,
    PopulationScenario,
    PopulationVision,
    PriorityModel,
    Review,
    ReviewedPurpose,
    Strategy,
    SupportRatioPoint,
    TagDecision,
    Theme,
    TimelineStep,
    VocabularyTerm,
)


@dataclass(frozen=True)
class PlanPage:
    """What every page of the strategy needs: the document, and which further pages have something to show."""

    strategy: Strategy | None
    has_timeline: bool
    has_results: bool
    has_population: bool


def plan_page() -> PlanPage:
    def any_row(table: type) -> bool:
        return db.session.scalar(select(table).limit(1)) is not None

    return PlanPage(
        strategy=db.session.get(Strategy, 1),
        has_timeline=any_row(TimelineStep),
        has_results=any_row(GoalResult) or db.session.scalar(_measured_kpis().limit(1)) is not None,
        has_population=any_row(PopulationVision),
    )


def periods() -> Sequence[PlanPeriod]:
    """The strategy's own period first."""
    return db.session.scalars(select(PlanPeriod).order_by(PlanPeriod.id)).all()


def current_edition() -> PlanEdition | None:
    return db.session.scalar(select(PlanEdition).where(PlanEdition.is_current))


def earlier_edition() -> PlanEdition | None:
    return db.session.scalar(select(PlanEdition).where(~PlanEdition.is_current))


def goals() -> Sequence[BasicGoal]:
    return db.session.scalars(select(BasicGoal).order_by(BasicGoal.number)).all()


def packages(edition: PlanEdition | None) -> Sequence[PolicyPackage]:
    """Packages of an edition with their measures, KPIs and the package they continue."""
    statement = (
        select(PolicyPackage)
        .where(PolicyPackage.edition_id == (edition.id if edition else None))
        .options(
            joinedload(PolicyPackage.goal),
            joinedload(PolicyPackage.predecessor),
            selectinload(PolicyPackage.measures),
            selectinload(PolicyPackage.kpis),
        )
        .order_by(PolicyPackage.position)
    )
    return db.session.scalars(statement).all()


def package(code: str) -> PolicyPackage | None:
    """A package of the edition in force."""
    edition = current_edition()
    return next((each for each in packages(edition) if each.code == code), None)


def models() -> Sequence[PriorityModel]:
    statement = select(PriorityModel).options(selectinload(PriorityModel.blocks))
    return db.session.scalars(statement.order_by(PriorityModel.number)).all()


def themes() -> Sequence[Theme]:
    return db.session.scalars(select(Theme).order_by(Theme.position)).all()


def vocabulary() -> Sequence[VocabularyTerm]:
    return db.session.scalars(select(VocabularyTerm).order_by(VocabularyTerm.id)).all()


def confirmed_by_package() -> dict[str, int]:
    """件 of opinions that staff confirmed for each package; suggestions count nowhere in public."""
    statement = (
        select(TagDecision.code, func.count())
        .join(Review)
        .join(Opinion, Opinion.id == Review.opinion_id)
        .where(
            TagDecision.facet == Facet.PACKAGE,
            TagDecision.outcome == Outcome.CONFIRMED,
            Review.is_current,
            standing.counts(),
        )
        .group_by(TagDecision.code)
    )
    return dict(db.session.execute(statement).tuples().all())


def confirmed_by_source(code: str) -> dict[OpinionSource, int]:
    """The same for one package, by where the opinions came from; every source is there, also with 0."""
    statement = (
        select(Opinion.source, func.count())
        .join(Review, Review.opinion_id == Opinion.id)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(
            TagDecision.facet == Facet.PACKAGE,
            TagDecision.code == code,
            TagDecision.outcome == Outcome.CONFIRMED,
            Review.is_current,
            standing.counts(),
        )
        .group_by(Opinion.source)
    )
    found = dict(db.session.execute(statement).tuples().all())
    return {source: found.get(source, 0) for source in OpinionSource}


def _measured_kpis() -> Select[tuple[Kpi]]:
    return select(Kpi).where(Kpi.goal_id.is_not(None), Kpi.retired_at.is_(None))


def progress_of(kpis: Sequence[Kpi]) -> dict[int, KpiStanding]:
    """What citizens may read of them, by id: the strategy's own values, and of typed ones those that are published."""
    known = kpis_with_values(Kpi.id.in_([kpi.id for kpi in kpis]))
    return {each.kpi.id: each for each in standing_of(known, is_public=True) if each.latest}


def kpis_by_goal() -> dict[int, list[Kpi]]:
    """KPIs that were measured, by the id of their goal."""
    found: dict[int, list[Kpi]] = {}
    for kpi in db.session.scalars(_measured_kpis().options(selectinload(Kpi.values)).order_by(Kpi.position)):
        found.setdefault(kpi.goal_id or 0, []).append(kpi)
    return found


def results_by_goal() -> dict[int, GoalResult]:
    return {row.goal_id: row for row in db.session.scalars(select(GoalResult))}


def reviewed_purposes() -> Sequence[ReviewedPurpose]:
    return db.session.scalars(select(ReviewedPurpose).order_by(ReviewedPurpose.position)).all()


def population_vision() -> PopulationVision | None:
    return db.session.get(PopulationVision, 1)


def population_figures() -> Sequence[PopulationFigure]:
    return db.session.scalars(select(PopulationFigure).order_by(PopulationFigure.position)).all()


def scenarios() -> Sequence[PopulationScenario]:
    statement = select(PopulationScenario).options(selectinload(PopulationScenario.points))
    return db.session.scalars(statement.order_by(PopulationScenario.position)).all()


def support_ratio() -> Sequence[SupportRatioPoint]:
    return db.session.scalars(select(SupportRatioPoint).order_by(SupportRatioPoint.year)).all()


def directions() -> Sequence[PopulationDirection]:
    return db.session.scalars(select(PopulationDirection).order_by(PopulationDirection.position)).all()
