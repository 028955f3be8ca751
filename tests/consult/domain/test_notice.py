"""Which items a consultation needs, and the rule of thirty days (R1–R13, TC6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import NoticeIncomplete, PeriodReversed, ShortPeriodUnexplained
from consult.domain.notice import Notice, check_complete, check_period
from consult.domain.period import CommentPeriod

COMPLETE = Notice(
    title="件名",
    purpose="目的",
    outline="概要",
    eligibility="どなたでも",
    contact="架空課",
    period=CommentPeriod(date(2026, 5, 10), date(2026, 6, 8)),
    short_period_reason="",
    files=1,
)
DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))


def test_a_complete_notice_lacks_nothing() -> None:
    assert COMPLETE.missing == []
    check_complete(COMPLETE)


def test_every_missing_item_is_named_at_once() -> None:
    bare = replace(COMPLETE, purpose="", outline=" ", contact="　", files=0)
    with pytest.raises(NoticeIncomplete, match="趣旨・目的、案の概要、担当・問い合わせ先、案のファイル"):
        check_complete(bare)


def test_fifth_of_may_tenth_to_eighth_of_june_is_thirty_days() -> None:
    assert COMPLETE.period.days == 30
    check_period(COMPLETE.period, "")


@given(DAYS, st.integers(1, 400))
def test_a_reason_is_asked_for_under_thirty_days_only(first: date, days: int) -> None:
    period = CommentPeriod(first, first + timedelta(days=days - 1))
    assert period.days == days
    if days < 30:
        with pytest.raises(ShortPeriodUnexplained, match=f"{days}日間"):
            check_period(period, " ")
    else:
        check_period(period, "")
    check_period(period, "議会の日程による")


@given(DAYS, st.integers(1, 400))
def test_a_last_day_before_the_first_is_never_taken(first: date, days: int) -> None:
    with pytest.raises(PeriodReversed) as refusal:
        check_period(CommentPeriod(first, first - timedelta(days=days)), "理由")
    assert refusal.value.field == "closes_on"
