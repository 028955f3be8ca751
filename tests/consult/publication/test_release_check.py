"""The check before release names what is left, one by one, and what may not go out (O14, R35, R52)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.domain.errors import NotPublishable
from consult.domain.publication_rules import Concern
from consult.domain.vocabulary import (
    FlagKind,
    ResponseState,
    SubmitterKind,
)
from consult.extensions import db
from consult.models import PublishedOpinion, Submitter
from consult.publication import services
from tests import factories
from tests.consult.publication.rounds import answered_group, ended_consultation, release, send


def concerns(case, **how) -> list[Concern]:
    found = services.proposed(case, at=clock.now(), **how)
    return [each.concern for each in found.check.findings]


@pytest.mark.usefixtures("database")
class TestCheck:
    def test_an_opinion_in_no_answer_is_named_and_refused(self) -> None:
        case = ended_consultation()
        (opinion,) = send(case)
        found = services.proposed(case, at=clock.now()).check.findings
        assert [(each.concern, each.opinion_id) for each in found] == [(Concern.LEFT_OVER, opinion.id)]
        with pytest.raises(NotPublishable, match="どの回答にも入っていない意見（1）"):
            release(case)

    def test_what_needs_no_answer_is_not_left_over(self) -> None:
        case = ended_consultation()
        for kind in (FlagKind.OFF_TOPIC, FlagKind.BLANK):
            factories.make_opinion_flag(opinion=send(case)[0], kind=kind)
        send(case, is_late=True)
        send(case, withdrawn_at=clock.now())
        send(case, set_aside_at=clock.now())
        send(case, of_opinion={"superseded_at": clock.now()})
        assert concerns(case) == []
        release(case)
        fates = db.session.scalars(select(PublishedOpinion.outcome)).all()
        assert sorted(fate.value for fate in fates) == [
            "late",
            "off_topic",
            "set_aside",
            "set_aside",
            "withdrawn",
        ]

    def test_an_answer_without_approval_stops_and_an_approved_one_that_was_reopened_too(self) -> None:
        case = ended_consultation()
        send(case, group=answered_group(case, state=ResponseState.CHECKING))
        reopened = answered_group(case)
        send(case, group=reopened)
        assert concerns(case) == [Concern.NOT_APPROVED]
        db.session.scalars(select(factories.OfficialResponse)).all()[-1].state = ResponseState.DRAFTING
        assert concerns(case) == [Concern.NOT_APPROVED] * 2

    def test_results_wait_for_the_end_of_the_period(self) -> None:
        today = clock.today()
        case = ended_consultation(opens_on=today - timedelta(days=9), closes_on=today)
        assert concerns(case) == [Concern.PERIOD]
        case.closed_early_at = clock.now() - timedelta(hours=1)
        assert concerns(case) == []

    def test_a_masked_word_in_a_summary_stops_however_it_is_written(self) -> None:
        case = ended_consultation()
        group = answered_group(case, summary="連絡は０９０‐００００‐１２３４へほしい。")
        (opinion,) = send(case, ["返事は090-0000-1234へ。"], group=group)
        factories.make_redaction(opinion=opinion, start=3, end=16)
        assert Concern.MASKED_WORDS in concerns(case)

    def test_a_masked_passage_of_which_a_summary_says_a_part_stops(self) -> None:
        case = ended_consultation()
        group = answered_group(case, summary="青木花子、家の前にバス停がほしい。")
        (opinion,) = send(case, ["青木花子さんの家の前にバス停がほしい。"], group=group)
        factories.make_redaction(opinion=opinion, start=0, end=7)
        assert Concern.MASKED_WORDS in concerns(case)
        assert concerns(ended_consultation()) == []

    def test_an_undecided_passage_stops_only_where_its_words_go_out(self) -> None:
        case = ended_consultation()
        group = answered_group(case)
        (opinion,) = send(case, ["青木花子さんの家の前にバス停がほしい。"], group=group)
        factories.make_personal_look(opinion=opinion, passages=[[0, 4, "name"]])
        assert concerns(case) == []
        assert concerns(case, with_voices=True) == [Concern.UNDECIDED]
        factories.make_redaction(opinion=opinion, start=0, end=4)
        assert concerns(case, with_voices=True) == []

    def test_a_submitters_contact_stops_and_a_submitters_name_is_asked_about(self) -> None:
        case = ended_consultation()
        person = Submitter(kind=SubmitterKind.PERSON, name="架空 花子", email="hanako@example.jp")
        group = answered_group(case, wording="架空花子様（HANAKO＠example.jp）にお答えします。")
        send(case, group=group, submitter=person)
        found = concerns(case)
        assert Concern.CONTACT in found
        assert Concern.POSSIBLE in found

    def test_the_note_of_a_correction_is_looked_at_too(self) -> None:
        case = ended_consultation()
        person = Submitter(kind=SubmitterKind.PERSON, email="hanako@example.jp")
        send(case, group=answered_group(case), submitter=person)
        assert Concern.CONTACT in concerns(case, note="hanako@example.jp さんの指摘により訂正します。")

    def test_warnings_tell_of_late_ones_and_of_own_approvals_and_stop_nothing(self) -> None:
        case = ended_consultation()
        send(case, is_late=True)
        send(case, group=answered_group(case))
        db.session.scalars(select(factories.ResponseAct)).one().is_own_work = True
        check = services.proposed(case, at=clock.now()).check
        assert check.stopping == []
        assert [words.partition("：")[0] for words in check.warnings] == [
            "期限後に届いたもの",
            "書いた人が自ら決裁した回答",
        ]

    def test_an_answer_whose_opinions_changed_in_number_since_approval_is_named_and_stops(self) -> None:
        case = ended_consultation()
        group = answered_group(case, opinions=2)
        send(case, group=group)
        (other,) = send(case, group=group)
        assert concerns(case) == []
        other.submission.withdrawn_at = clock.now()
        (found,) = services.proposed(case, at=clock.now()).check.findings
        assert (found.concern, found.where) == (
            Concern.COUNT_CHANGED,
            f"回答{group.number}：決裁のとき2件、いま1件",
        )
        with pytest.raises(NotPublishable, match="決裁のあとで意見の数が変わった回答（1）"):
            release(case)

    def test_own_words_that_still_say_who_sent_them_are_named(self) -> None:
        case = ended_consultation()
        sender = Submitter(
            kind=SubmitterKind.PERSON, name="渚砂緒里", address="市内の丘の上の赤い屋根", email=""
        )
        (opinion,) = send(
            case,
            ["渚砂緒里です。丘がよい。市内の丘の上の赤い屋根です。"],
            group=answered_group(case),
            submitter=sender,
        )
        assert concerns(case) == []
        found = services.proposed(case, at=clock.now(), with_voices=True).check.findings
        named = {(each.concern, each.opinion_id) for each in found if each.opinion_id}
        assert {(Concern.CONTACT, opinion.id), (Concern.POSSIBLE, opinion.id)} <= named
