"""Which cells of a crossed table hold more or fewer than chance would leave there: adjusted residuals (Haberman).

If row and column had nothing to do with each other, a cell would hold row × column ÷ whole. The adjusted residual is
the distance from that in standard errors. A cell stands out only beyond a limit that all cells of the table together
pass by chance once in twenty tables (Bonferroni), and only where five or more are expected: below, the measure is not
to be trusted (docs/decisions/0162).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist
from typing import TypeVar

SMALLEST_EXPECTED = 5.0
# By chance alone, one table in twenty has a mark at all.
CHANCE_OF_A_MARK = 0.05
Key = TypeVar("Key")


class Departure(Enum):
    """Which way a cell stands out."""

    MORE = "多い"
    FEWER = "少ない"


@dataclass(frozen=True)
class Margins:
    """A cell's number with those of its row, its column and the whole, all counted in the same units."""

    cell: int
    row: int
    column: int
    whole: int

    @property
    def expected(self) -> float:
        return self.row * self.column / self.whole if self.whole else 0.0

    @property
    def residual(self) -> float | None:
        """None where row or column is empty or holds everything: then nothing can differ."""
        spread = self.expected * (1 - self._share(self.row)) * (1 - self._share(self.column))
        return (self.cell - self.expected) / math.sqrt(spread) if spread > 0 else None

    @property
    def is_measurable(self) -> bool:
        return self.expected >= SMALLEST_EXPECTED and self.residual is not None

    def _share(self, part: int) -> float:
        return part / self.whole if self.whole else 0.0


def limit(measured: int) -> float:
    """How far a residual must be from 0, when so many cells are looked at."""
    return NormalDist().inv_cdf(1 - CHANCE_OF_A_MARK / (2 * max(1, measured)))


def departures(cells: Mapping[Key, Margins]) -> dict[Key, Departure]:
    """The cells that stand out, each with its direction."""
    measured = {key: each.residual for key, each in cells.items() if each.is_measurable}
    least = limit(len(measured))
    return {
        key: Departure.MORE if residual > 0 else Departure.FEWER
        for key, residual in measured.items()
        if residual is not None and abs(residual) >= least
    }
