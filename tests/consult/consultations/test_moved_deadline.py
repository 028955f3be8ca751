"""Late marks when a case's days move after it closed: they follow the days that are, and never published results (R23, R53)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from consult import answer_standing, clock
from consult.consultations import acts, services
from consult.consultations.typed import Typed
from consult.consultations.written import Written
from consult.domain.errors import ActRefused
from consult.domain.period import CommentPeriod
from consult.domain.standard_notice import STANDARD_TEXTS
from consult.domain.vocabulary import Channel, DeadlineRule, PublicationKind
from consult.models import Consultation, Submission
from tests import factories


@pytest.fixture
def today(database: None) -> date:
    return clock.today()


@pytest.fixture
def case(today: date) -> Consultation:
    """Closed ten days ago; 40 days long."""
    consultation = factories.make_consultation(
        opens_on=today - timedelta(days=49), closes_on=today - timedelta(days=10)
    )
    factories.make_draft_file(consultation=consultation)
    return consultation


def arrived(case: Consultation, day: date, **fields: object) -> Submission:
    """A letter, marked as it stands now."""
    fields = {"channel": Channel.POST, "is_late": day > case.closes_on} | fields
    sent = factories.make_submission(consultation=case, arrived_on=day, **fields)
    factories.make_opinion(submission=sent)
    return sent


def moved(case: Consultation, closes_on: date, rule: DeadlineRule | None = None) -> int:
    stored = Typed.of(case)
    written = Written(
        stored.texts | dict(STANDARD_TEXTS) | {"short_period_reason": "日程のため"},
        CommentPeriod(case.opens_on, closes_on),
        replace(stored.details, deadline_rule=rule or case.deadline_rule),
    )
    by = factories.make_staff_member()
    return services.change_consultation(case, written, version=case.version, by=by, at=clock.now())


def test_an_extension_after_the_close_takes_in_what_came_between(case: Consultation, today: date) -> None:
    between = arrived(case, today - timedelta(days=3))
    by_hand = arrived(case, today - timedelta(days=3), channel=Channel.COUNTER)
    assert answer_standing.left_over(case.id).opinions == 0
    assert moved(case, today + timedelta(days=2)) == 2
    assert not between.is_late and not by_hand.is_late
    # They ask for an answer from now on, and stand in the way of the results until they have one (R35).
    assert answer_standing.left_over(case.id).opinions == 2


def test_a_round_closed_early_whose_last_day_is_past_is_opened_again_by_a_new_last_day(
    case: Consultation, today: date
) -> None:
    case.closed_early_at = clock.now() - timedelta(days=20)
    case.closed_early_reason = "会場の休館のため。"
    between = arrived(case, today - timedelta(days=3))
    with pytest.raises(ActRefused, match="最終日を先の日に"):
        acts.take_back_closing(case, by=factories.make_staff_member(), at=clock.now())
    assert moved(case, today + timedelta(days=2)) == 1
    assert case.period.accepts(clock.now()) and not case.closed_early_reason
    assert not between.is_late


def test_what_was_withdrawn_or_set_aside_meanwhile_is_right_once_it_is_put_back(
    case: Consultation, today: date
) -> None:
    gone = arrived(case, today - timedelta(days=3), withdrawn_at=clock.now())
    aside = arrived(case, today - timedelta(days=3), set_aside_at=clock.now())
    moved(case, today + timedelta(days=2))
    assert not gone.is_late and not aside.is_late
    assert answer_standing.left_over(case.id).opinions == 0


def test_shortening_after_an_extension_marks_letters_by_the_new_last_day(
    case: Consultation, today: date
) -> None:
    moved(case, today + timedelta(days=9))
    # Entered today, and on its way since: a day that is to come marks nothing.
    letter = arrived(case, today)
    assert moved(case, today) == 0 and not letter.is_late
    with pytest.raises(ActRefused, match="過ぎた日にはできません"):
        moved(case, today - timedelta(days=1))


def test_the_postmark_rule_judges_by_the_postmark_and_comes_and_goes_with_the_rule(
    case: Consultation, today: date
) -> None:
    last = case.closes_on
    in_time = arrived(case, last + timedelta(days=2), postmarked_on=last)
    unreadable = arrived(case, last + timedelta(days=2))
    fax = arrived(case, last + timedelta(days=2), postmarked_on=last, channel=Channel.FAX)
    assert moved(case, last, DeadlineRule.POSTMARK) == 1
    assert [each.is_late for each in (in_time, unreadable, fax)] == [False, True, True]
    assert moved(case, last, DeadlineRule.ARRIVAL) == 1
    assert in_time.is_late


def test_what_came_by_the_form_and_from_the_committee_is_never_marked(
    case: Consultation, today: date
) -> None:
    by_form = factories.make_submission(consultation=case)
    member = arrived(case, today, channel=Channel.COMMITTEE, is_late=False)
    moved(case, case.closes_on, DeadlineRule.POSTMARK)
    acts_at = clock.now()
    moved(case, today + timedelta(days=5))
    acts.close_early(case, "会場の都合", by=factories.make_staff_member(), at=acts_at)
    assert not by_form.is_late and not member.is_late


def test_published_results_hold_the_days_and_the_rule_that_they_were_counted_by(
    case: Consultation, today: date
) -> None:
    late = arrived(case, today, postmarked_on=case.closes_on)
    factories.make_publication(consultation=case)
    with pytest.raises(ActRefused, match="締切の扱い"):
        moved(case, case.closes_on, DeadlineRule.POSTMARK)
    with pytest.raises(ActRefused, match="募集期間は変えられません"):
        moved(case, today + timedelta(days=5), case.deadline_rule)
    assert late.is_late


def dropped_then_published(case: Consultation, kind: PublicationKind, dropped_at: datetime) -> None:
    case.dropped_at, case.dropped_reason = dropped_at, "計画を改めて考えるため"
    factories.make_publication(consultation=case, kind=kind, published_at=clock.now())


def test_dropping_is_not_taken_back_once_it_is_public_that_no_plan_is_adopted(case: Consultation) -> None:
    """R54, R53."""
    dropped_then_published(case, PublicationKind.NOT_ADOPTED, clock.now() - timedelta(hours=1))
    with pytest.raises(ActRefused, match="策定しないことを結果として公表した"):
        acts.take_back_drop(case, by=factories.make_staff_member())
    assert case.dropped_at


def test_dropping_after_results_is_taken_back_while_nothing_was_published_of_it(case: Consultation) -> None:
    dropped_then_published(case, PublicationKind.RESULTS, clock.now() + timedelta(hours=1))
    acts.take_back_drop(case, by=factories.make_staff_member())
    assert case.dropped_at is None
