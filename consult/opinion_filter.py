"""What part of the register somebody asks for, and how it is ordered: allow-listed names only (TP7)."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select, true

from consult import measure_links, standing
from consult.domain.counting import WAYS_IN, Family
from consult.domain.period import JAPAN
from consult.domain.search_query import read_query
from consult.domain.vocabulary import Consent, Facet, OpinionSource, Sector, Standing, Vocabulary
from consult.models import ChosenOpinion, Counterpart, Hearing, Opinion, Review, Submission
from consult.opinion_districts import district_code
from consult.search.finding import Search, search_for

# As a theme, package or model: the opinions without any.
NONE = "none"
UNDATED = "no"
# As a way in: every way of sending, without the members of the committee (R43).
CITIZENS = "citizens"
FACET_FIELDS = {"theme": Facet.THEME, "package": Facet.PACKAGE, "model": Facet.MODEL}
SORTS = {
    "number": Opinion.id,
    "day": func.coalesce(Hearing.held_on, Submission.received_at),
    "way": standing.way_in(),
}
# How well an opinion fits what is searched for, the best first; only where something is searched for.
BEST_FIRST = "match"
NEWEST_FIRST = "-number"
Rows = TypeVar("Rows", bound=tuple[Any, ...])


@dataclass(frozen=True)
class OpinionFilter:
    """An empty field asks for nothing. The names are those of the address: `?theme=…&state=confirmed`.

    With a theme, package or model: `state` confirmed or suggested asks for that standing on each of them; no
    state asks for either. `hearing` is the hearing's number, `chosen` is yes or no (on the named theme, if any);
    `measure` is the id of a measure that a link to it is confirmed for, or none. `district` is a code of `opinion_districts`,
    `sector` and `consent` are those of the body heard, `reviewer` the id of whoever made the current review; `dated`
    is no for opinions that nobody knows the day of; `without` is `theme:machi` for all that are not on that theme.
    """

    theme: str = ""
    package: str = ""
    model: str = ""
    measure: str = ""
    sector: Sector | None = None
    consent: Consent | None = None
    reviewer: int | None = None
    state: Standing | None = None
    channel: str = ""
    origin: OpinionSource | None = None
    district: str = ""
    consultation: int | None = None
    hearing: int | None = None
    chosen: str = ""
    since: date | None = None
    until: date | None = None
    dated: str = ""
    without: str = ""
    q: str = ""
    # Empty: the best first where words are searched for, else the newest.
    sort: str = ""

    def as_args(self) -> dict[str, str]:
        """The address's arguments that ask for the same list."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        args = {name: _written(value) for name, value in given.items() if value not in ("", None)}
        if self.order == self._usual_order:
            args.pop("sort", None)
        return args

    def on_record(self) -> dict[str, Any]:
        """What an audit event says of the filter, by code only: what was searched for may be somebody's name (TS13)."""
        conditions = {name: value for name, value in self.as_args().items() if name != "q"}
        return {"conditions": conditions, "has_search": bool(self.q)}

    @cached_property
    def search(self) -> Search:
        return search_for(self.q)

    @property
    def order(self) -> str:
        """The order in force: the one asked for, as far as there is anything to put in that order."""
        return self._usual_order if self.sort in ("", BEST_FIRST) else self.sort

    @property
    def _usual_order(self) -> str:
        return BEST_FIRST if self.ranks else NEWEST_FIRST

    @property
    def ranks(self) -> bool:
        """Whether something is searched for that opinions can fit more or less well."""
        return bool(read_query(self.q).wanted)

    def ids(self) -> Select[tuple[int]]:
        """The opinions asked for, in no order."""
        joined = select(Opinion.id).outerjoin(Opinion.submission).outerjoin(Opinion.hearing)
        return joined.where(*self.conditions())

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What a statement from `opinion_records.with_sources` must hold."""
        yield from self.shared_conditions()
        yield from self.chosen_conditions().values()

    def shared_conditions(self) -> Iterator[ColumnElement[bool]]:
        """All but those of the fields whose choices are counted."""
        yield standing.counts()
        yield from self._state_conditions()
        if self.hearing is not None:
            yield Hearing.number == self.hearing
        if self.chosen:
            yield self._is_chosen() if self.chosen == "yes" else not_(self._is_chosen())
        yield from self._days()
        if self.without:
            yield self._is_outside(*self.without.split(":", 1))
        if self.q:
            yield self.search.in_opinions()

    def chosen_conditions(self) -> dict[str, ColumnElement[bool]]:
        """Of each field whose choices are counted and that has one in force, by its name."""
        asked = {
            name: self._has_tag(facet, getattr(self, name))
            for name, facet in FACET_FIELDS.items()
            if getattr(self, name)
        }
        if self.measure:
            asked["measure"] = measure_links.leads_to(self.measure)
        if self.dated == UNDATED:
            asked["dated"] = has_no_day()
        if self.channel:
            asked["channel"] = standing.way_in().in_(ways_of(self.channel))
        if self.origin is not None:
            asked["origin"] = Opinion.source == self.origin
        if self.district:
            asked["district"] = district_code() == self.district
        if self.consultation is not None:
            asked["consultation"] = Submission.consultation_id == self.consultation
        if self.sector is not None:
            bodies = select(Counterpart.id).where(Counterpart.sector == self.sector)
            asked["sector"] = Hearing.counterpart_id.in_(bodies)
        if self.consent is not None:
            asked["consent"] = Hearing.consent == self.consent
        if self.reviewer is not None:
            decided = Review.is_current, Review.staff_member_id == self.reviewer
            asked["reviewer"] = Opinion.id.in_(select(Review.opinion_id).where(*decided))
        return asked

    def ordered(self, statement: Select[Rows]) -> Select[Rows]:
        newest_first = Opinion.id.desc()
        if self.order == BEST_FIRST:
            ranked = self.search.ranked_opinions()
            return statement.join(ranked, ranked.c.id == Opinion.id).order_by(ranked.c.rank, newest_first)
        column = SORTS[self.order.removeprefix("-")]
        if self.order.startswith("-"):
            return statement.order_by(column.desc().nulls_last(), newest_first)
        return statement.order_by(column.asc().nulls_last(), newest_first)

    def sorted_by(self, name: str) -> "OpinionFilter":
        """The same list by another column; a second press turns the order round."""
        return replace(self, sort=f"-{name}" if self.order == name else name)

    def _state_conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.state is Standing.UNREVIEWED:
            yield not_(standing.is_reviewed())
        elif self.state is Standing.UNTAGGED:
            yield standing.is_untagged()
        elif self.state is Standing.CONFIRMED:
            yield standing.is_confirmed()
        elif self.state is Standing.SUGGESTED:
            yield standing.is_suggested()

    def _has_tag(self, facet: Facet, code: str) -> ColumnElement[bool]:
        if code == NONE:
            return not_(or_(standing.is_confirmed(facet), standing.is_suggested(facet)))
        if self.state is Standing.UNTAGGED:
            return false()
        if self.state is Standing.CONFIRMED:
            return standing.is_confirmed(facet, code)
        if self.state is Standing.SUGGESTED:
            return standing.is_suggested(facet, code)
        return or_(standing.is_confirmed(facet, code), standing.is_suggested(facet, code))

    def _is_chosen(self) -> ColumnElement[bool]:
        on_theme = [ChosenOpinion.theme == self.theme] if self.theme else []
        return exists().where(ChosenOpinion.opinion_id == Opinion.id, *on_theme).correlate(Opinion)

    def _is_outside(self, name: str, code: str) -> ColumnElement[bool]:
        value: Any = Sector.of(code) if name == "sector" else code
        inside = replace(OpinionFilter(state=self.state), **{name: value}).chosen_conditions()[name]
        # An opinion of no hearing has no sector: it is outside, too.
        return inside.is_not(true())

    def _days(self) -> Iterator[ColumnElement[bool]]:
        """An opinion without a day (a published page, an unclear date) is in no range of days."""
        if self.since:
            yield or_(Hearing.held_on >= self.since, Submission.received_at >= _midnight(self.since))
        if self.until:
            day_after = _midnight(self.until + timedelta(days=1))
            yield or_(Hearing.held_on <= self.until, Submission.received_at < day_after)


def ways_of(channel: str) -> list[str]:
    return [way.code for way in WAYS_IN if way.family is Family.COMMENT] if channel == CITIZENS else [channel]


def has_no_day() -> ColumnElement[bool]:
    return and_(Hearing.held_on.is_(None), Submission.received_at.is_(None))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=JAPAN)


def _written(value: object) -> str:
    return value.value if isinstance(value, Vocabulary) else str(value)
