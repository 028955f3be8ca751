"""How many opinions a theme or package has, by the way they came in: 確定 and 候補 in 件, 名, 延べ and 実 (R40–R44)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from consult import standing
from consult.domain.counting import WAYS_IN, Family, Tally, WayIn, add_up
from consult.domain.vocabulary import Channel, Facet, OpinionSource
from consult.extensions import db
from consult.models import Hearing, Opinion, Submission, Tag, TagDecision
from consult.opinion_filter import CITIZENS

ASKED_FOR = {
    Family.COMMENT: {"channel": CITIZENS},
    Family.COMMITTEE: {"channel": Channel.COMMITTEE.value},
    Family.HEARING: {"origin": OpinionSource.HEARING.value},
    Family.PUBLISHED_PAGE: {"origin": OpinionSource.PUBLISHED_PAGE.value},
}


@dataclass(frozen=True)
class FamilyShare:
    """One stretch of the thin bar: where it begins and how long it is, in per mille of the confirmed opinions."""

    family: Family
    number: int
    tally: Tally
    start: float
    length: float

    @property
    def args(self) -> dict[str, str]:
        """What the register is asked for to list them."""
        return ASKED_FOR[self.family]


@dataclass(frozen=True)
class CodeTally:
    """The figures of a theme or package. Every way in has its line, also with zero (R41); 件 of the lines add up to
    `total`.

    名, 延べ and 実 of `total` are counted over the whole: whoever stands in two lines is one (R42). `decided` is
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

    @property
    def has_published(self) -> bool:
        """Whether some opinions come from a published page, which does not say how many people spoke."""
        return any(way.family is Family.PUBLISHED_PAGE and tally.opinions for way, tally in self.by_way)


def tallies(facet: Facet, codes: Iterable[str], *, only: str = "") -> dict[str, CodeTally]:
    """Of each code, or of one code `only`. Three queries, whatever the number of opinions."""
    listed = standing_on(facet, only)
    lines: dict[tuple[str, str], Tally] = {}
    for code, way, *counted in db.session.execute(figures(listed, listed.c.code, standing.way_in())):
        lines[code, way] = Tally(*counted)
    whole = figures(listed, listed.c.code)
    totals = _by_code(whole)
    decided = _by_code(whole.where(listed.c.is_confirmed == 1))
    return {
        code: CodeTally(
            tuple((way, lines.get((code, way.code), Tally())) for way in WAYS_IN),
            totals.get(code, Tally()),
            decided.get(code, Tally()),
        )
        for code in codes
    }


def whole_tally(facet: Facet) -> CodeTally:
    """Over all codes, confirmed opinions alone: one that stands on two codes counts once. Two queries."""
    ids = standing.confirmed_codes(facet).subquery().c.id
    once = select(ids.distinct().label("opinion_id"), literal(1).label("is_confirmed")).subquery()
    lines = {way: Tally(*counted) for way, *counted in db.session.execute(figures(once, standing.way_in()))}
    # Of nothing at all, a sum is NULL.
    total = Tally(*(figure or 0 for figure in db.session.execute(figures(once)).one()))
    return CodeTally(tuple((way, lines.get(way.code, Tally())) for way in WAYS_IN), total, total)


def confirmed_counts() -> dict[str, int]:
    """Confirmed opinions of each theme: what citizens may see."""
    listed = standing.confirmed_codes(Facet.THEME).subquery()
    rows = db.session.execute(select(listed.c.code, func.count()).group_by(listed.c.code))
    return dict(rows.tuples().all())


def standing_on(facet: Facet, code: str = "") -> Subquery:
    """(code, opinion_id, is_confirmed) of every opinion that stands on a code of the facet, or on the one named."""
    confirmed, suggested = standing.confirmed_codes(facet), standing.suggested_codes(facet)
    if code:
        confirmed = confirmed.where(TagDecision.code == code)
        suggested = suggested.where(Tag.code == code)
    rows = union_all(confirmed.add_columns(literal(1)), suggested.add_columns(literal(0))).subquery()
    of_code, opinion_id, is_confirmed = rows.c
    return select(
        of_code.label("code"), opinion_id.label("opinion_id"), is_confirmed.label("is_confirmed")
    ).subquery()


def figures(listed: Subquery, *groups: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    """The groups, and for each what a Tally holds."""
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


def _by_code(counted: Select[Any]) -> dict[str, Tally]:
    return {code: Tally(*counts) for code, *counts in db.session.execute(counted)}
