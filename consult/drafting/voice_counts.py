"""The voices of one theme or package by sector and by month. Every line has its list of opinions behind it."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func

from consult import formatting
from consult.domain.counting import Tally
from consult.domain.vocabulary import Sector
from consult.drafting.tallies import figures, standing_on
from consult.extensions import db
from consult.models import Counterpart, Hearing, Submission
from consult.plan_codes import PlanCode

JAPAN = "+9 hours"
UNDATED = "日付なし（公表資料、日付要確認）"
NO_SECTOR = "区分なし（ヒアリング以外）"
# A gap of more months than this is not filled with empty lines: somebody mistyped a year.
MOST_MONTHS = 60


@dataclass(frozen=True)
class Line:
    """What a row counts, and what the list is asked for to show the same; None where no filter asks for it.

    `share` of a hundred: its opinions beside the most that any line has.
    """

    label: str
    tally: Tally
    args: Mapping[str, str] | None = field(default=None)
    share: float = 0.0


def by_sector(about: PlanCode) -> list[Line]:
    """Whom the opinions of hearings come from: every sector, also with 0 (R41), then what comes from no hearing.

    One query. 件 adds up to the whole; 名 and 実 need not (R42).
    """
    counted = figures(standing_on(about.facet, about.code), Counterpart.sector)
    rows = db.session.execute(counted.outerjoin(Counterpart, Counterpart.id == Hearing.counterpart_id))
    found = {sector: Tally(*counts) for sector, *counts in rows}
    lines = [Line(each.label, found.get(each, Tally()), {"sector": each.value}) for each in Sector]
    return with_shares([*lines, Line(NO_SECTOR, found.get(None, Tally()))])


def by_month(about: PlanCode) -> list[Line]:
    """The course over the months of the process, in Japan's days, months without any in between; one query."""
    received = func.strftime("%Y-%m", func.datetime(Submission.received_at, JAPAN))
    month = func.coalesce(func.strftime("%Y-%m", Hearing.held_on), received, "")
    rows = db.session.execute(figures(standing_on(about.facet, about.code), month))
    found = {month: Tally(*counts) for month, *counts in rows}
    undated = found.pop("", None)
    lines = [_of_month(month, found.get(month, Tally())) for month in _with_gaps(sorted(found))]
    return with_shares([*lines, *([Line(UNDATED, undated)] if undated else [])])


def with_shares(lines: list[Line]) -> list[Line]:
    most = max((line.tally.opinions for line in lines), default=0) or 1
    return [
        Line(line.label, line.tally, line.args, round(100 * line.tally.opinions / most, 1)) for line in lines
    ]


def _of_month(month: str, tally: Tally) -> Line:
    year, number = map(int, month.split("-"))
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Line(formatting.month(month), tally, {"since": f"{month}-01", "until": last.isoformat()})


def _with_gaps(months: list[str]) -> list[str]:
    numbers = [int(year) * 12 + int(month) - 1 for year, month in (each.split("-") for each in months)]
    if not numbers or numbers[-1] - numbers[0] > MOST_MONTHS:
        return months
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(numbers[0], numbers[-1] + 1)]
