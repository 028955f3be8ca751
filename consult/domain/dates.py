"""Wareki. Reading what people type is below; an impossible date is explained, not guessed (O2)."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from consult.domain.echo import echoed
from consult.domain.errors import UnreadableDate


@dataclass(frozen=True)
class Era:
    name: str
    letter: str
    first_day: date
    last_day: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1), date.max),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
)
NUMBER = r"(元|[0-9]{1,4})"
ERA = r"(?P<era>令和|平成|昭和|令|平|昭|[RHS])"
WEEKDAY = r"(?:\(?(?P<weekday>[日月火水木金土])(?:曜日?)?\)?)?"
TYPED = re.compile(
    rf"^{ERA}?{NUMBER}[年./-]([0-9]{{1,2}})[月./-]([0-9]{{1,2}})日?{WEEKDAY}$",
    re.IGNORECASE,
)
# 20200115, R020115: no marks between the parts.
WITHOUT_MARKS = re.compile(
    rf"^(?:{ERA}([0-9]{{2}})|([0-9]{{4}}))([0-9]{{2}})([0-9]{{2}}){WEEKDAY}$", re.IGNORECASE
)
WITHOUT_YEAR = re.compile(rf"^[0-9]{{1,2}}[月./-][0-9]{{1,2}}日?{WEEKDAY}$")
WEEKDAYS = "月火水木金土日"
KANJI = "〇一二三四五六七八九"
# From the first numeral of a row alone: begun anew at each of them, half a million in one cell hold the site up for minutes.
NUMERALS = re.compile(rf"(?<![{KANJI}十])[{KANJI}十]++(?=[年月日])")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-") | {"。": ".", "、": ".", ",": ".", "・": "."})
EXAMPLES = "R2.1.15、令和2年1月15日、2020/1/15"


def wareki(day: date) -> str:
    """令和2年1月15日; the first year of an era is 元年. Before 昭和 the western year stands."""
    for era in ERAS:
        if day >= era.first_day:
            year = day.year - era.first_day.year + 1
            return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def month_of(day: date) -> str:
    """令和2年1月: how a source is dated beside a quotation."""
    return wareki(day).partition("月")[0] + "月"


def wareki_year(year: int) -> str:
    """令和3(2021): both ways of counting, as official papers print them; a year of two eras takes the later one."""
    for era in ERAS:
        if year >= era.first_day.year:
            number = year - era.first_day.year + 1
            return f"{era.name}{'元' if number == 1 else number}({year})"
    return str(year)


def western_year(short: str) -> int | None:
    """2014 for `H26`, 2010 for `H22国勢調査`; None where no year of an era stands at the beginning."""
    match = re.match(r"([RHS])(元|\d{1,2})(?!\d)", unicodedata.normalize("NFKC", short), re.IGNORECASE)
    era = era_of(match[1]) if match else None
    if match is None or era is None:
        return None
    return era.first_day.year + (1 if match[2] == "元" else int(match[2])) - 1


def read_date(typed: str) -> date:
    """The day meant by `R2.1.15`, `令和2年1月15日`, `Ｒ２．１．１５`, `2020/1/15` …

    Raises UnreadableDate with a Japanese explanation for what is no date, does not exist, or lies outside its era.
    """
    plain = plain_date(typed)
    if WITHOUT_YEAR.match(plain):
        raise UnreadableDate(
            f"「{echoed(typed)}」には年がありません。{EXAMPLES} のように、年から入力してください。"
        )
    era, year, month, day, weekday = _parts(plain, typed)
    found = _within_era(era, existing_day(_western_year(era, year, typed), month, day), typed)
    return _on_weekday(weekday, found, typed)


def plain_date(typed: str) -> str:
    """For reading only: half width, one kind of dash, digits for kanji numerals, blanks between digits as dots."""
    text = unicodedata.normalize("NFKC", typed).translate(DASHES).strip()
    text = NUMERALS.sub(lambda found: _digits(found.group()), text)
    return re.sub(r"\s", "", re.sub(r"(?<=[0-9])\s+(?=[0-9])", ".", text))


def _digits(numeral: str) -> str:
    """二十三 and 二三 are 23, 十 is 10, 二〇二〇 is 2020."""
    if "十" not in numeral:
        return "".join(str(KANJI.index(char)) for char in numeral)
    tens, _, ones = numeral.partition("十")
    return (_digits(tens) or "1") + (_digits(ones) or "0") if "十" not in ones else numeral


def _parts(plain: str, typed: str) -> tuple[str | None, str, int, int, str | None]:
    """Era, year, month, day and weekday as typed."""
    match = TYPED.match(plain)
    if match:
        return match["era"], match[2], int(match[3]), int(match[4]), match["weekday"]
    match = WITHOUT_MARKS.match(plain)
    if match is None:
        raise UnreadableDate(
            f"「{echoed(typed)}」は日付として読み取れません。{EXAMPLES} のように入力してください。"
        )
    return match["era"], match[2] or match[3], int(match[4]), int(match[5]), match["weekday"]


def _on_weekday(weekday: str | None, day: date, typed: str) -> date:
    actual = WEEKDAYS[day.weekday()]
    if weekday and weekday != actual:
        raise UnreadableDate(
            f"「{echoed(typed)}」の曜日が合いません。{wareki(day)}は{actual}曜日です。日付か曜日を確かめてください。"
        )
    return day


def _western_year(era_name: str | None, year: str, typed: str) -> int:
    number = 1 if year == "元" else int(year)
    era = era_of(era_name)
    if era is not None:
        if number == 0:
            raise UnreadableDate(f"「{echoed(typed)}」の年を読み取れません。")
        return era.first_day.year + number - 1
    if number < 1900:
        raise UnreadableDate(
            f"「{echoed(typed)}」は元号か西暦4桁の年が必要です。{EXAMPLES} のように入力してください。"
        )
    return number


def existing_day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise UnreadableDate(f"{month}月はありません。1月から12月で入力してください。")
    last = calendar.monthrange(year, month)[1] if year <= 9999 else 0
    if not 1 <= day <= last:
        raise UnreadableDate(f"{year}年{month}月{day}日はありません。{month}月は{last}日までです。")
    return date(year, month, day)


def _within_era(era_name: str | None, day: date, typed: str) -> date:
    era = era_of(era_name)
    if era is not None and not era.first_day <= day <= era.last_day:
        raise UnreadableDate(
            f"「{echoed(typed)}」は{era.name}の期間にありません。{wareki(day)}ではありませんか。"
        )
    return day


def era_of(name: str | None) -> Era | None:
    if not name:
        return None
    return next(era for era in ERAS if name.upper() in (era.name, era.name[0], era.letter))
