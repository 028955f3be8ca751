"""Dates of a column as people typed them over the years: what is missing is taken from beside it, and said (O2).

Nothing is guessed that the table does not tell. What cannot be read stays as typed, with the reason; it stops no row.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from consult.domain.dates import (
    ERA,
    WEEKDAYS,
    era_of,
    existing_day,
    plain_date,
    wareki,
)
from consult.domain.echo import echoed
from consult.domain.era_years import in_era, years_meant
from consult.domain.errors import UnreadableDate
from consult.domain.year_hint import NUMBER, YearHint

# Serial numbers that spreadsheets keep days as: 1954 to 2064. Smaller numbers are counts, not days.
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000
WITH_YEAR = re.compile(
    rf"^{ERA}?(?P<year>{NUMBER})(?:年|[./-])(?P<month>[0-9]{{1,2}})(?:月|[./-])(?P<day>[0-9]{{1,2}})日?(?P<rest>.*)$",
    re.IGNORECASE,
)
WITHOUT_YEAR = re.compile(r"^(?P<month>[0-9]{1,2})(?:月|[./-])(?P<day>[0-9]{1,2})日?(?P<rest>.*)$")
UNMARKED = re.compile(
    rf"^(?:{ERA}(?P<short>[0-9]{{2}})|(?P<year>[0-9]{{4}}))(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?P<rest>\D.*)?$",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"^\(?([日月火水木金土])(?:曜日?)?(?:\)|(?=[^)\w]|$))")
# What often follows a day and says nothing about which day it is.
HARMLESS = re.compile(
    r"^(?:[\s.,~-]|午前|午後|夕方|夜間?|朝|昼|am|pm|から|より|まで|頃|ごろ|受領|受付|受理|着|付け?|消印|開催|実施|分|[0-9]{1,2}(?::[0-9]{2}|時(?:半|[0-9]{1,2}分)?))*$",
    re.IGNORECASE,
)
SAME_DAY = re.compile(r"^(?:同日|同上|同じ日|同|〃|々|″|\"|”|仝|上に同じ)(?P<rest>.*)$")


@dataclass(frozen=True)
class TableDate:
    """The day, or None with the `problem` that a person has to solve; `notices` say what was taken from elsewhere."""

    typed: str
    day: date | None = None
    notices: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class _Partial:
    """A day whose year is missing, or is one of the few `years` that ２／３／６ can mean."""

    month: int
    day: int
    rest: str
    years: tuple[int, ...] = ()
    typed_year: str = ""


def read_column(
    cells: Sequence[str | int | float | date | datetime | None],
    hints: Sequence[YearHint],
    *,
    counts_from_1904: bool = False,
) -> list[TableDate]:
    """Each cell of a column, in the order of its rows; `hints` are those of the rows' titles and sections."""
    read = [_read(cell, counts_from_1904) for cell in cells]
    following = _next_days(read)
    found: list[TableDate] = []
    before: date | None = None
    for n, (each, hint) in enumerate(zip(read, hints, strict=True)):
        typed = _typed(cells[n])
        if each is None:
            each = _same_day(typed, found[-1].day if found else None)
        elif isinstance(each, _Partial):
            each = _with_year(typed, each, hint, before or following[n])
        found.append(each)
        before = each.day or before
    return found


def _next_days(read: Sequence["TableDate | _Partial | None"]) -> list[date | None]:
    """For each row the next day below it that stands on its own."""
    following: list[date | None] = []
    day: date | None = None
    for each in reversed(read):
        following.append(day)
        day = each.day or day if isinstance(each, TableDate) else day
    return following[::-1]


def looks_like_day(cell: str | int | float | date | datetime | None) -> bool:
    """Whether a cell is a day, whole or without its year; a number alone is not."""
    if isinstance(cell, date):
        return True
    if not isinstance(cell, str) or not 3 <= len(cell.strip()) <= 40:
        return False
    plain = plain_date(cell)
    return bool(UNMARKED.match(plain) or WITH_YEAR.match(plain) or WITHOUT_YEAR.match(plain))


def _read(
    cell: str | int | float | date | datetime | None, counts_from_1904: bool
) -> TableDate | _Partial | None:
    """A date, a day without a year, or None for the day of the row above."""
    typed = _typed(cell)
    if isinstance(cell, datetime):
        return TableDate(typed, cell.date())
    if isinstance(cell, date):
        return TableDate(typed, cell)
    if isinstance(cell, int | float):
        return _serial(cell, counts_from_1904)
    if not typed:
        return TableDate("", problem="日付が空です。")
    try:
        return _read_text(typed)
    except UnreadableDate as error:
        return TableDate(typed, problem=error.message)


def _typed(cell: object) -> str:
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return "" if cell is None else str(cell).strip()


