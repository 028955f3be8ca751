"""How many opinions each theme has, by the way they came in: 確定 and 候補 in 件, 名, 延べ and 実 (R40–R44)."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, select, union_all

from consult import standing
from consult.domain.counting import WAYS_IN, Family, Tally, WayIn, add_up
from consult.extensions import db
from consult.models import Hearing, Opinion, Submission


@dataclass(frozen=True)
class FamilyShare:
    """One stretch of the thin bar: where it begins and how long it is, in per mille of the confirmed opinions."""

    family: Family
    number: int
    tally: Tally
    start: float
    length: float


@dataclass(frozen=True)
class ThemeTally:
    """One theme's figures. Every way in has its line, also with zero (R41); 件 of the lines add up to `total`.

    名, 延べ and 実 of `total` are counted over the theme: whoever stands in two lines is one (R42). `decided` is
    the same for the confirmed opinions alone: who stands behind what is printed.
    """

    by_way: tuple[tuple[WayIn, Tally], ...]
    total: Tally
    decided: Tally

    @property
    def shares(self) -> list[FamilyShare]:
        found, start = [], 0.0
        for number, family in enumerate(Family, start=1):
            tally = add_up(tally for way, tally in self.by_way if way.family is family)
            length = 1000 * tally.confirmed / self.total.confirmed if self.total.confirmed else 0.0
            found.append(FamilyShare(family, number, tally, round(start, 1), round(length, 1)))
            start += length
        return found


def theme_tallies(themes: Iterable[str]) -> dict[str, ThemeTally]:
    """Three queries, whatever the number of opinions."""
    listed = _standing_on_themes()
    lines: dict[tuple[str, str], Tally] = {}
    for theme, way, *figures in db.session.execute(_figures(listed, listed.c.theme, standing.way_in())):
        lines[theme, way] = Tally(*figures)
    whole = _figures(listed, listed.c.theme)
    totals = _by_theme(whole)
    decided = _by_theme(whole.where(listed.c.is_confirmed == 1))
    return {
        theme: ThemeTally(
            tuple((way, lines.get((theme, way.code), Tally())) for way in WAYS_IN),
            totals.get(theme, Tally()),
            decided.get(theme, Tally()),
        )
        for theme in themes
    }


def confirmed_counts() -> dict[str, int]:
    """Confirmed opinions of each theme: what citizens may see."""
    listed = standing.confirmed_themes().subquery()
    rows = db.session.execute(select(listed.c.code, func.count()).group_by(listed.c.code))
    return dict(rows.tuples().all())


def _standing_on_themes() -> Subquery:
    confirmed = standing.confirmed_themes().add_columns(literal(1))
    suggested = standing.suggested_themes().add_columns(literal(0))
    rows = union_all(confirmed, suggested).subquery()
    theme, opinion_id, is_confirmed = rows.c
    return select(
        theme.label("theme"), opinion_id.label("opinion_id"), is_confirmed.label("is_confirmed")
    ).subquery()


def _by_theme(figures: Select[tuple[str, int]]) -> dict[str, Tally]:
    return {theme: Tally(*counts) for theme, *counts in db.session.execute(figures)}


def _figures(listed: Subquery, *groups: ColumnElement[str]) -> Select[tuple[str, int]]:
    confirmed = func.sum(listed.c.is_confirmed)
    return (
        select(
            *groups,
            confirmed,
            func.count() - confirmed,
            func.count(standing.person().distinct()),
            func.count(Hearing.id.distinct()),
            func.count(Hearing.counterpart_id.distinct()),
        )
        .select_from(listed)
        .join(Opinion, Opinion.id == listed.c.opinion_id)
        .outerjoin(Opinion.submission)
        .outerjoin(Submission.submitter)
        .outerjoin(Opinion.hearing)
        .group_by(*groups)
    )
