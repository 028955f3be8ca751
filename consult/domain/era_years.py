"""Years of a date as they are counted in eras, or left without one."""

from datetime import date

from consult.domain.dates import ERAS, Era, existing_day, wareki
from consult.domain.errors import UnreadableDate


def in_era(era: Era, typed_year: str, month: int, day: int) -> tuple[date, list[str]]:
    """平成32年 is 令和2年: the count of years goes on when an era has ended."""
    number = 1 if typed_year == "元" else int(typed_year)
    if number == 0:
        raise UnreadableDate(f"{era.name}0年はありません。")
    found = existing_day(era.first_day.year + number - 1, month, day)
    if era.first_day <= found <= era.last_day:
        return found, []
    if found < era.first_day:
        raise UnreadableDate(
            f"{era.name}{typed_year}年{month}月{day}日は、{era.name}の期間にありません。{wareki(found)}ではありませんか。"
        )
    return found, [f"{era.name}{number}年を{wareki(found).partition('年')[0]}年と読みました。"]


def years_meant(typed_year: str) -> tuple[int, ...]:
    """２ is the second year of an era, or of the century."""
    number = 1 if typed_year == "元" else int(typed_year)
    if number == 0:
        return (2000,)
    return (*(era.first_day.year + number - 1 for era in ERAS), 2000 + number)
