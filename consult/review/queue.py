"""Reads: the queue of opinions that nobody has decided on, in its order, and how long it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from consult import opinion_records, redactions, standing
from consult.domain.certainty import bounds_of
from consult.domain.vocabulary import Certainty, Facet
from consult.extensions import db
from consult.models import (
    Hearing,
    Opinion,
    ShadowLook,
    Submission,
    Tag,
    TaggerRun,
)
from consult.paging import Page, paged
from consult.review.queue_filter import NO_SUGGESTION, Order, QueueFilter

IN_THE_RAIL = 8


@dataclass(frozen=True)
class QueueCounts:
    """Opinions that wait for a decision: all of them, by suggested tag, by way in; and those not yet tagged.

    `held` are not among them: they wait for two people who have not seen the suggestions. On `differing` a tagger in
    shadow would suggest something else: the queue begins with them. `personal` counts all whose likely passages wait.
    """

    total: int
    by_tag: dict[tuple[Facet, str], int]
    by_way_in: dict[str, int]
    untagged: int
    held: int
    differing: int
    personal: int


def opinions_awaiting_review(queue: QueueFilter, page_number: int) -> Page:
    """One page of the queue, in its order; sources come along."""
    return paged(_ordered(_narrowed(queue), queue.order), page_number)


def opinions_up_next(queue: QueueFilter, current: Opinion) -> list[Opinion]:
    """The opinions after this one in the queue's order; from the beginning when it was the last."""
    statement = _narrowed(queue).where(Opinion.id != current.id)
    later = _ordered(statement.where(_after(current, queue.order)), queue.order)
    found = list(db.session.scalars(later.limit(IN_THE_RAIL)))
    if found:
        return found
    return list(db.session.scalars(_ordered(statement, queue.order).limit(IN_THE_RAIL)))


def remaining(queue: QueueFilter) -> int:
    """How many opinions the queue holds."""
    return (
        db.session.scalar(select(func.count()).select_from(_narrowed(queue).order_by(None).subquery())) or 0
    )


def queue_counts() -> QueueCounts:
    """Figures of the whole queue, beside the filters: six queries, whatever its length."""
    waiting = _waiting().with_only_columns(Opinion.id)
    by_tag = (
        select(Tag.facet, Tag.code, func.count())
        .where(Tag.opinion_id.in_(waiting))
        .group_by(Tag.facet, Tag.code)
    )
    way_in = standing.way_in()
    by_way_in = _waiting().with_only_columns(way_in, func.count()).group_by(way_in)
    untagged = _waiting().where(~_has_run()).with_only_columns(func.count())
    sizes = _waiting().with_only_columns(func.count(), func.count().filter(standing.shadow_differs()))
    total, differing = db.session.execute(sizes).one()
    return QueueCounts(
        total=total,
        by_tag={(facet, code): count for facet, code, count in db.session.execute(by_tag)},
        by_way_in=dict(db.session.execute(by_way_in).tuples().all()),
        untagged=db.session.scalar(untagged) or 0,
        held=db.session.scalar(select(func.count(Opinion.id)).where(standing.counts(), standing.is_held()))
        or 0,
        differing=differing,
        personal=db.session.scalar(
            select(func.count(Opinion.id)).where(standing.counts(), redactions.awaits_decision())
        )
        or 0,
    )


def differing_among(opinion_ids: Iterable[int]) -> set[int]:
    """Which of these a tagger in shadow sees otherwise; one query for a page."""
    look = select(ShadowLook.opinion_id).where(
        ShadowLook.opinion_id.in_(list(opinion_ids)), ShadowLook.is_different.is_(True)
    )
    return set(db.session.scalars(look))


def _waiting() -> Select[tuple[Opinion]]:
    return opinion_records.with_sources().where(standing.awaits_review())


def _has_run() -> ColumnElement[bool]:
    return exists().where(TaggerRun.opinion_id == Opinion.id)


def _narrowed(queue: QueueFilter) -> Select[tuple[Opinion]]:
    statement = _waiting()
    if queue.personal:
        # Whatever leaves must be looked at, also when its tags are decided or wait for two people.
        statement = opinion_records.with_sources().where(standing.counts(), redactions.awaits_decision())
    for facet, code in queue.codes():
        statement = statement.where(_suggested(Tag.facet == facet, Tag.code == code))
    if queue.certainty == NO_SUGGESTION:
        statement = statement.where(_has_run(), ~_suggested())
    elif queue.certainty:
        low, high = bounds_of(Certainty.of(queue.certainty))
        statement = statement.where(_suggested(Tag.probability >= low, Tag.probability < high))
    if queue.way_in:
        statement = statement.where(standing.way_in() == queue.way_in)
    if queue.consultation is not None:
        statement = statement.where(Submission.consultation_id == queue.consultation)
    if queue.hearing is not None:
        statement = statement.where(Hearing.id == queue.hearing)
    return statement


def _suggested(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Tag.opinion_id == Opinion.id, *conditions)


def _least_probable(opinion_id: Any) -> ColumnElement[float]:
    # An opinion without suggestions needs a person most: it comes first.
    least = select(func.min(Tag.probability)).where(Tag.opinion_id == opinion_id).scalar_subquery()
    return func.coalesce(least, 0.0)


def _ordered(statement: Select[tuple[Opinion]], order: Order) -> Select[tuple[Opinion]]:
    if order is Order.UNSURE:
        return statement.order_by(_least_probable(Opinion.id), Opinion.id)
    if order is Order.NEWEST:
        return statement.order_by(Opinion.id.desc())
    # Without one in shadow nothing differs, and a long queue need not be sorted.
    first = [standing.shadow_differs().desc()] if _anything_differs() else []
    return statement.order_by(*first, Opinion.id)


def _anything_differs() -> bool:
    return db.session.scalar(select(exists().where(ShadowLook.is_different.is_(True)))) or False


def _after(current: Opinion, order: Order) -> ColumnElement[bool]:
    if order is Order.NEWEST:
        return Opinion.id < current.id
    if order is Order.OLDEST:
        return _after_oldest(current)
    mine = db.session.scalar(select(_least_probable(current.id)))
    least = _least_probable(Opinion.id)
    return or_(least > mine, (least == mine) & (Opinion.id > current.id))


def _after_oldest(current: Opinion) -> ColumnElement[bool]:
    later = Opinion.id > current.id
    if not _anything_differs():
        return later
    differs = standing.shadow_differs()
    if db.session.scalar(select(differs).where(Opinion.id == current.id)):
        return or_(not_(differs), later)
    return and_(not_(differs), later)
