"""Years of reports as people type them, fiscal years (年度, April to March), and the year that a value truly belongs to."""

import re
import unicodedata
from datetime import date

from consult.domain.dates import ERAS, era_of
from consult.domain.echo import echoed
from consult.domain.errors import UnreadableFigure

FIRST_YEAR, LAST_YEAR = 1950, 2100
FIRST_MONTH = 4
AT_START = re.compile(r"^(?:(令和|平成|昭和|[RHS])(元|[0-9]{1,2})|([0-9]{4}))(?![0-9])", re.IGNORECASE)
AFTER_YEAR = re.compile(r"^(?:年度|年)?$")
EXAMPLES = "令和6年度、R6、2024"


def year_at_start(typed: str) -> int | None:
    """2010 for `H22国勢調査`, 令和5年 is 2023; None where a text does not begin with a year."""
    plain = _plain(typed)
    match = AT_START.match(plain)
    if match is None:
        return None
    if match[3]:
        year = int(match[3])
    else:
        era = era_of(match[1].upper() if match[1].isascii() else match[1])
        assert era is not None  # the pattern names eras only
        year = era.first_day.year + (1 if match[2] == "元" else int(match[2])) - 1
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def read_year(typed: str) -> int:
    """The year that 令和6年度, R6 and 2024 mean. Raises UnreadableFigure for anything else."""
    plain = _plain(typed)
    year, match = year_at_start(plain), AT_START.match(plain)
    if year is None or match is None or not AFTER_YEAR.match(plain[match.end() :]):
        shown = echoed(typed)
        raise UnreadableFigure(
            f"「{shown}」は年度として読み取れません。{EXAMPLES} のように入力してください。"
        )
    return year


def fiscal_year_of(day: date) -> int:
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def _plain(typed: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))


def short_wareki(year: int) -> str:
    """R6 for 2024, as the strategy prints reference years; a year of two eras takes the later one."""
    era = next((era for era in ERAS if year >= era.first_day.year), None)
    return f"{era.letter}{year - era.first_day.year + 1}" if era else str(year)


def refuse_wrong_reference(typed: str, reported: int | None) -> None:
    """UnreadableFigure for a reference year that cannot be read, or is later than the year of the report."""
    year = year_at_start(typed)
    if year is None:
        raise UnreadableFigure("参照年は、値が実際に属する年から書いてください。例：R5、2023、R2国勢調査")
    if reported is not None and year > reported:
        raise UnreadableFigure("参照年が、報告する年度より後になっています。")
