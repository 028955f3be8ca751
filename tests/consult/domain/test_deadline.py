"""期限後 at its edges: arrival, postmark, a round closed early, committee members (R4, R23, O8)."""

from datetime import UTC, date, datetime

import pytest

from consult.domain.deadline import Arrival, Deadline, Verdict, check_arrival
from consult.domain.errors import ArrivalImpossible
from consult.domain.period import CommentPeriod
from consult.domain.vocabulary import Channel, DeadlineRule

LAST = date(2026, 11, 30)
AFTER = date(2026, 12, 1)


def judged(
    channel: Channel,
    arrived: date,
    *,
    postmark: date | None = None,
    rule: DeadlineRule = DeadlineRule.ARRIVAL,
    closed_early_at: datetime | None = None,
) -> Verdict:
    period = CommentPeriod(date(2026, 11, 1), LAST, closed_early_at)
    return Deadline(period, rule).verdict(Arrival(channel, arrived, postmark))


@pytest.mark.parametrize(
    "channel", [Channel.POST, Channel.FAX, Channel.COUNTER, Channel.EMAIL, Channel.PHONE]
)
def test_what_arrives_on_the_last_day_is_in_time_and_on_the_next_day_late(channel: Channel) -> None:
    assert not judged(channel, LAST).is_late
    assert judged(channel, AFTER).is_late
    assert "令和8年11月30日" in judged(channel, AFTER).reason


def test_under_the_arrival_rule_a_postmark_saves_no_letter() -> None:
    assert judged(Channel.POST, AFTER, postmark=LAST).is_late


def test_under_the_postmark_rule_the_postmark_of_a_letter_decides() -> None:
    assert not judged(Channel.POST, date(2026, 12, 4), postmark=LAST, rule=DeadlineRule.POSTMARK).is_late
    assert judged(Channel.POST, date(2026, 12, 4), postmark=AFTER, rule=DeadlineRule.POSTMARK).is_late


def test_a_letter_without_a_readable_postmark_is_judged_by_its_arrival_and_says_so() -> None:
    late = judged(Channel.POST, AFTER, rule=DeadlineRule.POSTMARK)
    assert late.is_late
    assert "消印の日付がない" in late.reason
    assert not judged(Channel.POST, LAST, rule=DeadlineRule.POSTMARK).is_late


def test_the_postmark_rule_is_for_letters_alone() -> None:
    assert judged(Channel.FAX, AFTER, postmark=LAST, rule=DeadlineRule.POSTMARK).is_late


def test_a_round_closed_early_takes_what_comes_on_that_day_in_japan_and_nothing_later() -> None:
    # 00:30 of the 20th in Japan is still the 19th in UTC.
    closed = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)
    assert not judged(Channel.POST, date(2026, 11, 20), closed_early_at=closed).is_late
    assert judged(Channel.POST, date(2026, 11, 21), closed_early_at=closed).is_late


def test_closing_after_the_last_day_prolongs_nothing() -> None:
    assert judged(Channel.POST, AFTER, closed_early_at=datetime(2026, 12, 5, tzinfo=UTC)).is_late


def test_what_comes_before_the_first_day_is_kept_in_time() -> None:
    early = judged(Channel.POST, date(2026, 10, 31))
    assert not early.is_late
    assert "初日より前" in early.reason


def test_committee_members_have_no_deadline() -> None:
    assert not judged(Channel.COMMITTEE, date(2027, 1, 20)).is_late


def test_nothing_arrives_tomorrow_or_before_it_was_postmarked() -> None:
    check_arrival(Arrival(Channel.POST, LAST, LAST), LAST)
    with pytest.raises(ArrivalImpossible) as refused:
        check_arrival(Arrival(Channel.POST, AFTER), LAST)
    assert refused.value.field == "arrived_on"
    with pytest.raises(ArrivalImpossible) as refused:
        check_arrival(Arrival(Channel.POST, LAST, AFTER), AFTER)
    assert refused.value.field == "postmarked_on"
