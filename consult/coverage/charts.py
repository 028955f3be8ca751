"""Two charts as plain coordinates for an inline SVG and for a file of its own: bars of months, and a curve of new points.

Each has a title that is a sentence and says only what the figures say, its unit and its source; its table stands
beside it (decision 0022). Colours and type stand in the drawing itself, so that the file needs no style sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consult import formatting
from consult.coverage.counting import UNKNOWN_MONTH
from consult.domain.crossing import Crossing
from consult.domain.dates import wareki_year
from consult.domain.saturation import Step, last_gain
from consult.domain.vocabulary import Sector

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 40, 24, 24, 44
# So many labels have room under the axis.
MOST_LABELS = 12
UNDATED = "日付要確認"


@dataclass(frozen=True)
class Label:
    x: float
    text: str


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    figure: str


@dataclass(frozen=True)
class Mark:
    x: float
    y: float
    figure: str


@dataclass(frozen=True)
class Drawing:
    """`bars` or a curve (`path` and `marks`); without either it says why there is nothing."""

    title: str
    unit: str
    source: str
    bars: tuple[Bar, ...] = ()
    path: str = ""
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()
    nothing: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


def months_chart(by_month: Crossing[str, object], *, source: str) -> Drawing:
    """延べ of each month; hearings without a readable day stand at the end."""
    months = [month for month in by_month.rows if month or by_month.of_row(month).times]
    figures = {month: by_month.of_row(month).times for month in months}
    unit = "延べ、回"
    if not any(figures.values()):
        return Drawing("ヒアリングはまだ登録されていません", unit, source, nothing="ヒアリングがありません")
    busiest = max(months, key=lambda month: figures[month])
    title = f"ヒアリングは延べ{by_month.whole.times:,}回。いちばん多いのは{month_in_words(busiest)}の{figures[busiest]:,}回"
    step = (WIDTH - RIGHT - LEFT) / len(months)
    tallest = max(figures.values())
    bars, labels = [], []
    every = -(-len(months) // MOST_LABELS)
    for n, month in enumerate(months):
        height = round((HEIGHT - BOTTOM - TOP) * figures[month] / tallest, 1)
        x = round(LEFT + step * n + step * 0.15, 1)
        bar = Bar(x, HEIGHT - BOTTOM - height, round(step * 0.7, 1), height, f"{figures[month]:,}")
        bars.append(bar)
        if n % every == 0 or month == UNKNOWN_MONTH:
            labels.append(Label(round(LEFT + step * (n + 0.5), 1), short_month(month)))
    return Drawing(title, unit, source, bars=tuple(bars), labels=tuple(labels))


def curve(sector: Sector, found: Sequence[Step], *, source: str) -> Drawing:
    """New points so far, hearing by hearing."""
    unit = "新しい論点の累計、横軸は何回目のヒアリングか"
    if len(found) < 2:
        nothing = "ヒアリングが2回以上になると、線になります"
        return Drawing(f"{sector.label}：線にするには足りません", unit, source, nothing=nothing)
    points = found[-1].points
    if not points:
        nothing = "分類のある意見がまだないため、線にできません"
        return Drawing(f"{sector.label}：分類のある意見がまだありません", unit, source, nothing=nothing)
    last = min(10, len(found) - 1)
    title = (
        f"{sector.label}：{len(found):,}回で論点{points:,}。"
        f"終わりの{last}回で新しく出た論点は{last_gain(list(found), last):,}"
    )
    across = (WIDTH - RIGHT - LEFT) / max(1, len(found))
    up = (HEIGHT - BOTTOM - TOP) / points
    # The curve begins before the first hearing, with nothing said yet.
    places = [(float(LEFT), float(HEIGHT - BOTTOM))] + [
        (round(LEFT + across * n, 1), round(HEIGHT - BOTTOM - up * step.points, 1))
        for n, step in enumerate(found, start=1)
    ]
    every = -(-len(found) // MOST_LABELS)
    # The last has its label always, and room for it.
    shown = {len(found), *(n for n in range(1, len(found), every) if len(found) - n > every // 2)}
    marks = tuple(Mark(x, y, f"{found[n - 1].points:,}") for n, (x, y) in enumerate(places) if n in shown)
    labels = tuple(Label(places[n][0], f"{n}") for n in sorted(shown))
    path = "M" + " L".join(f"{x} {y}" for x, y in places)
    return Drawing(title, unit, source, path=path, marks=marks, labels=labels)


def month_in_words(month: str) -> str:
    return UNDATED if month == UNKNOWN_MONTH else formatting.month(month)


def short_month(month: str) -> str:
    """R2.4: a year has no room under each bar in full."""
    if month == UNKNOWN_MONTH:
        return "不明"
    year, number = month.split("-")
    era = wareki_year(int(year))
    short = {"令": "R", "平": "H", "昭": "S"}.get(era[0], "")
    count = era.partition("(")[0][2:] if short else year
    return f"{short}{count}.{int(number)}"
