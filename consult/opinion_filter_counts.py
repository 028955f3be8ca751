"""How many opinions the list holds, and how many each choice of a filter would list, the others staying as chosen.

One query, one pass over the opinions: what is searched for and the long conditions are asked once, not once per filter.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    String,
    case,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from consult import measure_links, standing
from consult.domain.vocabulary import Outcome, Standing
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, Review, Submission, Tag, TagDecision
from consult.opinion_districts import district_code
from consult.opinion_filter import CITIZENS, FACET_FIELDS, NONE, UNDATED, OpinionFilter, has_no_day, ways_of

# Fields of which an opinion has one value at most.
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "channel": standing.way_in(),
    "origin": Opinion.__table__.c.source,
    "district": district_code(),
    "sector": Counterpart.__table__.c.sector,
    "consent": Hearing.__table__.c.consent,
    "reviewer": Review.__table__.c.staff_member_id,
    "consultation": Submission.__table__.c.consultation_id,
    "dated": case((has_no_day(), UNDATED)),
}
MEASURE = "measure"
# What an opinion may have several of, by the name that its rows bear.
FIELDS_OF_MARKS = {**{facet.value: name for name, facet in FACET_FIELDS.items()}, MEASURE: MEASURE}
WITH_NONE = (*FACET_FIELDS, MEASURE)


@dataclass(frozen=True)
class ChoiceCounts:
    """`by_field`: field to code to number; a code without any is left out."""

    total: int
    by_field: Mapping[str, Mapping[str, int]]


def choice_counts(asked: OpinionFilter) -> ChoiceCounts:
    chosen = asked.chosen_conditions()
    listed = _listed(asked, chosen)
    statement = union_all(_by_columns(listed, chosen), *_marked(asked, listed, chosen))
    found = {name: Counter[str]() for name in (*FACET_FIELDS, MEASURE, *COLUMNS)}
    with_others, marked = Counter[str](), Counter[str]()
    total = 0
    for is_mark, *row in db.session.execute(statement):
        values, (with_all, *without) = row[: len(COLUMNS)], row[len(COLUMNS) :]
        numbers = dict(zip(chosen, without, strict=True))
        if is_mark:
            name, code = FIELDS_OF_MARKS.get(str(values[0]), ""), values[1]
            if name and code is None:
                marked[name] += numbers.get(name, with_all)
            coded = [(name, code)]
        else:
            coded = list(zip(COLUMNS, values, strict=True))
            total += with_all
            with_others.update({name: numbers.get(name, with_all) for name in WITH_NONE})
        for name, value in coded:
            number = numbers.get(name, with_all)
            if name and value is not None and number:
                found[name][str(value)] += number
    found["channel"][CITIZENS] = sum(found["channel"][way] for way in ways_of(CITIZENS))
    for name in WITH_NONE:
        found[name][NONE] = with_others[name] - marked[name]
    return ChoiceCounts(total, found)


def _listed(asked: OpinionFilter, chosen: Mapping[str, ColumnElement[bool]]) -> CTE:
    """Opinions that lack one of the choices at most; with every value, and 1 for each choice that they have."""
    has = {name: case((condition, 1), else_=0) for name, condition in chosen.items()}
    review = (Review.opinion_id == Opinion.id) & Review.is_current
    statement = (
        select(
            Opinion.id,
            Review.id.label("review_id"),
            standing.is_held().label("is_held"),
            *(type_coerce(column, String).label(name) for name, column in COLUMNS.items()),
            *(each.label(f"has_{name}") for name, each in has.items()),
        )
        .select_from(Opinion)
        .outerjoin(Opinion.submission)
        .outerjoin(Opinion.hearing)
        .outerjoin(Counterpart, Counterpart.id == Hearing.counterpart_id)
        .outerjoin(Review, review)
        .where(*asked.shared_conditions())
    )
    if len(has) > 1:
        statement = statement.where(sum(has.values(), literal(0)) >= len(has) - 1)
    return statement.cte("listed").prefix_with("MATERIALIZED")


def _numbers(listed: FromClause, chosen: Mapping[str, object]) -> list[ColumnElement[int]]:
    """How many have all choices; then, for each choice, how many have all the others."""
    names = [f"has_{name}" for name in chosen]
    return [
        _number(listed, names),
        *(_number(listed, [each for each in names if each != name]) for name in names),
    ]


def _number(listed: FromClause, names: list[str]) -> ColumnElement[int]:
    every: Any = literal(1)
    for name in names:
        every = every * listed.c[name]
    return func.sum(every) if names else func.count()


def _by_columns(listed: CTE, chosen: Mapping[str, object]) -> Select[Any]:
    columns = [listed.c[name] for name in COLUMNS]
    return select(literal(0), *columns, *_numbers(listed, chosen)).group_by(*columns)


def _marked(asked: OpinionFilter, listed: CTE, chosen: Mapping[str, object]) -> Iterator[Select[Any]]:
    """As the list reads a tag: confirmed, or suggested while nobody has decided; the state may ask for one of them.

    A code stands once in a review and once among the suggestions, and no opinion has both. Links to measures count when
    they are confirmed, whatever the state.
    """
    # The sums keep the database from going through all tags of all opinions, whatever few are listed.
    if asked.state is not Standing.SUGGESTED:
        confirmed = TagDecision.outcome == Outcome.CONFIRMED
        decided = TagDecision.review_id == listed.c.review_id + 0
        marks = _marks(listed, TagDecision.facet, TagDecision.code).join_from(listed, TagDecision, decided)
        yield from _by_mark(marks.where(confirmed), chosen)
    if asked.state is not Standing.CONFIRMED:
        undecided = listed.c.review_id.is_(None), listed.c.is_held == 0
        marks = _marks(listed, Tag.facet, Tag.code).join_from(listed, Tag, Tag.opinion_id == listed.c.id + 0)
        yield from _by_mark(marks.where(*undecided), chosen)
    links = measure_links.confirmed().subquery()
    linked = _marks(listed, literal(MEASURE), links.c.measure_id)
    yield from _by_mark(linked.join_from(listed, links, links.c.opinion_id == listed.c.id), chosen)


def _marks(listed: CTE, kind: Any, code: Any) -> Select[Any]:
    """One row for each mark of each opinion."""
    has = [column for column in listed.c if column.name.startswith("has_")]
    return select(
        listed.c.id, type_coerce(kind, String).label("kind"), type_coerce(code, String).label("code"), *has
    )


def _by_mark(marks: Select[Any], chosen: Mapping[str, object]) -> Iterator[Select[Any]]:
    """How many opinions have each code; then how many have any, once however many codes they have."""
    nothing = [null()] * (len(COLUMNS) - 2)
    each = marks.subquery()
    yield select(literal(1), each.c.kind, each.c.code, *nothing, *_numbers(each, chosen)).group_by(
        each.c.kind, each.c.code
    )
    once = marks.with_only_columns(*(column for column in marks.selected_columns if column.name != "code"))
    any_code = once.distinct().subquery()
    yield select(literal(1), any_code.c.kind, null(), *nothing, *_numbers(any_code, chosen)).group_by(
        any_code.c.kind
    )
