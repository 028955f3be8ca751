"""How many new points each further hearing added (decision 0121).

A point is a pair of a theme and a package (one of them may be missing). An opinion brings as many new points as it has
pairs that no opinion heard before had; a copy of a text heard before brings none. Opinions without any tag bring none
and are counted apart: nothing says whether they are new.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

Point = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """One opinion: the codes of its themes and packages, and the digest of its text."""

    themes: frozenset[str]
    packages: frozenset[str]
    text_digest: str

    @property
    def points(self) -> frozenset[Point]:
        """Every pair; none for an opinion without tags."""
        if not self.themes and not self.packages:
            return frozenset()
        return frozenset(product(self.themes or {""}, self.packages or {""}))


@dataclass(frozen=True)
class Step:
    """One hearing in the order in which they were held; `points` is the sum so far."""

    hearing_id: int
    opinions: int
    untagged: int
    new: int
    points: int


def steps(hearings: Iterable[tuple[int, Iterable[Said]]]) -> list[Step]:
    """The hearings of one sector, in their order."""
    known: set[Point] = set()
    texts: set[str] = set()
    found: list[Step] = []
    points = 0
    for hearing_id, opinions in hearings:
        said = list(opinions)
        new = 0
        for opinion in said:
            if opinion.text_digest not in texts:
                new += len(opinion.points - known)
            known |= opinion.points
            texts.add(opinion.text_digest)
        points += new
        untagged = sum(not opinion.points for opinion in said)
        found.append(Step(hearing_id, len(said), untagged, new, points))
    return found


def is_thin(found: list[Step]) -> bool:
    """So many opinions without a tag that the curve says little: more than one in five."""
    return sum(step.untagged for step in found) * 5 > sum(step.opinions for step in found)


def last_gain(found: list[Step], hearings: int = 10) -> int:
    """New points of the last hearings."""
    return sum(step.new for step in found[-hearings:])
