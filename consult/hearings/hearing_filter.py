"""What part of the register somebody asks for, and how it is ordered. A removed hearing is there only for who asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select

from consult.domain.vocabulary import Consent, HearingKind, Sector
from consult.extensions import db
from consult.models import Counterpart, FollowUp, Hearing
from consult.search.finding import Search, search_for

SORTS = {
    "-held_on": (Hearing.held_on.desc().nulls_first(), Hearing.number.desc()),
    "held_on": (Hearing.held_on.asc().nulls_first(), Hearing.number.asc()),
    "-number": (Hearing.number.desc(),),
    "number": (Hearing.number.asc(),),
    "counterpart": (Counterpart.name.asc(), Hearing.number.asc()),
}
FOLLOW_UP, UNDATED, REMOVED = "follow_up", "undated", "removed"
STATES = {FOLLOW_UP: "宿題が残っているもの", UNDATED: "日付要確認", REMOVED: "取り消したもの"}


@dataclass(frozen=True)
class Filter:
    """Empty means everything that counts; `state` is one of STATES."""

    words: str = ""
    kind: HearingKind | None = None
    sector: Sector | None = None
    consent: Consent | None = None
    state: str = ""
    first_day: date | None = None
    last_day: date | None = None
    # Empty: the best first where words are searched for, else the newest.
    sort: str = ""

    @cached_property
    def search(self) -> Search:
        return search_for(self.words)

    def narrowed(self, statement: Select) -> Select:
        """A statement that joins Hearing and Counterpart, over the hearings asked for."""
        return statement.where(*self._conditions(), _is_of_state(self.state))

    def ordered(self, statement: Select) -> Select:
        if self.sort in SORTS or not self.search.ranks:
            return statement.order_by(*SORTS.get(self.sort, SORTS["-held_on"]))
        ranked = self.search.ranked_hearings()
        return statement.join(ranked, ranked.c.id == Hearing.id).order_by(ranked.c.rank, *SORTS["-held_on"])

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.words:
            yield self.search.in_hearings()
        if self.kind is not None:
            yield Hearing.kind == self.kind
        if self.sector is not None:
            yield Counterpart.sector == self.sector
        if self.consent is not None:
            yield Hearing.consent == self.consent
        if self.first_day is not None:
            yield Hearing.held_on >= self.first_day
        if self.last_day is not None:
            yield Hearing.held_on <= self.last_day

    def numbers(self) -> dict[str, Mapping[str, int]]:
        """Per filter: how many hearings each of its values would leave, the other filters standing. Four queries."""
        columns = {"kind": Hearing.kind, "sector": Counterpart.sector, "consent": Hearing.consent}
        found: dict[str, Mapping[str, int]] = {"state": self._numbers_of_states()}
        for name, column in columns.items():
            other: dict[str, Any] = {name: None}
            rows = select(column, func.count()).select_from(Hearing).join(Hearing.counterpart)
            narrowed = replace(self, **other).narrowed(rows).group_by(column)
            found[name] = {value.value: count for value, count in db.session.execute(narrowed)}
        return found

    def _numbers_of_states(self) -> Mapping[str, int]:
        counted = (func.coalesce(func.sum(case((_is_of_state(state), 1), else_=0)), 0) for state in STATES)
        statement = select(*counted).select_from(Hearing).join(Hearing.counterpart)
        row = db.session.execute(statement.where(*self._conditions())).one()
        return dict(zip(STATES, row, strict=True))


def stands() -> ColumnElement[bool]:
    return Hearing.removed_at.is_(None)


def has_open_follow_up() -> ColumnElement[bool]:
    is_open = (FollowUp.removed_at.is_(None), FollowUp.done_at.is_(None))
    return exists().where(FollowUp.hearing_id == Hearing.id, *is_open).correlate(Hearing)


def _is_of_state(state: str) -> ColumnElement[bool]:
    if state == REMOVED:
        return Hearing.removed_at.is_not(None)
    if state == UNDATED:
        return and_(stands(), Hearing.held_on.is_(None))
    if state == FOLLOW_UP:
        return and_(stands(), has_open_follow_up())
    return stands()
