"""The years that a table names above its rows, for dates that were typed without one."""

import re
import unicodedata
from dataclasses import dataclass

from consult.domain.dates import DASHES, ERA, era_of

NUMBER = r"(?:元|[0-9]{1,4})"


@dataclass(frozen=True)
class YearHint:
    """Years that a title names, in order. Those of a fiscal year (年度) end in March of the next."""

    years: tuple[int, ...] = ()
    is_fiscal: bool = False

    def years_of(self, month: int) -> list[int]:
        if not self.is_fiscal:
            return list(self.years)
        return [year + 1 if month <= 3 else year for year in self.years]


def year_hint(*texts: str) -> YearHint:
    """The years of a sheet's title, name or section: 令和２年・上期, R2.7～R2.12分, 2020年度."""
    years: list[int] = []
    is_fiscal = False
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).translate(DASHES)
        for match in re.finditer(
            rf"{ERA}({NUMBER})(?=年|\.|/|上|下|前|後|-|~|\b)|(?<![0-9])((?:19|20)[0-9]{{2}})(?=年|\.|/|\b)",
            plain,
            re.IGNORECASE,
        ):
            year = _year(match["era"], match[2] or match[3])
            if year and year not in years:
                years.append(year)
                is_fiscal = is_fiscal or plain[match.end() :].startswith("年度")
        if years:
            break
    return YearHint(tuple(years), is_fiscal)


def _year(era_name: str | None, typed: str) -> int | None:
    number = 1 if typed == "元" else int(typed)
    era = era_of(era_name)
    if era is not None:
        return era.first_day.year + number - 1 if number else None
    return number if 1900 <= number <= 2200 else None
