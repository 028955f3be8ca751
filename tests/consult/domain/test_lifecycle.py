"""The clock opens and closes a case; closing early and dropping are acts, and no past day changes its meaning (R4, R54)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consult.domain.errors import ActRefused
from consult.domain.lifecycle import Course, check_close_early, check_drop, check_period_change
from consult.domain.period import CommentPeriod
from consult.domain.vocabulary import CasePhase

PERIOD = CommentPeriod(date(2026, 3, 1), date(2026, 3, 30))
COURSE = Course(PERIOD, is_announced=True)
# Midnight in Japan is 15:00 of the day before in UTC.
BEFORE = datetime(2026, 2, 28, 14, 59, 59, tzinfo=UTC)
FIRST = datetime(2026, 2, 28, 15, 0, tzinfo=UTC)
LAST = datetime(2026, 3, 30, 14, 59, 59, tzinfo=UTC)
AFTER = datetime(2026, 3, 30, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (BEFORE, CasePhase.UPCOMING),
        (FIRST, CasePhase.OPEN),
        (LAST, CasePhase.OPEN),
        (AFTER, CasePhase.CONSIDERING),
    ],
)
def test_the_clock_alone_opens_and_closes(moment: datetime, phase: CasePhase) -> None:
    assert COURSE.phase_at(moment) is phase
    assert replace(COURSE, is_announced=False).phase_at(moment) is CasePhase.PREPARING


def test_results_and_dropping_outlast_the_clock() -> None:
    assert replace(COURSE, has_results=True).phase_at(AFTER) is CasePhase.RESULTS
    assert replace(COURSE, has_results=True, is_dropped=True).phase_at(FIRST) is CasePhase.DROPPED


def test_what_was_closed_early_is_considered_from_then_on() -> None:
    early = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
    course = replace(COURSE, period=replace(PERIOD, closed_early_at=early))
    assert course.phase_at(datetime(2026, 3, 10, 2, 59, tzinfo=UTC)) is CasePhase.OPEN
    assert course.phase_at(early) is CasePhase.CONSIDERING


def test_only_what_is_open_is_closed_early_and_only_with_a_reason() -> None:
    check_close_early(CasePhase.OPEN, "会場の休館のため")
    for phase in set(CasePhase) - {CasePhase.OPEN}:
        with pytest.raises(ActRefused, match=phase.label):
            check_close_early(phase, "理由")
    with pytest.raises(ActRefused, match="理由"):
        check_close_early(CasePhase.OPEN, "　")


def test_what_citizens_know_of_is_dropped_once_with_a_reason() -> None:
    for phase in set(CasePhase) - {CasePhase.PREPARING, CasePhase.DROPPED}:
        check_drop(phase, "計画を見直すため")
    for phase in (CasePhase.PREPARING, CasePhase.DROPPED):
        with pytest.raises(ActRefused):
            check_drop(phase, "理由")
    with pytest.raises(ActRefused) as refusal:
        check_drop(CasePhase.OPEN, " ")
    assert refusal.value.field == "reason"


def change(phase: CasePhase, today: date, **days: date) -> None:
    check_period_change(PERIOD, replace(PERIOD, **days), phase=phase, today=today)


def test_a_period_is_extended_while_it_runs_and_after_it_ended() -> None:
    change(CasePhase.OPEN, date(2026, 3, 20), closes_on=date(2026, 4, 10))
    change(CasePhase.CONSIDERING, date(2026, 4, 1), closes_on=date(2026, 4, 10))
    change(CasePhase.PREPARING, date(2026, 4, 1), opens_on=date(2026, 1, 1))
    change(CasePhase.UPCOMING, date(2026, 2, 1), opens_on=date(2026, 3, 5), closes_on=date(2026, 4, 5))


@pytest.mark.parametrize(
    ("phase", "today", "days", "field"),
    [
        (CasePhase.OPEN, date(2026, 3, 20), {"opens_on": date(2026, 3, 25)}, "opens_on"),
        (CasePhase.OPEN, date(2026, 3, 20), {"closes_on": date(2026, 3, 19)}, "closes_on"),
        (CasePhase.CONSIDERING, date(2026, 4, 5), {"closes_on": date(2026, 4, 4)}, "closes_on"),
        (CasePhase.UPCOMING, date(2026, 2, 20), {"opens_on": date(2026, 2, 19)}, "opens_on"),
        (CasePhase.RESULTS, date(2026, 5, 1), {"closes_on": date(2026, 5, 10)}, "closes_on"),
        (CasePhase.DROPPED, date(2026, 3, 2), {"closes_on": date(2026, 5, 10)}, "closes_on"),
    ],
)
def test_no_day_that_is_past_changes_its_meaning(
    phase: CasePhase, today: date, days: dict[str, date], field: str
) -> None:
    with pytest.raises(ActRefused) as refusal:
        change(phase, today, **days)
    assert refusal.value.field == field


def test_what_was_closed_early_keeps_its_days_until_they_are_past() -> None:
    early = replace(PERIOD, closed_early_at=FIRST)
    longer = replace(early, closes_on=date(2026, 4, 10))
    with pytest.raises(ActRefused, match="取り消し"):
        check_period_change(early, longer, phase=CasePhase.CONSIDERING, today=PERIOD.closes_on)
    check_period_change(
        early, longer, phase=CasePhase.CONSIDERING, today=PERIOD.closes_on + timedelta(days=1)
    )
