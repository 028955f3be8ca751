"""What the pages of coverage read: hearings that count, as facts to be counted. A removed hearing counts nowhere."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from consult import standing
from consult.domain.saturation import Said
from consult.domain.vocabulary import Facet, HearingKind, Outcome, Reach, Sector
from consult.extensions import db
from consult.models import Counterpart, District, Hearing, Opinion, Review, Tag, TagDecision, TaggerRun
from consult.opinion_filter import OpinionFilter

# Of those without a readable day, on the calendar; the register lists all.
UNDATED_SHOWN = 50
POINT_FACETS = (Facet.THEME, Facet.PACKAGE)


@dataclass(frozen=True)
class HeardOnce:
    """One hearing as far as it is counted. `month` is 2020-04, or "" for a day that nobody could read."""

    kind: HearingKind
    month: str
    sector: Sector
    body: int


@dataclass(frozen=True)
class Asked:
    """What is counted; None asks for everything."""

    kind: HearingKind | None = None
    sector: Sector | None = None

    def as_args(self) -> dict[str, str]:
        return {
            name: value.value
            for name, value in (("kind", self.kind), ("sector", self.sector))
            if value is not None
        }


def heard(asked: Asked) -> list[HeardOnce]:
    """One query, one row a hearing."""
    statement = (
        select(Hearing.kind, Hearing.held_on, Counterpart.sector, Hearing.counterpart_id)
        .join(Hearing.counterpart)
        .where(Hearing.removed_at.is_(None))
    )
    if asked.kind is not None:
        statement = statement.where(Hearing.kind == asked.kind)
    if asked.sector is not None:
        statement = statement.where(Counterpart.sector == asked.sector)
    return [
        HeardOnce(kind, f"{day:%Y-%m}" if day else "", sector, body)
        for kind, day, sector, body in db.session.execute(statement)
    ]


@dataclass(frozen=True)
class HeardThere:
    """One hearing by who was heard: sector, where the body is, and the body."""

    sector: Sector
    district_id: int | None
    reach: Reach
    body: int


def heard_where(kind: HearingKind | None) -> list[HeardThere]:
    statement = (
        select(Counterpart.sector, Counterpart.district_id, Counterpart.reach, Counterpart.id)
        .join(Hearing, Hearing.counterpart_id == Counterpart.id)
        .where(Hearing.removed_at.is_(None))
    )
    if kind is not None:
        statement = statement.where(Hearing.kind == kind)
    return [HeardThere(*row) for row in db.session.execute(statement)]


def districts() -> Sequence[District]:
    """Those that are offered, and the retired ones that a body still has, in the city's order."""
    used = select(Counterpart.district_id).where(Counterpart.district_id.is_not(None))
    return db.session.scalars(
        select(District)
        .where(District.retired_at.is_(None) | District.id.in_(used))
        .order_by(District.position, District.id)
    ).all()


def hearings_of_month(year: int, month: int) -> Sequence[Hearing]:
    last = calendar.monthrange(year, month)[1]
    return db.session.scalars(
        _with_bodies()
        .where(Hearing.held_on.between(date(year, month, 1), date(year, month, last)))
        .order_by(Hearing.held_on, Hearing.number)
    ).all()


def undated_hearings() -> tuple[int, Sequence[Hearing]]:
    """How many have no readable day (日付要確認), and the first of them."""
    undated = (Hearing.held_on.is_(None), Hearing.removed_at.is_(None))
    total = db.session.scalar(select(func.count(Hearing.id)).where(*undated)) or 0
    shown = db.session.scalars(
        _with_bodies().where(Hearing.held_on.is_(None)).order_by(Hearing.number).limit(UNDATED_SHOWN)
    )
    return total, shown.all()


def first_and_last_day() -> tuple[date | None, date | None]:
    row = db.session.execute(
        select(func.min(Hearing.held_on), func.max(Hearing.held_on)).where(Hearing.removed_at.is_(None))
    ).one()
    return row[0], row[1]


@dataclass(frozen=True)
class HearingInOrder:
    """A hearing of a sector, in the order of days; those without a day come last."""

    id: int
    number: int
    held_on: date | None
    sector: Sector


def hearings_in_order() -> list[HearingInOrder]:
    rows = db.session.execute(
        select(Hearing.id, Hearing.number, Hearing.held_on, Counterpart.sector)
        .join(Hearing.counterpart)
        .where(Hearing.removed_at.is_(None))
        .order_by(Hearing.held_on.asc().nulls_last(), Hearing.number)
    )
    return [HearingInOrder(*row) for row in rows]


def said_in_hearings() -> dict[int, list[Said]]:
    """Every opinion that counts, by hearing, with its confirmed tags or (nobody decided yet) its suggested ones."""
    tags = _tags_in_hearings()
    opinions = db.session.execute(
        select(Opinion.id, Opinion.hearing_id, Opinion.text_digest)
        .where(Opinion.hearing_id.is_not(None), standing.counts())
        .order_by(Opinion.hearing_id, Opinion.position, Opinion.id)
    )
    found: dict[int, list[Said]] = {}
    for opinion_id, hearing_id, digest in opinions:
        if hearing_id is not None:
            themes, packages = (frozenset(tags[facet].get(opinion_id, ())) for facet in POINT_FACETS)
            found.setdefault(hearing_id, []).append(Said(themes, packages, digest))
    return found


def _tags_in_hearings() -> dict[Facet, dict[int, set[str]]]:
    """Of each opinion the codes of a facet."""
    tags: dict[Facet, dict[int, set[str]]] = {facet: {} for facet in POINT_FACETS}
    confirmed = (
        select(Review.opinion_id, TagDecision.facet, TagDecision.code)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(
            Review.is_current,
            TagDecision.facet.in_(POINT_FACETS),
            TagDecision.outcome == Outcome.CONFIRMED,
        )
    )
    suggested = (
        select(Tag.opinion_id, Tag.facet, Tag.code)
        .join(Opinion, Opinion.id == Tag.opinion_id)
        .where(
            Opinion.hearing_id.is_not(None),
            Tag.facet.in_(POINT_FACETS),
            ~standing.is_reviewed(),
            ~standing.is_held(),
        )
    )
    for statement in (confirmed, suggested):
        for opinion_id, facet, code in db.session.execute(statement):
            tags[facet].setdefault(opinion_id, set()).add(code)
    return tags


def opinions_awaiting_tags(asked: OpinionFilter) -> int:
    """How many opinions the tagger has not looked at, and nobody has decided on: on no package only for now."""
    looked_at = select(TaggerRun.opinion_id)
    waiting = asked.ids().where(Opinion.id.not_in(looked_at), ~standing.is_reviewed())
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def _with_bodies() -> Select[tuple[Hearing]]:
    return (
        select(Hearing)
        .join(Hearing.counterpart)
        .options(contains_eager(Hearing.counterpart))
        .where(Hearing.removed_at.is_(None))
    )
