"""A month as weeks of days, Sunday first, with what was heard on each."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consult.models import Hearing

FROM_SUNDAY = "日月火水木金土"
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
EARLIEST, LATEST = 1900, 2200


@dataclass(frozen=True)
class Day:
    """A cell of the month; a day of the neighbouring month is empty."""

    on: date
    is_of_month: bool
    hearings: tuple[Hearing, ...]


@dataclass(frozen=True)
class Month:
    year: int
    month: int

    @property
    def code(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def before(self) -> "Month | None":
        earlier = Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)
        return earlier if earlier.year >= EARLIEST else None

    @property
    def after(self) -> "Month | None":
        later = Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)
        return later if later.year <= LATEST else None


def read_month(typed: str, *, otherwise: date) -> Month:
    """`2020-04`; anything else is the month of `otherwise`."""
    match = MONTH.fullmatch(typed)
    if match and EARLIEST <= int(match[1]) <= LATEST:
        return Month(int(match[1]), int(match[2]))
    return Month(otherwise.year, otherwise.month)


def weeks_of(month: Month, hearings: Sequence[Hearing]) -> list[list[Day]]:
    on: dict[date | None, list[Hearing]] = {}
    for hearing in hearings:
        on.setdefault(hearing.held_on, []).append(hearing)
    weeks = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(month.year, month.month)
    return [
        [
            Day(day, day.month == month.month, tuple(on.get(day, ())) if day.month == month.month else ())
            for day in week
        ]
        for week in weeks
    ]
