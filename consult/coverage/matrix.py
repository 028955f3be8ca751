"""Opinions over packages and one more axis, in 件: every total is counted, what no value covers has a line of its own.

An opinion may stand on several packages and several themes. So a line has two totals: 延べ adds its cells up, 実 counts
each opinion once. 実 of the whole is every opinion asked for, those that no package covers included. 実質 counts each text
once, in every cell and every total anew: copies of one text may stand in different cells, so no line adds it up (R41, R44).
"""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property

from consult.coverage.matrix_axes import Axis, Value
from consult.domain.residuals import Departure, Margins, departures

Place = tuple[str, str]
STEPS = 5


@dataclass(frozen=True)
class Count:
    """件, those of them that a person has decided on, and 実質: copies of one text counted once."""

    opinions: int = 0
    reviewed: int = 0
    texts: int = 0

    @property
    def has_copies(self) -> bool:
        return self.texts < self.opinions


NOTHING = Count()


@dataclass(frozen=True)
class Gap:
    """A package and the columns from which nothing is heard on it."""

    row: Value
    columns: tuple[Value, ...]


@dataclass(frozen=True)
class Matrix:
    rows: Axis
    columns: Axis
    cells: Mapping[Place, Count]
    by_row: Mapping[str, Count]
    by_column: Mapping[str, Count]
    whole: Count

    def cell(self, row: Value, column: Value) -> Count:
        return self.cells.get((row.code, column.code), NOTHING)

    def of_row(self, row: Value) -> Count:
        return self.by_row.get(row.code, NOTHING)

    def of_column(self, column: Value) -> Count:
        return self.by_column.get(column.code, NOTHING)

    def times_of_row(self, row: Value) -> int:
        return sum(self.cell(row, column).opinions for column in self.columns.values)

    def times_of_column(self, column: Value) -> int:
        return sum(self.cell(row, column).opinions for row in self.rows.values)

    @property
    def times(self) -> int:
        return sum(each.opinions for each in self.cells.values())

    @property
    def uncovered(self) -> Count:
        """Opinions on no package."""
        rest = [self.of_row(row) for row in self.rows.rest]
        return Count(*(sum(column) for column in zip(*map(astuple, rest), strict=True)))

    @property
    def covered(self) -> int:
        return self.whole.opinions - self.uncovered.opinions

    def share_step(self, row: Value, column: Value) -> int:
        """0 for nothing, else 1–5 by the cell's share of the fullest cell on a package."""
        return (
            min(STEPS, -(-STEPS * self.cell(row, column).opinions // self._fullest)) if self._fullest else 0
        )

    @cached_property
    def _fullest(self) -> int:
        return max((self.cell(row, column).opinions for row, column in self._inner()), default=0)

    @cached_property
    def margins(self) -> dict[Place, Margins]:
        """Of each cell of a package and a value, among the opinions that have both a package and a value."""
        whole = self.covered - sum(self._on_a_package(column) for column in self.columns.rest)
        return {
            (row.code, column.code): Margins(
                self.cell(row, column).opinions, self._row_with_value(row), self._on_a_package(column), whole
            )
            for row, column in self._inner()
        }

    @cached_property
    def departures(self) -> dict[Place, Departure]:
        return departures(self.margins)

    def departure(self, row: Value, column: Value) -> Departure | None:
        return self.departures.get((row.code, column.code))

    @property
    def gaps(self) -> list[Gap]:
        """Packages with some voice, each with the columns that say nothing on it."""
        heard = [column for column in self.columns.kept if column not in self.silent_columns]
        found = [
            Gap(row, tuple(column for column in heard if not self.cell(row, column).opinions))
            for row in self.rows.kept
            if self.of_row(row).opinions
        ]
        return [gap for gap in found if gap.columns]

    @property
    def silent_rows(self) -> list[Value]:
        """Packages without any voice."""
        return [row for row in self.rows.kept if not self.of_row(row).opinions]

    @cached_property
    def silent_columns(self) -> list[Value]:
        """Columns from which nothing is heard on any package."""
        return [column for column in self.columns.kept if not self._on_a_package(column)]

    def _inner(self) -> Iterator[tuple[Value, Value]]:
        return ((row, column) for row in self.rows.kept for column in self.columns.kept)

    def _on_a_package(self, column: Value) -> int:
        return self.of_column(column).opinions - sum(
            self.cell(row, column).opinions for row in self.rows.rest
        )

    def _row_with_value(self, row: Value) -> int:
        return self.of_row(row).opinions - sum(
            self.cell(row, column).opinions for column in self.columns.rest
        )
