"""Machine and person beside person and person, per facet, with intervals: plain coordinates for an inline SVG."""

from dataclasses import dataclass

from consult.evaluation.report import Figure, TagReport

WIDTH, LEFT, RIGHT = 360, 8, 44
TOP, PER_FACET, BETWEEN = 8, 64, 20


@dataclass(frozen=True)
class Range:
    """One figure: its point, the ends of its interval, and what is written beside it."""

    who: str
    y: int
    x: float
    low: float
    high: float
    label: str


@dataclass(frozen=True)
class RangeRow:
    title: str
    y: int
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class RangeChart:
    title: str
    rows: tuple[RangeRow, ...]
    ticks: tuple[tuple[float, str], ...]
    width: int
    height: int
    base: int


def f1_chart(report: TagReport) -> RangeChart | None:
    """None while nothing is measured."""
    if not report.measured:
        return None
    by_key = {row.key: row for row in report.rows}
    machine, people = by_key["f1"].figures, by_key["people_f1"].figures
    rows = []
    for number, facet in enumerate(machine):
        y = TOP + number * PER_FACET + 12
        pairs = (("機械と人", machine[facet]), ("人と人", people[facet]))
        ranges = tuple(
            _range(who, figure, y + BETWEEN * place) for place, (who, figure) in enumerate(pairs, start=1)
        )
        rows.append(RangeRow(facet.label, y, tuple(filter(None, ranges))))
    base = TOP + len(rows) * PER_FACET
    ticks = tuple((_across(value), f"{value:.1f}") for value in (0.0, 0.5, 1.0))
    title = "機械と人の一致（F1）を、人と人の一致と並べる"
    return RangeChart(title, tuple(rows), ticks, WIDTH, base + 24, base)


def _range(who: str, figure: Figure, y: int) -> Range | None:
    if figure.value is None:
        return None
    low, high = (_across(figure.value if end is None else end) for end in (figure.low, figure.high))
    return Range(who, y, _across(figure.value), low, high, f"{figure.value:.2f}")


def _across(value: float) -> float:
    return round(LEFT + 72 + value * (WIDTH - LEFT - RIGHT - 72), 1)
