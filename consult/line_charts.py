"""Small line charts as plain coordinates for an inline SVG: direct labels, a target line, gaps where a value is blank.

A chart is never alone: its table stands beside it, and its title is a sentence that says what it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 176
LEFT, RIGHT, TOP, BOTTOM = 28, 28, 40, 28


@dataclass(frozen=True)
class ChartPoint:
    """One value on the paper; `label` is its figure, `year` what stands under it ("" where there is no room)."""

    x: float
    y: float
    label: str
    year: str


@dataclass(frozen=True)
class LineChart:
    """`path` moves anew after each blank, so that no line crosses a year without a value."""

    title: str
    unit: str
    points: tuple[ChartPoint, ...]
    years: tuple[ChartPoint, ...]
    path: str
    target_y: float | None
    target_label: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


Series = Sequence[tuple[int, float | None]]


def line_chart(
    series: Series, *, title: str, unit: str = "", decimals: int = 0, target: float | None = None
) -> LineChart | None:
    """None when fewer than two values are there: a single point is no development."""
    known = [(year, value) for year, value in series if value is not None]
    if len(known) < 2:
        return None
    across = _scale([year for year, _ in series], LEFT, WIDTH - RIGHT)
    up = _scale(
        [value for _, value in known] + ([] if target is None else [target]), HEIGHT - BOTTOM - 8, TOP
    )
    step = _year_step(len(series))
    points = [ChartPoint(across(year), up(value), f"{value:,.{decimals}f}", "") for year, value in known]
    years = [
        ChartPoint(across(year), HEIGHT - 8, "", str(year))
        for n, (year, _) in enumerate(series)
        if n % step == 0
    ]
    return LineChart(
        title=title,
        unit=unit,
        points=tuple(points),
        years=tuple(years),
        path=_path([(across(year), None if value is None else up(value)) for year, value in series]),
        target_y=None if target is None else up(target),
        target_label="" if target is None else f"目標 {target:,.{decimals}f}",
    )


def _year_step(count: int) -> int:
    """Every year, or every second, third …: seven labels have room, and the first and last year always have one."""
    return next(step for step in range(1, count) if (count - 1) % step == 0 and (count - 1) // step <= 6)


class _scale:  # noqa: N801 (reads as the function it stands for)
    """Straight from the range of `values` to the paper between `start` and `end`."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, self.high = min(values), max(values)
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return round((self.start + self.end) / 2, 1)
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def _path(places: Sequence[tuple[float, float | None]]) -> str:
    steps, pen = [], "M"
    for x, y in places:
        if y is None:
            pen = "M"
        else:
            steps.append(f"{pen}{x} {y}")
            pen = "L"
    return " ".join(steps)


def development(
    name: str, series: Sequence[tuple[int, float | None]], *, unit: str | None, decimals: int
) -> str:
    """出生数は、2015年の2,562人から2019年の2,134人に減りました — only what the figures say, no judgement."""
    known = [(year, value) for year, value in series if value is not None]
    if len(known) < 2:
        return name
    (first_year, first), (last_year, last) = known[0], known[-1]
    before, after = (f"{value:,.{decimals}f}{unit or ''}" for value in (first, last))
    if first == last:
        return f"{name}は、{first_year}年も{last_year}年も{after}です"
    verb = "増えています" if last > first else "減っています"
    return f"{name}は、{first_year}年の{before}から{last_year}年の{after}に{verb}"