def _serial(number: int | float, counts_from_1904: bool) -> TableDate:
    typed = str(int(number)) if math.isfinite(number) else str(number)
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        if 19_000_101 <= number <= 21_001_231:
            return _unmarked_number(typed)
        return TableDate(typed, problem=f"「{echoed(typed)}」は日付として読み取れません。")
    start = date(1904, 1, 1) if counts_from_1904 else date(1899, 12, 30)
    day = start + timedelta(days=int(number))
    return TableDate(typed, day, (f"書式のない数字「{echoed(typed)}」を{wareki(day)}と読みました。",))


def _unmarked_number(typed: str) -> TableDate:
    try:
        return TableDate(typed, existing_day(int(typed[:4]), int(typed[4:6]), int(typed[6:])))
    except UnreadableDate as error:
        return TableDate(typed, problem=error.message)


def _read_text(typed: str) -> TableDate | _Partial | None:
    plain = plain_date(typed)
    if SAME_DAY.match(plain):
        return None
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", plain):
        return _serial(float(plain), False)
    match = UNMARKED.match(plain) or WITH_YEAR.match(plain)
    if match is None:
        return _without_year(plain, typed)
    parts = match.groupdict()
    year_typed = parts.get("short") or parts["year"]
    month, day, rest = int(parts["month"]), int(parts["day"]), parts["rest"] or ""
    era = era_of(parts["era"])
    if era is not None:
        found, notices = in_era(era, year_typed, month, day)
    elif year_typed == "元" or int(year_typed) < 100:
        return _Partial(month, day, rest, years_meant(year_typed), year_typed)
    elif int(year_typed) < 1900:
        raise UnreadableDate(f"「{echoed(typed)}」の年を読み取れません。")
    else:
        found, notices = existing_day(int(year_typed), month, day), []
    return TableDate(typed, found, (*notices, *_checked_rest(rest, found, typed)))


def _without_year(plain: str, typed: str) -> _Partial:
    match = WITHOUT_YEAR.match(plain)
    if match is None:
        raise UnreadableDate(f"「{echoed(typed)}」は日付として読み取れません。")
    return _Partial(int(match["month"]), int(match["day"]), match["rest"] or "")


def _checked_rest(rest: str, day: date, typed: str) -> list[str]:
    """A weekday must fit; hours and 受領 are fine; anything else is named, so that nobody overlooks it."""
    weekday = WEEKDAY.match(rest)
    if weekday:
        actual = WEEKDAYS[day.weekday()]
        if weekday[1] != actual:
            raise UnreadableDate(
                f"「{echoed(typed)}」の曜日が合いません。{wareki(day)}は{actual}曜日です。日付か曜日を確かめてください。"
            )
        rest = rest[weekday.end() :]
    return [] if HARMLESS.match(rest) else [f"「{echoed(rest)}」は読まずに、{wareki(day)}としました。"]


def _same_day(typed: str, above: date | None) -> TableDate:
    if above is None:
        return TableDate(typed, problem="上の行に日付がないため、「同日」を読み取れません。")
    return TableDate(typed, above, (f"上の行と同じ{wareki(above)}としました。",))


def _with_year(typed: str, partial: _Partial, hint: YearHint, neighbour: date | None) -> TableDate:
    """The year of the title, or of the neighbouring row; a typed weekday decides between several."""
    of_title = [year for year in hint.years_of(partial.month) if not partial.years or year in partial.years]
    beside = _years_around(neighbour)
    years = of_title or [year for year in beside if not partial.years or year in partial.years]
    if not years:
        return TableDate(typed, problem=_year_unknown(typed, partial))
    days = [day for year in years if (day := _day_or_none(year, partial))]
    if not days:
        return TableDate(typed, problem=f"{partial.month}月{partial.day}日はありません。")
    weekday = WEEKDAY.match(partial.rest)
    fitting = [day for day in days if not weekday or WEEKDAYS[day.weekday()] == weekday[1]]
    if not fitting:
        return TableDate(typed, problem=f"「{echoed(typed)}」の曜日が、{wareki(days[0])}と合いません。")
    near = neighbour or fitting[0]
    found = min(fitting, key=lambda day: abs((day - near).days))
    source, year = "見出し" if of_title else "前後の行", wareki(found).partition("年")[0]
    missing = f"元号のない「{partial.typed_year}年」を" if partial.years else "年がないため"
    notice = f"{missing}、{source}から{year}年としました。"
    return TableDate(typed, found, (notice, *_checked_rest(partial.rest, found, typed)))


def _year_unknown(typed: str, partial: _Partial) -> str:
    if partial.years:
        return f"「{echoed(typed)}」の年が元号か西暦か、見出しからも前後の行からも分かりません。"
    return f"「{echoed(typed)}」には年がなく、見出しにも前後の行にも年がありません。"


def _years_around(day: date | None) -> list[int]:
    return [day.year - 1, day.year, day.year + 1] if day else []


def _day_or_none(year: int, partial: _Partial) -> date | None:
    try:
        return existing_day(year, partial.month, partial.day)
    except UnreadableDate:
        return None
