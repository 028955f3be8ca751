"""Opinions that people put in an order: the chosen ones of a theme, the pinned ones of a package.

Places count from 1; `position` of a row is its place and is written anew after each act.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Protocol, TypeVar

from consult.extensions import db


class Ordered(Protocol):
    opinion_id: int
    position: int


Row = TypeVar("Row", bound=Ordered)


class Direction(Enum):
    UP = "up"
    DOWN = "down"


def place_of(rows: Sequence[Ordered], opinion_id: int) -> int | None:
    """The place of an opinion, None when it is not among them."""
    return next((place for place, row in enumerate(rows, start=1) if row.opinion_id == opinion_id), None)


def put_in(rows: Sequence[Row], row: Row, place: int | None) -> None:
    """At `place`, or last; a place that does not exist is the nearest one. `row` is in the session and not in `rows`."""
    before = len(rows) if place is None else max(0, min(place - 1, len(rows)))
    number([*rows[:before], row, *rows[before:]])


def exchange(rows: list[Row], opinion_id: int, direction: Direction) -> Row | None:
    """One place up or down. The row that moved; None at the end and for an opinion that is not among them."""
    place = place_of(rows, opinion_id)
    other = None if place is None else place + (1 if direction is Direction.DOWN else -1)
    if place is None or other is None or not 1 <= other <= len(rows):
        return None
    rows[place - 1], rows[other - 1] = rows[other - 1], rows[place - 1]
    number(rows)
    return rows[other - 1]


def number(rows: Sequence[Ordered]) -> None:
    for place, row in enumerate(rows, start=1):
        row.position = place
    db.session.flush()
