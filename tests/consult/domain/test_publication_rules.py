"""What must hold before results go public: every opinion answered, nothing personal left, a note for a correction."""

from dataclasses import replace

import pytest

from consult.domain.answering import Answer
from consult.domain.contact_words import needles, standing_in
from consult.domain.errors import NotPublishable
from consult.domain.publication_rules import (
    AnswerState,
    Check,
    Concern,
    Finding,
    answer_findings,
    check_note,
    check_release,
    kind_of_next,
    outcome_of,
)
from consult.domain.vocabulary import Disposition, FlagKind, PublicationKind, PublishedOutcome

IN_FORCE = {"is_withdrawn": False, "is_set_aside": False, "is_late": False, "flags": frozenset()}


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ({}, PublishedOutcome.ANSWERED),
        ({"flags": {FlagKind.OFF_TOPIC}}, PublishedOutcome.OFF_TOPIC),
        ({"flags": {FlagKind.DEFAMATION, FlagKind.THIRD_PARTY}}, PublishedOutcome.ANSWERED),
        ({"flags": {FlagKind.BLANK}}, PublishedOutcome.SET_ASIDE),
        ({"is_late": True, "flags": {FlagKind.OFF_TOPIC}}, PublishedOutcome.LATE),
        ({"is_set_aside": True, "is_late": True}, PublishedOutcome.SET_ASIDE),
        ({"is_withdrawn": True, "is_set_aside": True, "is_late": True}, PublishedOutcome.WITHDRAWN),
    ],
)
def test_every_opinion_has_one_fate(how: dict, outcome: PublishedOutcome) -> None:
    assert outcome_of(**IN_FORCE | how) is outcome


COMPLETE = Answer("概要", "考え方", "", Disposition.REFERENCE, (), opinions=1, asks_for_class=True)


@pytest.mark.parametrize(
    ("answer", "concerns"),
    [
        (COMPLETE, []),
        (replace(COMPLETE, disposition=None), [Concern.INCOMPLETE]),
        (replace(COMPLETE, disposition=None, asks_for_class=False), []),
        (replace(COMPLETE, disposition=Disposition.EXPLAINED), [Concern.INCOMPLETE]),
        (replace(COMPLETE, disposition=Disposition.REVISED), [Concern.INCOMPLETE]),
    ],
)
def test_an_approved_answer_that_lacks_something_is_named(answer: Answer, concerns: list[Concern]) -> None:
    found = answer_findings([AnswerState("回答1", 1, is_approved=True, answer=answer)])
    assert [each.concern for each in found] == concerns


def test_an_answer_that_is_not_approved_is_named_once() -> None:
    found = answer_findings(
        [AnswerState("回答1", 1, is_approved=False, answer=replace(COMPLETE, wording=""))]
    )
    assert [(each.concern, each.where) for each in found] == [(Concern.NOT_APPROVED, "回答1")]


def test_nothing_goes_public_while_an_opinion_is_left_over() -> None:
    check = Check((Finding(Concern.LEFT_OVER, "意見番号7", opinion_id=7),))
    with pytest.raises(NotPublishable, match="どの回答にも入っていない意見（1）"):
        check_release(check, ticked=[])
    check_release(check.of_dropped_case, ticked=[])


def test_what_may_be_personal_is_ticked_one_by_one() -> None:
    check = Check(tuple(Finding(Concern.POSSIBLE, "回答1の意見の概要", words, key=words) for words in "甲乙"))
    with pytest.raises(NotPublishable, match="1か所"):
        check_release(check, ticked=["甲"])
    check_release(check, ticked=["甲", "乙"])


@pytest.mark.parametrize("kind", [PublicationKind.CORRECTION, PublicationKind.NOT_ADOPTED])
def test_a_correction_and_a_plan_not_made_say_why(kind: PublicationKind) -> None:
    with pytest.raises(NotPublishable):
        check_note(kind, "　\u200b")
    check_note(kind, "件数の誤りを直しました。")
    check_note(PublicationKind.RESULTS, "")


def test_the_first_version_is_the_result_and_the_next_one_corrects_it() -> None:
    assert kind_of_next([], is_dropped=False) is PublicationKind.RESULTS
    assert kind_of_next([PublicationKind.RESULTS], is_dropped=False) is PublicationKind.CORRECTION
    assert kind_of_next([PublicationKind.RESULTS], is_dropped=True) is PublicationKind.NOT_ADOPTED
    assert kind_of_next([PublicationKind.NOT_ADOPTED], is_dropped=True) is PublicationKind.CORRECTION


def test_contacts_are_found_however_they_are_written() -> None:
    wanted = needles(["Hanako@example.jp", "架空市一丁目2-3"], ["0246-00-1234"], ["架空 花子", "林"])
    text = "返事は０２４６（００）１２３４か、ｈａｎａｋｏ＠example.jp へ。架空花子"
    assert set(standing_in(text, wanted.contacts)) == {fold for fold in wanted.contacts if "丁目" not in fold}
    assert list(standing_in(text, wanted.names)) == list(wanted.names)
    assert len(wanted.names) == 1, "a name of one character stands in ordinary words"
