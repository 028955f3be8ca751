"""Hearings over two axes, in 延べ (hearings) and 実 (bodies): every line has its total, and nothing is left out.

延べ adds up on every axis (R41). 実 does not: a body heard in May and in June is one body of the year. So each total
of 実 is counted, never added (R44).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)


@dataclass(frozen=True)
class Figure:
    """延べ and 実."""

    times: int = 0
    bodies: int = 0


NOBODY = Figure()


@dataclass(frozen=True)
class Crossing(Generic[Row, Column]):
    """Two axes with every value of each, also those that nobody was heard of."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[Row, Column], Figure]
    by_row: Mapping[Row, Figure]
    by_column: Mapping[Column, Figure]
    whole: Figure

    def cell(self, row: Row, column: Column) -> Figure:
        return self.cells.get((row, column), NOBODY)

    def of_row(self, row: Row) -> Figure:
        return self.by_row.get(row, NOBODY)

    def of_column(self, column: Column) -> Figure:
        return self.by_column.get(column, NOBODY)

    def share_step(self, row: Row, column: Column) -> int:
        """0 for nobody, else 1–5 by the cell's share of the fullest cell."""
        fullest = max((figure.times for figure in self.cells.values()), default=0)
        return -(-5 * self.cell(row, column).times // fullest) if fullest else 0


def crossed(
    heard: Iterable[tuple[Row, Column, int]], rows: Sequence[Row], columns: Sequence[Column]
) -> Crossing[Row, Column]:
    """`heard`: row, column and body of each hearing. A value that stands on no axis would be lost: ValueError."""
    on_rows, on_columns = frozenset(rows), frozenset(columns)
    lists: tuple[defaultdict, ...] = (defaultdict(list), defaultdict(list), defaultdict(list))
    everybody: list[int] = []
    for row, column, body in heard:
        if row not in on_rows or column not in on_columns:
            raise ValueError(f"{row!r} × {column!r} stands on no axis")
        for found, key in zip(lists, ((row, column), row, column), strict=True):
            found[key].append(body)
        everybody.append(body)
    cells, by_row, by_column = ({key: _figure(bodies) for key, bodies in found.items()} for found in lists)
    return Crossing(tuple(rows), tuple(columns), cells, by_row, by_column, _figure(everybody))


def _figure(bodies: Sequence[int]) -> Figure:
    return Figure(len(bodies), len(Counter(bodies)))
