"""Which items a consultation needs, and the rule of thirty days (R1–R13, TC6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import NoticeIncomplete, PeriodReversed, ShortPeriodUnexplained
from consult.domain.notice import NEEDED_TEXTS, Notice, check_complete, check_period
from consult.domain.period import CommentPeriod
from consult.domain.vocabulary import Channel

TEXTS = dict.fromkeys((*NEEDED_TEXTS, "use_statement"), "書いてある")
COMPLETE = Notice(
    texts=TEXTS,
    period=CommentPeriod(date(2026, 5, 10), date(2026, 6, 8)),
    drafts=1,
    methods={Channel.FORM: "", Channel.POST: "〒000-0000 架空市役所"},
    asks_items=True,
)
DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))


def test_a_complete_notice_lacks_nothing() -> None:
    assert COMPLETE.missing == []
    check_complete(COMPLETE)


def test_every_missing_item_is_named_at_once() -> None:
    bare = replace(COMPLETE, texts=TEXTS | {"purpose": "", "outline": " ", "contact": "　"}, drafts=0)
    with pytest.raises(NoticeIncomplete, match="趣旨・目的、案の概要、担当・問い合わせ先、案のファイル"):
        check_complete(bare)


@pytest.mark.parametrize(("key", "name"), [*NEEDED_TEXTS.items(), ("use_statement", "お名前などの利用目的")])
def test_each_text_of_the_rules_is_named_when_it_is_missing(key: str, name: str) -> None:
    assert replace(COMPLETE, texts=TEXTS | {key: "　"}).missing == [name]


def test_a_use_is_stated_only_for_what_is_asked() -> None:
    assert replace(COMPLETE, texts=TEXTS | {"use_statement": ""}, asks_items=False).missing == []


def test_a_notice_takes_some_method_and_says_how_to_use_each() -> None:
    """R6: an address, a number, a place; only the form of this site explains itself."""
    assert replace(COMPLETE, methods={}).missing == ["提出方法"]
    bare = replace(COMPLETE, methods=dict.fromkeys((Channel.FORM, Channel.EMAIL, Channel.COUNTER), " "))
    assert bare.missing == ["送り先のメールアドレス", "窓口の場所と時間"]


def test_a_short_period_lacks_its_reason() -> None:
    short = replace(COMPLETE, period=CommentPeriod(date(2026, 5, 10), date(2026, 6, 7)))
    assert short.missing == ["募集期間が短い理由"]
    assert replace(short, texts=TEXTS | {"short_period_reason": "議会の日程"}).missing == []


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
