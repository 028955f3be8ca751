"""Which opinions of a case ask for an answer, and what is left of them (R23, R33, R35)."""

from collections.abc import Callable

import pytest

from consult.answer_standing import left_over
from consult.domain.answering import LeftOver
from consult.domain.vocabulary import FlagKind, ResponseState
from consult.extensions import db
from consult.models import Consultation, Opinion
from tests import factories as make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def consultation() -> Consultation:
    return make.make_consultation()


def sent(consultation: Consultation, **fields: object) -> Opinion:
    return make.make_opinion(submission=make.make_submission(consultation=consultation, **fields))


def flagged(kind: FlagKind, **fields: object) -> Callable[[Consultation], None]:
    return lambda case: make.make_opinion_flag(opinion=sent(case), kind=kind, **fields) and None


@pytest.mark.parametrize(
    "make_one",
    [
        lambda case: sent(case, is_late=True),
        lambda case: sent(case, withdrawn_at=make.NOW),
        lambda case: sent(case, set_aside_at=make.NOW),
        flagged(FlagKind.OFF_TOPIC),
        flagged(FlagKind.BLANK),
        flagged(FlagKind.ILLEGIBLE),
        lambda case: sent(make.make_consultation()),
        lambda case: make.make_opinion(),
    ],
)
def test_what_came_late_was_taken_back_or_is_off_the_topic_asks_for_no_answer(
    make_one: Callable[[Consultation], object], consultation: Consultation
) -> None:
    make_one(consultation)
    assert left_over(consultation.id) == LeftOver(0, 0)


@pytest.mark.parametrize(
    "make_one", [sent, flagged(FlagKind.DEFAMATION), flagged(FlagKind.OFF_TOPIC, lifted_at=make.NOW)]
)
def test_every_other_opinion_does(
    make_one: Callable[[Consultation], object], consultation: Consultation
) -> None:
    make_one(consultation)
    assert left_over(consultation.id) == LeftOver(1, 0)


def test_an_answer_is_left_until_it_is_approved_and_an_emptied_group_needs_none(
    consultation: Consultation,
) -> None:
    make.make_answer_group(consultation=consultation)
    group = make.make_answer_group(consultation=consultation)
    sent(consultation).answer_group_id = group.id
    db.session.flush()
    assert left_over(consultation.id) == LeftOver(0, 1)
    response = make.make_official_response(group=group)
    assert left_over(consultation.id) == LeftOver(0, 1)
    response.state = ResponseState.APPROVED
    db.session.flush()
    assert not left_over(consultation.id)
