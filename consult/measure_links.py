"""Opinions and the measures of the plan in force that they lead to: confirmed links alone (link_standing), said in SQL."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, false, func, not_, select
from sqlalchemy.orm import joinedload

from consult import link_standing, standing
from consult.domain.vocabulary import Outcome
from consult.extensions import db
from consult.models import LinkDecision, Measure, Opinion, PlanEdition, PolicyPackage

NONE = "none"


def confirmed() -> Select[tuple[int, int | None]]:
    """(opinion id, measure id) of each confirmed link to a measure of the plan in force; the caller asks what counts."""
    return (
        select(LinkDecision.opinion_id, LinkDecision.measure_id)
        .join(Measure, Measure.id == LinkDecision.measure_id)
        .join(PolicyPackage, PolicyPackage.id == Measure.package_id)
        .join(PlanEdition, PlanEdition.id == PolicyPackage.edition_id)
        .where(
            PlanEdition.is_current,
            link_standing.is_in_force(),
            LinkDecision.outcome == Outcome.CONFIRMED,
        )
    )


def voices_of(measures: Iterable[Measure]) -> dict[int, int]:
    """Measure id to 件 that a person linked to it, as the register lists them with `leads_to`; 0 is said too. One query."""
    ids = [measure.id for measure in measures]
    linked = (
        confirmed()
        .join(Opinion, Opinion.id == LinkDecision.opinion_id)
        .where(LinkDecision.measure_id.in_(ids), standing.counts())
    )
    counted = linked.with_only_columns(LinkDecision.measure_id, func.count(Opinion.id.distinct()))
    return dict.fromkeys(ids, 0) | {
        measure_id: number
        for measure_id, number in db.session.execute(counted.group_by(LinkDecision.measure_id)).tuples()
        if measure_id
    }


def leads_to(measure: str) -> ColumnElement[bool]:
    """Of an opinion: a link to the measure with this id is confirmed; `none`: to no measure at all."""
    opinions = confirmed().with_only_columns(LinkDecision.opinion_id)
    if measure == NONE:
        return not_(Opinion.id.in_(opinions))
    if not (measure.isascii() and measure.isdigit() and len(measure) < 10):
        return false()
    return Opinion.id.in_(opinions.where(LinkDecision.measure_id == int(measure)))


def measures_in_force() -> Sequence[Measure]:
    """Of the plan in force, in its order, with their packages."""
    return db.session.scalars(
        select(Measure)
        .join(Measure.package)
        .join(PolicyPackage.edition)
        .where(PlanEdition.is_current)
        .options(joinedload(Measure.package))
        .order_by(PolicyPackage.position, Measure.position)
    ).all()


def name_of(measure: Measure) -> str:
    return f"{measure.package.code} {measure.name}"


def measure_choices() -> list[tuple[str, str]]:
    """(id, package and name) of each of them."""
    return [(str(each.id), name_of(each)) for each in measures_in_force()]
