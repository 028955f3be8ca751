"""Template filters: 令和 dates, 件 and 名 counts, probabilities, sizes."""

from datetime import date, datetime

from flask import Flask

from consult.domain.certainty import certainty_of
from consult.domain.dates import WEEKDAYS, wareki, wareki_year, western_year
from consult.domain.echo import echoed
from consult.domain.period import JAPAN, CommentPeriod

# A wording longer than this is folded, unless hardly anything would be.
LONG, SLACK = 300, 60


def bind(app: Flask) -> None:
    of_time = (day, day_and_time, period, days_left, month, reference, wareki_year)
    of_number = (ken, mei, chance, likelihood, file_size, figure, signed)
    for function in (*of_time, *of_number, beginning, echoed):
        app.jinja_env.filters[function.__name__] = function


def beginning(wording: str) -> str:
    """As much of a long wording as a list has room for; "" where all of it is shown."""
    return f"{wording[:LONG].rstrip()}…" if len(wording) > LONG + SLACK else ""


def day(value: date | datetime | None) -> str:
    """令和3年2月10日(水), of a stored moment its day in Japan; empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(JAPAN).date()
    return f"{wareki(value)}({WEEKDAYS[value.weekday()]})"


def day_and_time(value: datetime | None) -> str:
    """A stored moment in Japan time: 令和3年2月10日(水) 10:32."""
    if value is None:
        return ""
    local = value.astimezone(JAPAN)
    return f"{day(local.date())} {local:%H:%M}"


def period(value: CommentPeriod) -> str:
    """Both days of a comment period, the last one to its end: 令和8年3月1日(日)〜3月30日(月) 23:59."""
    first, last = day(value.opens_on), day(value.closes_on)
    if value.opens_on.year == value.closes_on.year and first[:2] == last[:2]:
        last = last.partition("年")[2]
    return f"{first}〜{last} 23:59"


def days_left(days: int) -> str:
    """締切まであと12日; on the last day itself that it is the last."""
    return f"締切まであと{days}日" if days else "きょうが最終日です（23:59まで）"


def ken(count: int) -> str:
    """Opinions: 1,234件."""
    return f"{count:,}件"


def mei(count: int | None) -> str:
    """Submitters: 12名; 不明 when the source does not say."""
    return "不明" if count is None else f"{count:,}名"


def chance(probability: float) -> str:
    """A suggestion's probability: never 0 or 100, since the tagger is never that sure."""
    return f"{min(99, max(1, round(probability * 100)))}％"


def likelihood(probability: float) -> str:
    """A suggestion's probability in words (screens.md, Review)."""
    return certainty_of(probability).label


def file_size(count: int) -> str:
    """Bytes as people read them: 312KB, 1.4MB."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000)):,}KB"
    return f"{count / 1_000_000:.1f}MB"


def figure(value: float, decimals: int = 0) -> str:
    """A number with its places kept: 24,000, 1.50."""
    return f"{value:,.{decimals}f}"


def month(value: str) -> str:
    """A stored month, 2020-01, as 令和2(2020)年1月."""
    year, number = value.split("-")
    return f"{wareki_year(int(year))}年{int(number)}月"


def reference(value: str) -> str:
    """A year as the source prints it, with the western year beside it: H26（2014）."""
    western = western_year(value)
    return value if western is None else f"{value}（{western}）"


def signed(value: float, decimals: int = 2) -> str:
    """A number that raises or lowers another: +1.63, -0.62; nothing at all is 0.00, never -0.00."""
    text = f"{value:+.{decimals}f}"
    return text if text.strip("+-0.") else text[1:]
