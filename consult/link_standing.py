"""How links stand, said once in SQL for every page that lists or counts them.

- 確定: a decision in force that confirms it, on an opinion that counts and a target that the plan or a draft still has.
- 候補: a suggestion on which nobody has decided, of an opinion that counts. Of an opinion that is held for the blind
  sample nothing is suggested to anybody: a measure would tell its package (decision 0080).
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, update

from consult import standing
from consult.domain.vocabulary import Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import LinkDecision, LinkSuggestion, Opinion, Revision

Linked = type[LinkDecision] | type[LinkSuggestion]


def is_in_force() -> ColumnElement[bool]:
    return LinkDecision.undone_at.is_(None)


def has_target() -> ColumnElement[bool]:
    """Of a decision: the plan still has what it points to. A case is never deleted."""
    rows = (LinkDecision.measure_id, LinkDecision.kpi_id, LinkDecision.consultation_id)
    return or_(*(row.is_not(None) for row in rows))


def counts_as(outcome: Outcome) -> ColumnElement[bool]:
    """Of a decision. Only CONFIRMED is a figure."""
    # Listed once and looked up, not asked again for each link; the same below.
    counting = select(Opinion.id).where(standing.counts())
    return and_(
        is_in_force(), LinkDecision.outcome == outcome, has_target(), LinkDecision.opinion_id.in_(counting)
    )


def awaits_decision() -> ColumnElement[bool]:
    """Of a suggestion."""
    open_to_all = select(Opinion.id).where(standing.counts(), not_(standing.is_held()))
    decided = exists().where(
        LinkDecision.opinion_id == LinkSuggestion.opinion_id,
        is_in_force(),
        LinkDecision.measure_id.is_not_distinct_from(LinkSuggestion.measure_id),
        LinkDecision.kpi_id.is_not_distinct_from(LinkSuggestion.kpi_id),
        LinkDecision.consultation_id.is_not_distinct_from(LinkSuggestion.consultation_id),
        LinkDecision.section_key == LinkSuggestion.section_key,
        LinkDecision.passage == LinkSuggestion.passage,
    )
    return and_(LinkSuggestion.opinion_id.in_(open_to_all), not_(decided.correlate(LinkSuggestion)))


def points_to(table: Linked, target: LinkTarget) -> ColumnElement[bool]:
    columns = target.columns
    return and_(*(getattr(table, name).is_not_distinct_from(value) for name, value in columns.items()))


def mark_cause(revision: Revision, target: LinkTarget, opinion_ids: Iterable[int]) -> int:
    """The passage was changed because of these opinions, which are linked to it; how many they were."""
    marked = db.session.execute(
        update(LinkDecision)
        .where(
            points_to(LinkDecision, target),
            counts_as(Outcome.CONFIRMED),
            LinkDecision.opinion_id.in_(list(opinion_ids)),
        )
        .values(revision_id=revision.id)
        .execution_options(synchronize_session=False)
    )
    return marked.rowcount  # type: ignore[attr-defined]
