"""How many opinions each choice of a filter would list, everything else staying as it is chosen.

The number of queries depends on how many filters are in force, never on the number of opinions or choices.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, select, union_all

from consult import standing
from consult.domain.vocabulary import Outcome, Standing, Vocabulary
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, Review, Submission, Tag, TagDecision
from consult.opinions.opinion_filter import FACET_FIELDS, OpinionFilter

# Fields of which an opinion has one value at most.
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "channel": standing.way_in(),
    "sector": Counterpart.__table__.c.sector,
    "consent": Hearing.__table__.c.consent,
    "reviewer": Review.__table__.c.staff_member_id,
    "consultation": Submission.__table__.c.consultation_id,
}
Counts = dict[str, dict[str, int]]


def choice_counts(asked: OpinionFilter) -> Counts:
    """Field to code to number; a code without any is left out."""
    counts: Counts = {}
    for without, names in _alike(asked, COLUMNS):
        counts |= _by_column(without, names)
    for without, names in _alike(asked, FACET_FIELDS):
        counts |= _by_tag(without, names)
    return counts


def _alike(asked: OpinionFilter, names: Iterable[str]) -> Iterator[tuple[OpinionFilter, list[str]]]:
    """The fields that nobody has chosen share one list; each chosen one is counted without its own choice."""
    free = [name for name in names if getattr(asked, name) in ("", None)]
    yield asked, free
    for name in names:
        if name not in free:
            yield asked.without(name), [name]


def _by_column(asked: OpinionFilter, names: list[str]) -> Counts:
    if not names:
        return {}
    columns = [COLUMNS[name] for name in names]
    rows = db.session.execute(_with_columns(asked, *columns, func.count()).group_by(*columns))
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    for *values, number in rows:
        for name, value in zip(names, values, strict=True):
            if value is not None:
                found[name][_code(value)] += number
    return {name: dict(counted) for name, counted in found.items()}


def _with_columns(asked: OpinionFilter, *columns: Any) -> Select[Any]:
    review = (Review.opinion_id == Opinion.id) & Review.is_current
    listed = _listed(asked, *columns).outerjoin(Counterpart, Counterpart.id == Hearing.counterpart_id)
    return listed.outerjoin(Review, review)


def _listed(asked: OpinionFilter, *columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(Opinion).outerjoin(Opinion.submission).outerjoin(Opinion.hearing)
    return joined.where(*asked.conditions())


def _by_tag(asked: OpinionFilter, names: list[str]) -> Counts:
    if not names:
        return {}
    # As the list reads a tag: confirmed, or suggested while nobody has decided; the state may ask for one of them.
    kinds = [
        kind
        for kind, other in ((_confirmed(), Standing.SUGGESTED), (_suggested(), Standing.CONFIRMED))
        if asked.state is not other
    ]
    tags = union_all(*kinds).subquery()
    facets = {FACET_FIELDS[name].value: name for name in names}
    listed = _listed(asked, Opinion.id)
    # A code stands once in a review and once among the suggestions, and no opinion has both.
    rows = db.session.execute(
        select(tags.c.facet, tags.c.code, func.count())
        .where(tags.c.opinion_id.in_(listed))
        .group_by(tags.c.facet, tags.c.code)
    )
    counts: Counts = {name: {} for name in names}
    for facet, code, number in rows:
        if name := facets.get(facet.value):
            counts[name][code] = number
    return counts


def _confirmed() -> Select[Any]:
    return (
        select(Review.opinion_id, TagDecision.facet, TagDecision.code)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(Review.is_current, TagDecision.outcome == Outcome.CONFIRMED)
    )


def _suggested() -> Select[Any]:
    return (
        select(Tag.opinion_id, Tag.facet, Tag.code)
        .join(Opinion, Opinion.id == Tag.opinion_id)
        .where(not_(standing.is_reviewed()), not_(standing.is_held()))
    )


def _code(value: object) -> str:
    return value.value if isinstance(value, Vocabulary) else str(value)
