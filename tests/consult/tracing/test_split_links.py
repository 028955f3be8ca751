"""What people linked stays linked: it is proposed for the parts of a split opinion, and a change follows into later answers."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, LinkKind, Outcome, ResponseState
from consult.extensions import db
from consult.link_looks import look_at_waiting
from consult.link_targets import LinkTarget, all_targets
from consult.models import (
    AnswerGroup,
    AuditEvent,
    Consultation,
    LinkDecision,
    LinkSuggestion,
    OfficialResponse,
    Opinion,
    Revision,
    RevisionGroup,
)
from consult.search.indexing import index_waiting
from consult.sorting import splitting
from consult.summary import moving, services
from consult.tracing.services import Wanted, decide
from tests import factories as make
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")
FIRST, SECOND = "朝のバスを増やして。", "公園の木を切らないで。"


@pytest.fixture
def case() -> Consultation:
    found = make.make_consultation()
    make.make_draft_text(consultation=found)
    return found


def passage(case: Consultation) -> LinkTarget:
    target = all_targets([case.id]).known(LinkTarget(LinkKind.PASSAGE, case.id, "s1", 1))
    assert target is not None
    return target


def sent(case: Consultation, wording: str = FIRST + SECOND) -> Opinion:
    return make.make_opinion(submission=make.make_submission(consultation=case), wording=wording)


def linked(case: Consultation, opinion: Opinion, **fields: object) -> LinkDecision:
    target = passage(case)
    return make.make_link_decision(opinion=opinion, target=target, target_text=target.text, **fields)


def look() -> None:
    db.session.commit()
    index_waiting()
    look_at_waiting(1_000, batch=100)


def inherited_by(parts: Sequence[Opinion]) -> list[bool]:
    rows = select(LinkSuggestion.opinion_id).where(LinkSuggestion.is_inherited)
    heirs = set(db.session.scalars(rows))
    return [part.id in heirs for part in parts]


def split(case: Consultation, whole: Opinion) -> list[Opinion]:
    return splitting.split(whole, [len(FIRST)], consultation_id=case.id)


def answers_with(revision: Revision) -> list[int]:
    rows = select(RevisionGroup.answer_group_id).where(RevisionGroup.revision_id == revision.id)
    return sorted(db.session.scalars(rows))


def test_a_link_confirmed_before_the_split_is_proposed_for_every_part_and_decided_for_none(
    case: Consultation,
) -> None:
    whole = sent(case)
    decision = linked(case, whole)
    parts = split(case, whole)
    look()
    assert inherited_by(parts) == [True, True]
    assert db.session.scalars(select(LinkDecision)).all() == [decision]


def test_what_was_rejected_on_the_whole_or_undone_is_not_proposed(case: Consultation) -> None:
    rejected, undone = sent(case), sent(case)
    linked(case, rejected, outcome=Outcome.REJECTED)
    linked(case, undone, undone_at=make.NOW)
    parts = [*split(case, rejected), *split(case, undone)]
    look()
    assert inherited_by(parts) == [False] * 4


def test_a_part_of_a_part_inherits_the_nearest_word(case: Consultation) -> None:
    whole = sent(case, FIRST + SECOND + FIRST)
    linked(case, whole)
    middle = splitting.split(whole, [len(FIRST + SECOND)], consultation_id=case.id)[0]
    leaves = split(case, middle)
    look()
    assert inherited_by(leaves) == [True, True]
    linked(case, middle, outcome=Outcome.REJECTED)
    splitting.join(middle, consultation_id=case.id)
    split(case, middle)
    look()
    assert inherited_by(leaves) == [False, False]


def test_joined_again_the_whole_has_its_link_and_nothing_is_counted_twice(case: Consultation) -> None:
    whole = sent(case)
    decision = linked(case, whole)
    split(case, whole)
    look()
    splitting.join(whole, consultation_id=case.id)
    look()
    assert (decision.undone_at, decision.outcome) == (None, Outcome.CONFIRMED)


def test_many_parts_ask_no_more_queries(case: Consultation) -> None:
    def asked(numbers: int) -> int:
        for _ in range(numbers):
            whole = sent(case)
            linked(case, whole)
            split(case, whole)
        db.session.commit()
        index_waiting()
        with counted_queries() as queries:
            look_at_waiting(1_000, batch=100)
        return len(queries)

    assert asked(1) >= asked(12)


def test_a_confirmed_part_takes_the_change_along_into_its_answer(case: Consultation) -> None:
    whole, group = sent(case), make.make_answer_group(consultation=case)
    make.make_official_response(group=group)
    revision = make.make_revision(consultation=case)
    linked(case, whole, revision_id=revision.id)
    part = split(case, whole)[0]
    part.answer_group_id = group.id
    look()
    made = decide(Wanted(part.id, passage(case), Outcome.CONFIRMED), by=make.make_staff_member())
    assert made.revision_id == revision.id
    assert answers_with(revision) == [group.id]


def test_an_opinion_grouped_after_its_change_brings_the_change_into_the_answer_by_itself(
    case: Consultation,
) -> None:
    opinion, member = sent(case), make.make_staff_member()
    revision = make.make_revision(consultation=case)
    linked(case, opinion, revision_id=revision.id)
    group = services.make_group(case, [opinion.id], by=member)
    version = db.session.scalar(select(OfficialResponse.version))
    assert (answers_with(revision), version) == ([group.id], 2)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.GROUPED)).one()
    assert [tuple(pair) for pair in event.details["changes"]] == [(revision.id, group.id)]
    moving.take_back(case, event)
    assert answers_with(revision) == []


def test_a_change_that_was_taken_out_or_is_of_another_case_follows_nobody(case: Consultation) -> None:
    opinion, other = sent(case), make.make_consultation()
    gone = make.make_revision(consultation=case, removed_at=make.NOW)
    linked(case, opinion, revision_id=gone.id)
    foreign = sent(case)
    linked(case, foreign, revision_id=make.make_revision(consultation=other).id)
    services.make_group(case, [opinion.id, foreign.id], by=make.make_staff_member())
    assert db.session.scalars(select(RevisionGroup)).all() == []


def test_what_a_person_had_put_into_the_answer_stays_when_the_grouping_is_undone(case: Consultation) -> None:
    opinion, group = sent(case), make.make_answer_group(consultation=case)
    make.make_official_response(group=group, state=ResponseState.DRAFTING)
    revision = make.make_revision(consultation=case)
    db.session.add(RevisionGroup(revision_id=revision.id, answer_group_id=group.id))
    linked(case, opinion, revision_id=revision.id)
    event = services.put_into(db.session.get_one(AnswerGroup, group.id), [opinion.id])
    moving.take_back(case, event)
    assert answers_with(revision) == [group.id]
