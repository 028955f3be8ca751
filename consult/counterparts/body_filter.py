"""Which bodies somebody asks for, and in which order: allow-listed names only (TP7)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from consult.domain.counterpart_name import match_key
from consult.domain.vocabulary import HearingKind, Reach, Sector, Vocabulary
from consult.models import Counterpart, Hearing

DEFAULT_SORT = "-times"
# What is looked for when a body has no own sector; no district, in the city or who knows where; no district, being elsewhere.
NOT_NOTED, OUTSIDE = "none", "outside"
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SORTS = ("name", "times", "last_heard")


def heard(kind: HearingKind | None = None) -> Subquery:
    """Per body: how often it was heard (in hearings of one kind), and when last; removed hearings count nowhere."""
    figures = select(
        Hearing.counterpart_id,
        func.count().label("times"),
        func.max(Hearing.held_on).label("last_heard"),
    ).where(Hearing.removed_at.is_(None))
    if kind is not None:
        figures = figures.where(Hearing.kind == kind)
    return figures.group_by(Hearing.counterpart_id).subquery()


@dataclass(frozen=True)
class BodyFilter:
    """An empty field asks for nothing. The names are those of the address: `?sector=…&district=3`.

    `kind` leaves every body in the list and counts its hearings of that kind alone; with `heard` it narrows too.
    """

    q: str = ""
    sector: Sector | None = None
    own_sector: str = ""
    reach: Reach | None = None
    district: str = ""
    heard: str = ""
    kind: HearingKind | None = None
    sort: str = DEFAULT_SORT

    def as_args(self) -> dict[str, str]:
        """The address's arguments that ask for the same list."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        args = {
            name: value.value if isinstance(value, Vocabulary) else value
            for name, value in given.items()
            if value
        }
        if self.sort == DEFAULT_SORT:
            del args["sort"]
        return args

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What a statement that selects from Counterpart must hold."""
        yield Counterpart.merged_into_id.is_(None)
        for word in self.q.split():
            yield _is_called(word)
        if self.sector is not None:
            yield Counterpart.sector == self.sector
        if self.own_sector:
            yield _is(Counterpart.own_sector_id, self.own_sector)
        if self.reach is not None:
            yield Counterpart.reach == self.reach
        if self.district:
            yield _is_in(self.district)
        if self.heard:
            of_kind = [Hearing.kind == self.kind] if self.kind else []
            was_heard = exists().where(
                Hearing.counterpart_id == Counterpart.id, Hearing.removed_at.is_(None), *of_kind
            )
            yield was_heard if self.heard == "yes" else not_(was_heard)

    def without(self, name: str) -> "BodyFilter":
        """The same list without one filter."""
        changes: dict[str, Any] = {name: None if name in ("sector", "reach") else ""}
        return replace(self, **changes)

    @property
    def order(self) -> str:
        """The order in force: the one asked for."""
        return self.sort

    def sorted_by(self, name: str) -> "BodyFilter":
        """The same list by another column; a second press turns the order round."""
        first = f"-{name}" if name in ("times", "last_heard") else name
        turned = name if self.sort.startswith("-") else f"-{name}"
        return replace(self, sort=turned if self.sort.removeprefix("-") == name else first)

    def ordered(self, statement: Select[tuple[Counterpart]]) -> Select[tuple[Counterpart]]:
        """The statement joins nothing yet: the order brings the figures that it goes by."""
        figures = heard(self.kind)
        columns = {
            "name": Counterpart.name,
            "times": func.coalesce(figures.c.times, 0),
            "last_heard": figures.c.last_heard,
        }
        column = columns[self.sort.removeprefix("-")]
        turned = column.desc() if self.sort.startswith("-") else column.asc()
        return statement.outerjoin(figures, figures.c.counterpart_id == Counterpart.id).order_by(
            turned.nulls_last(), Counterpart.name, Counterpart.id
        )


def _is_called(word: str) -> ColumnElement[bool]:
    """By its own name or by another spelling of it."""
    other = aliased(Counterpart)
    spelt = select(other.merged_into_id).where(other.merged_into_id.is_not(None), _says(other, word))
    return or_(_says(Counterpart, word), Counterpart.id.in_(spelt))


def _says(body: Any, word: str) -> ColumnElement[bool]:
    """Folded, or as it is typed in either width: half a legal form (NPO) is in no folded name."""
    key, half = match_key(word), unicodedata.normalize("NFKC", word)
    # A database folds the case of half-width letters alone.
    typed = {word, half, half.lower().translate(FULL_WIDTH), half.upper().translate(FULL_WIDTH)}
    as_typed = [body.name.contains(each, autoescape=True) for each in sorted(typed)]
    return or_(body.match_key.contains(key, autoescape=True), *as_typed) if key else false()


def _is(column: Any, asked: str) -> ColumnElement[bool]:
    return column.is_(None) if asked == NOT_NOTED else and_(column == int(asked))


def place_of_body() -> ColumnElement[str]:
    """The code of where a body is: its district's number, `outside`, or `none` where neither was noted."""
    return case(
        (Counterpart.district_id.is_not(None), cast(Counterpart.district_id, String)),
        (Counterpart.reach == Reach.OUTSIDE, OUTSIDE),
        else_=NOT_NOTED,
    )


def _is_in(asked: str) -> ColumnElement[bool]:
    return place_of_body() == asked
