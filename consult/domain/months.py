"""Months as tables have them, 2020-04: every one of a course, and its days."""

import calendar
from collections.abc import Iterable

# A slip in a year must not make a table of a hundred years: beyond this, only months that have something are lines.
MOST_MONTHS = 60


def every_month(found: Iterable[str]) -> tuple[str, ...]:
    """2020-04, 2020-05, …: from the first to the last, whatever lies between."""
    with_some = sorted({month for month in found if month})
    if not with_some:
        return ()
    first, last = (_count(month) for month in (with_some[0], with_some[-1]))
    if last - first >= MOST_MONTHS:
        return tuple(with_some)
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(first, last + 1))


def month_days(month: str) -> dict[str, str]:
    """The first and the last day of 2020-04."""
    year, number = (int(part) for part in month.split("-"))
    return {"since": f"{month}-01", "until": f"{month}-{calendar.monthrange(year, number)[1]}"}


def _count(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1
