"""Counts a matrix in one query, whatever the number of opinions: cells, both margins, and the whole."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from consult import measure_links, standing
from consult.coverage.matrix import Count, Matrix
from consult.coverage.matrix_axes import AxisKind
from consult.domain.vocabulary import Facet, Outcome
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, Review, Tag, TagDecision
from consult.opinion_filter import NONE, OpinionFilter
from consult.plan_codes import PlanCodes


def matrix_of(asked: OpinionFilter, down: AxisKind, columns: AxisKind, *, codes: PlanCodes) -> Matrix:
    """`down` × `columns` of the opinions asked for. A tag counts as the register reads it: confirmed, or suggested
    while nobody has decided."""
    universe = _universe(asked, columns)
    rows = _with_rest(universe, down, "rows")
    across = _with_rest(universe, columns, "columns")
    counted: dict[tuple[str | None, str | None], Count] = {
        (row, column): Count(*figures)
        for row, column, *figures in db.session.execute(
            union_all(
                _numbers(universe, rows, across),
                _numbers(universe, rows, None),
                _numbers(universe, None, across),
                _numbers(universe, None, None),
            )
        )
    }
    by_row = {row: count for (row, column), count in counted.items() if row and column is None}
    by_column = {column: count for (row, column), count in counted.items() if column and row is None}
    return Matrix(
        down.axis(codes, by_row),
        columns.axis(codes, by_column),
        {(row, column): count for (row, column), count in counted.items() if row and column},
        by_row,
        by_column,
        counted.get((None, None), Count()),
    )


def _universe(asked: OpinionFilter, columns: AxisKind) -> CTE:
    """The opinions asked for, each once, with what is told from it without its tags."""
    value = null() if columns.column is None else type_coerce(columns.column, String)
    return (
        select(
            Opinion.id,
            Opinion.text_digest,
            Review.id.label("review_id"),
            standing.is_held().label("is_held"),
            value.label("value"),
        )
        .select_from(Opinion)
        .outerjoin(Opinion.submission)
        .outerjoin(Opinion.hearing)
        .outerjoin(Counterpart, Counterpart.id == Hearing.counterpart_id)
        .outerjoin(Review, (Review.opinion_id == Opinion.id) & Review.is_current)
        .where(*asked.conditions())
        .cte("universe")
        .prefix_with("MATERIALIZED")
    )


def _with_rest(universe: CTE, kind: AxisKind, name: str) -> CTE:
    """(opinion, code), each pair once; an opinion without any code has the rest."""
    if kind.column is not None:
        return select(universe.c.id, func.coalesce(universe.c.value, NONE).label("code")).cte(name)
    pairs = _linked(universe) if kind.facet is None else _tagged(universe, kind.facet)
    tagged = pairs.cte(f"{name}_tagged").prefix_with("MATERIALIZED")
    code = func.coalesce(tagged.c.code, NONE).label("code")
    return (
        select(universe.c.id, code)
        .select_from(universe)
        .outerjoin(tagged, tagged.c.id == universe.c.id)
        .cte(name)
        .prefix_with("MATERIALIZED")
    )


def _tagged(universe: CTE, facet: Facet) -> Any:
    """A code stands once in a review and once among the suggestions, and no opinion has both."""
    # The sums keep the database from going through all tags of all opinions, whatever few are asked for.
    confirmed = (
        select(universe.c.id, TagDecision.code)
        .join(TagDecision, TagDecision.review_id == universe.c.review_id + 0)
        .where(TagDecision.facet == facet, TagDecision.outcome == Outcome.CONFIRMED)
    )
    suggested = (
        select(universe.c.id, Tag.code)
        .join(Tag, Tag.opinion_id == universe.c.id + 0)
        .where(Tag.facet == facet, universe.c.review_id.is_(None), universe.c.is_held == 0)
    )
    return union_all(confirmed, suggested)


def _linked(universe: CTE) -> Any:
    linked = measure_links.confirmed().subquery()
    opinion_id, measure_id = linked.c
    return select(universe.c.id, cast(measure_id, String).label("code")).join(
        linked, opinion_id == universe.c.id
    )


def _numbers(universe: CTE, rows: CTE | None, columns: CTE | None) -> Select[Any]:
    """Row, column (none: all of them), 件, how many of those a person has decided on, and how many texts they are."""
    reviewed = func.coalesce(func.sum(case((universe.c.review_id.is_not(None), 1), else_=0)), 0)
    groups: list[ColumnElement[Any]] = [each.c.code for each in (rows, columns) if each is not None]
    shown = [literal(None, String) if each is None else each.c.code for each in (rows, columns)]
    texts = func.count(universe.c.text_digest.distinct())
    statement = select(*shown, func.count(), reviewed, texts).select_from(universe)
    for each in (rows, columns):
        if each is not None:
            statement = statement.join(each, each.c.id == universe.c.id)
    return statement.group_by(*groups) if groups else statement
