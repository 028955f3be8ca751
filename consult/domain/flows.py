"""A picture of flows (sankey): columns of places, and between neighbouring columns bands as thick as what goes through.

Plain coordinates for an inline SVG. The same steps give the table, so that both say the same and every column adds up.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 1000
COLUMNS_AT = (0.0, 215.0, 420.0, 800.0)
LABELS_HOLD = (9, 8, 22, 9)
THICK, GAP, LEAST, TOP = 14.0, 14.0, 2.0, 24.0
PER_NODE, SHORTEST = 26.0, 320.0

# Codes of places that are no value: nothing was said, more than one was. Kept at release, read for the picture.
NONE, SEVERAL = "", "*"
# From code and to code, and how many went that way.
Step = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Place:
    """A value of one column. `number` chooses its colour, 0 for none."""

    code: str
    label: str
    number: int = 0


@dataclass(frozen=True)
class Node:
    """`longest`: how many characters of its label have room beside it."""

    place: Place
    column: int
    count: int
    x: float
    y: float
    height: float

    @property
    def longest(self) -> int:
        return LABELS_HOLD[self.column]


@dataclass(frozen=True)
class Band:
    """`from_label` → `to_label`; `path` is the outline of an SVG path."""

    from_place: Place
    to_place: Place
    column: int
    count: int
    path: str

    @property
    def number(self) -> int:
        return self.to_place.number or self.from_place.number


@dataclass(frozen=True)
class Flows:
    total: int
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    # By column every place of it, those without any, too.
    totals: tuple[tuple[tuple[Place, int], ...], ...]
    width: int = WIDTH
    height: int = 0
    thick: float = THICK


def flows(columns: Sequence[Sequence[Place]], steps: Sequence[Step]) -> Flows:
    """`steps`: one for each two neighbouring columns. A code that no column offers is a fault of the caller."""
    total = sum(steps[0].values())
    totals = [Counter[str]() for _ in columns]
    for (start, _), count in steps[0].items():
        totals[0][start] += count
    for n, step in enumerate(steps, start=1):
        for (_, end), count in step.items():
            totals[n][end] += count
    used = [[place for place in column if totals[n][place.code]] for n, column in enumerate(columns)]
    height = max(SHORTEST, PER_NODE * max(map(len, used), default=0))
    scale = _scale(used, total, height)
    nodes: dict[tuple[int, str], Node] = {}
    for n, column in enumerate(used):
        y = TOP
        for place in column:
            count = totals[n][place.code]
            tall = max(LEAST, count * scale)
            nodes[n, place.code] = Node(place, n, count, COLUMNS_AT[n], round(y, 2), round(tall, 2))
            y += tall + GAP
    bottom = max((node.y + node.height for node in nodes.values()), default=0.0)
    return Flows(
        total,
        tuple(nodes.values()),
        tuple(_bands(used, steps, nodes, scale)),
        tuple(tuple((place, totals[n][place.code]) for place in column) for n, column in enumerate(columns)),
        height=round(bottom + TOP),
    )


def _scale(used: Sequence[Sequence[Place]], total: int, height: float) -> float:
    """So that the column with most places fits, and one opinion is as thick everywhere."""
    most = max(map(len, used), default=0)
    return (height - GAP * max(0, most - 1)) / total if total else 0.0


def _bands(
    used: Sequence[Sequence[Place]],
    steps: Sequence[Step],
    nodes: dict[tuple[int, str], Node],
    scale: float,
) -> list[Band]:
    found = []
    for n, step in enumerate(steps):
        left, right = Counter[str](), Counter[str]()
        for start in used[n]:
            for end in used[n + 1]:
                count = step.get((start.code, end.code), 0)
                if count:
                    source, target = nodes[n, start.code], nodes[n + 1, end.code]
                    outline = _outline(source, target, left[start.code], right[end.code], count * scale)
                    found.append(Band(start, end, n, count, outline))
                    left[start.code] += count
                    right[end.code] += count
    return found


def _outline(source: Node, target: Node, before_left: int, before_right: int, tall: float) -> str:
    x0, x1 = source.x + THICK, target.x
    middle = (x0 + x1) / 2
    y0 = source.y + source.height * before_left / source.count
    y1 = target.y + target.height * before_right / target.count
    tall = max(tall, 1.0)
    there = f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    back = f"V{y1 + tall:.1f}C{middle:.1f} {y1 + tall:.1f} {middle:.1f} {y0 + tall:.1f} {x0:.1f} {y0 + tall:.1f}Z"
    return there + back
