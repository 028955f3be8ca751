"""The opinions beside a package's figures: those that asked for it before the strategy began, and those since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from consult import redactions, standing
from consult.domain.fiscal_years import FIRST_MONTH
from consult.domain.period import JAPAN
from consult.domain.vocabulary import Consent, Facet, Outcome, Standing
from consult.extensions import db
from consult.models import Hearing, LinkDecision, Opinion, PlanPeriod, Review, Submission, TagDecision
from consult.opinion_filter import UNDATED, OpinionFilter
from consult.opinion_records import OpinionRecord, records, with_sources
from consult.plan_codes import PlanCodes

# Of each part of a sheet, the newest; the list opens all.
SHOWN = 5
LEAVES = [consent for consent in Consent if consent.lets_content_out]


@dataclass(frozen=True)
class Spans:
    """Days that part the opinions of a checked year: before the strategy began, and from then to the year's end."""

    begins: date
    ends: date

    @property
    def day_before(self) -> date:
        return self.begins - timedelta(days=1)

    def asked(self, code: str) -> OpinionFilter:
        return OpinionFilter(package=code, state=Standing.CONFIRMED, until=self.day_before)

    def since(self, code: str) -> OpinionFilter:
        return OpinionFilter(package=code, state=Standing.CONFIRMED, since=self.begins, until=self.ends)

    def later(self, code: str) -> OpinionFilter:
        after = self.ends + timedelta(days=1)
        return OpinionFilter(package=code, state=Standing.CONFIRMED, since=after)

    def undated(self, code: str) -> OpinionFilter:
        return OpinionFilter(package=code, state=Standing.CONFIRMED, dated=UNDATED)


@dataclass(frozen=True)
class VoiceCounts:
    """件 of confirmed opinions on one package. They add up to all of them."""

    asked: int = 0
    since: int = 0
    later: int = 0
    undated: int = 0

    @property
    def total(self) -> int:
        return self.asked + self.since + self.later + self.undated


def spans_of(year: int) -> Spans:
    start = db.session.scalar(select(PlanPeriod.start_year).where(PlanPeriod.code == "strategy"))
    first = min(start, year) if start is not None else year
    return Spans(date(first, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH, 1) - timedelta(days=1))


def counts_by_package(spans: Spans) -> dict[str, VoiceCounts]:
    """One query for every package."""
    part = case(
        (_before(spans.begins), "asked"),
        (_before(spans.ends + timedelta(days=1)), "since"),
        (or_(Hearing.held_on.is_not(None), Opinion.submission_id.is_not(None)), "later"),
        else_="undated",
    )
    rows = db.session.execute(
        select(TagDecision.code, part, func.count())
        .select_from(Opinion)
        .join(Review, Review.opinion_id == Opinion.id)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .outerjoin(Submission, Submission.id == Opinion.submission_id)
        .outerjoin(Hearing, Hearing.id == Opinion.hearing_id)
        .where(
            Review.is_current,
            TagDecision.facet == Facet.PACKAGE,
            TagDecision.outcome == Outcome.CONFIRMED,
            standing.counts(),
        )
        .group_by(TagDecision.code, part)
    )
    found: dict[str, dict[str, int]] = {}
    for code, name, count in rows:
        found.setdefault(code, {})[name] = count
    return {code: VoiceCounts(**counts) for code, counts in found.items()}


def _before(day: date) -> ColumnElement[bool]:
    moment = datetime.combine(day, time(0), tzinfo=JAPAN)
    return or_(Hearing.held_on < day, Submission.received_at < moment)


def newest(asked: OpinionFilter, codes: PlanCodes) -> list[OpinionRecord]:
    """Of those that may leave the house at all, with what is personal masked."""
    may_leave = or_(Opinion.hearing_id.is_(None), Hearing.consent.in_(LEAVES))
    statement = replace(asked, sort="-day").ordered(with_sources().where(*asked.conditions(), may_leave))
    opinions: Sequence[Opinion] = db.session.scalars(statement.limit(SHOWN)).all()
    return redactions.leaving_together(records(opinions, codes))


def suggestions(code: str) -> OpinionFilter:
    return OpinionFilter(package=code, state=Standing.SUGGESTED)


def suggested_on(code: str) -> int:
    """件 that carry a suggestion on which nobody has decided."""
    return db.session.scalar(select(func.count()).select_from(suggestions(code).ids().subquery())) or 0


def confirmed_links(column: Any, ids: Sequence[int]) -> dict[int, int]:
    """How many opinions lead to each measure (or KPI), as people confirmed it."""
    rows = (
        select(column, func.count(LinkDecision.opinion_id.distinct()))
        .join(Opinion, Opinion.id == LinkDecision.opinion_id)
        .where(
            column.in_(ids),
            LinkDecision.outcome == Outcome.CONFIRMED,
            LinkDecision.undone_at.is_(None),
            standing.counts(),
        )
        .group_by(column)
    )
    return dict(db.session.execute(rows).tuples().all())
