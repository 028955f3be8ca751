"""Hearings by kind, month and sector: three tables that reconcile, and the whole cube for a file."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from consult.coverage.queries import HeardOnce
from consult.domain.crossing import Crossing, crossed
from consult.domain.months import every_month
from consult.domain.vocabulary import HearingKind, Sector

UNKNOWN_MONTH = ""
EVERY = None


@dataclass(frozen=True)
class Axis:
    """One of the three, with its values in order."""

    name: str
    label: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """Two axes crossed."""

    rows: Axis
    columns: Axis
    crossing: Crossing


def axes_of(heard: Sequence[HeardOnce]) -> dict[str, Axis]:
    return {
        "month": Axis("month", "月", months_of(heard)),
        "kind": Axis("kind", "種別", tuple(HearingKind)),
        "sector": Axis("sector", "区分", tuple(Sector)),
    }


def tables_of(heard: Sequence[HeardOnce]) -> list[Table]:
    axes = axes_of(heard)
    pairs = (("month", "kind"), ("month", "sector"), ("kind", "sector"))
    return [_table(heard, axes[row], axes[column]) for row, column in pairs]


def months_of(heard: Sequence[HeardOnce]) -> tuple[str, ...]:
    """Every month from the first to the last, also those without a hearing, and the line for unknown days."""
    return (*every_month(each.month for each in heard), UNKNOWN_MONTH)


def cube(heard: Sequence[HeardOnce]) -> Iterator[tuple[Any, Any, Any, int, int]]:
    """Month, kind, sector (None: all of them), 延べ, 実; each total is a line of its own, since 実 does not add up."""
    axes = axes_of(heard)
    bodies: dict[tuple[Hashable, ...], list[int]] = {}
    for each in heard:
        for key in product((each.month, EVERY), (each.kind, EVERY), (each.sector, EVERY)):
            bodies.setdefault(key, []).append(each.body)
    for key in product(*((*axes[name].values, EVERY) for name in ("month", "kind", "sector"))):
        found = bodies.get(key, [])
        yield *key, len(found), len(set(found))


def _table(heard: Sequence[HeardOnce], rows: Axis, columns: Axis) -> Table:
    pairs = ((getattr(each, rows.name), getattr(each, columns.name), each.body) for each in heard)
    return Table(rows, columns, crossed(pairs, rows.values, columns.values))
