"""The voices of one theme or package by sector and by month. Every line has its list of opinions behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import String, func, type_coerce

from consult import formatting
from consult.domain.counting import Tally
from consult.domain.months import every_month, month_days
from consult.domain.vocabulary import OpinionSource, Sector
from consult.drafting.tallies import figures, standing_on
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, Submission
from consult.opinion_filter import UNDATED as NO_DAY
from consult.plan_codes import PlanCode

JAPAN = "+9 hours"
UNDATED = "日付なし（公表資料、日付要確認）"
# What comes from no hearing has no sector.
WITHOUT_SECTOR = (OpinionSource.SUBMISSION, OpinionSource.PUBLISHED_PAGE)


@dataclass(frozen=True)
class Line:
    """What a row counts, and what the list is asked for to show the same.

    `share` of a hundred: its opinions beside the most that any line has.
    """

    label: str
    tally: Tally
    args: Mapping[str, str]
    share: float = 0.0


def by_sector(about: PlanCode) -> list[Line]:
    """Whom the opinions of hearings come from: every sector, also with 0 (R41), then what comes from no hearing.

    One query. 件 adds up to the whole; 名 and 実 need not (R42).
    """
    sector = func.coalesce(type_coerce(Counterpart.sector, String), type_coerce(Opinion.source, String))
    counted = figures(standing_on(about.facet, about.code), sector)
    rows = db.session.execute(counted.outerjoin(Counterpart, Counterpart.id == Hearing.counterpart_id))
    found = {code: Tally(*counts) for code, *counts in rows}
    named = [("sector", each) for each in Sector] + [("origin", each) for each in WITHOUT_SECTOR]
    return _with_shares(
        [Line(each.label, found.get(each.value, Tally()), {name: each.value}) for name, each in named]
    )


def by_month(about: PlanCode) -> list[Line]:
    """The course over the months of the process, in Japan's days, months without any in between; one query."""
    received = func.strftime("%Y-%m", Submission.received_at, JAPAN)
    month = func.coalesce(func.strftime("%Y-%m", Hearing.held_on), received, "")
    rows = db.session.execute(figures(standing_on(about.facet, about.code), month))
    found = {month: Tally(*counts) for month, *counts in rows}
    undated = found.pop("", None)
    lines = [
        Line(formatting.month(month), found.get(month, Tally()), month_days(month))
        for month in every_month(found)
    ]
    return _with_shares([*lines, *([Line(UNDATED, undated, {"dated": NO_DAY})] if undated else [])])


def _with_shares(lines: list[Line]) -> list[Line]:
    most = max((line.tally.opinions for line in lines), default=0) or 1
    return [
        Line(line.label, line.tally, line.args, round(100 * line.tally.opinions / most, 1)) for line in lines
    ]
