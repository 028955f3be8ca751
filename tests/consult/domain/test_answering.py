"""Who may take which step of an answer, and what each step demands (R35, R36, R37)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.answering import (
    WAYS,
    Answer,
    Asked,
    LeftOver,
    Replaced,
    Standing,
    check_step,
    check_writable,
    lacks_of,
    open_steps,
)
from consult.domain.errors import OwnWorkUnconfirmed, ResponseFrozen, ResponseIncomplete, ResponseRefused
from consult.domain.vocabulary import Disposition, ResponseState, ResponseStep, Role

S, A = ResponseStep, ResponseState
WHOLE = Answer(
    summary="バスを増やしてほしい。",
    wording="本数を見直します。",
    reason="",
    disposition=Disposition.REFERENCE,
    revisions=(),
    opinions=1,
    asks_for_class=True,
)
CHANGE = Replaced("第1章", "四本", "六本")


def fields(answer: Answer) -> list[str]:
    return [lack.field for lack in lacks_of(answer)]


def asked(step: ResponseStep, *roles: Role, **more: object) -> Asked:
    return Asked(step, frozenset(roles or Role), **more)  # type: ignore[arg-type]


def test_an_answer_needs_opinions_a_summary_a_position_and_a_class() -> None:
    assert fields(WHOLE) == []
    empty = replace(WHOLE, summary="\u200b", wording=" \n", disposition=None, opinions=0)
    assert fields(empty) == ["", "summary", "wording", "result_class"]
    assert fields(replace(WHOLE, disposition=None, asks_for_class=False)) == []


def test_kept_as_it_is_needs_a_reason() -> None:
    explained = replace(WHOLE, disposition=Disposition.EXPLAINED)
    assert fields(explained) == ["reason"]
    assert fields(replace(explained, reason="利用が少ないため。")) == []


@pytest.mark.parametrize(
    "revisions",
    [
        (),
        (Replaced("", "四本", "六本"),),
        (Replaced("第1章", "", "六本"),),
        (Replaced("第1章", "同じ", "同じ"),),
    ],
)
def test_a_changed_draft_needs_its_place_before_and_after(revisions: tuple[Replaced, ...]) -> None:
    revised = replace(WHOLE, disposition=Disposition.REVISED, revisions=revisions)
    assert fields(revised) == ["revisions"]
    assert fields(replace(revised, revisions=(CHANGE,))) == []


def test_with_a_division_the_road_leads_through_its_check() -> None:
    has_division = Standing(A.DRAFTING, has_division=True)
    assert check_step(asked(S.SENT_TO_CHECK, Role.DRAFTER), has_division, WHOLE) is A.CHECKING
    with pytest.raises(ResponseRefused, match="先に担当課の確認"):
        check_step(asked(S.SENT_TO_APPROVAL, Role.DRAFTER), has_division, WHOLE)
    checked = Standing(A.CHECKING, has_division=True)
    assert check_step(asked(S.SENT_TO_APPROVAL, Role.OFFICIAL), checked, WHOLE) is A.AWAITING_APPROVAL


def test_without_a_division_an_answer_goes_straight_to_the_approver() -> None:
    alone = Standing(A.DRAFTING)
    assert open_steps(alone, [Role.OFFICIAL]) == [S.SENT_TO_APPROVAL]
    assert check_step(asked(S.SENT_TO_APPROVAL), alone, WHOLE) is A.AWAITING_APPROVAL
    with pytest.raises(ResponseRefused, match="担当課が決まっていません"):
        check_step(asked(S.SENT_TO_CHECK), alone, WHOLE)


def test_only_an_approver_approves_and_takes_an_approval_back() -> None:
    waiting, done = Standing(A.AWAITING_APPROVAL), Standing(A.APPROVED)
    assert S.APPROVED not in open_steps(waiting, [Role.OFFICIAL, Role.DRAFTER, Role.ADMIN])
    assert open_steps(waiting, [Role.APPROVER]) == [S.APPROVED, S.RETURNED]
    assert open_steps(done, [Role.APPROVER]) == [S.REOPENED]
    with pytest.raises(ResponseRefused, match="役割"):
        check_step(asked(S.APPROVED, Role.DRAFTER), waiting, WHOLE)


@pytest.mark.parametrize(
    ("step", "state"), [(S.RETURNED, A.CHECKING), (S.RETURNED, A.AWAITING_APPROVAL), (S.REOPENED, A.APPROVED)]
)
def test_returning_needs_a_comment(step: ResponseStep, state: ResponseState) -> None:
    with pytest.raises(ResponseRefused) as refused:
        check_step(asked(step, comment=" \u3000"), Standing(state), WHOLE)
    assert refused.value.field == "comment"
    assert check_step(asked(step, comment="理由を足してください。"), Standing(state), WHOLE) is A.DRAFTING


def test_an_approver_who_wrote_the_answer_is_asked_once() -> None:
    waiting = Standing(A.AWAITING_APPROVAL)
    with pytest.raises(OwnWorkUnconfirmed):
        check_step(asked(S.APPROVED, is_own_work=True), waiting, WHOLE)
    assert check_step(asked(S.APPROVED, is_own_work=True, owns_up=True), waiting, WHOLE) is A.APPROVED


@given(
    st.sampled_from(S),
    st.sampled_from(A),
    st.booleans(),
    st.sampled_from(["", "直してください。"]),
    st.sampled_from([WHOLE, replace(WHOLE, wording="")]),
    st.frozensets(st.sampled_from(Role)),
)
@settings(max_examples=150)
def test_whatever_is_asked_no_incomplete_answer_is_approved_and_no_approved_one_changes_unsaid(
    step: ResponseStep,
    state: ResponseState,
    has_division: bool,
    comment: str,
    answer: Answer,
    roles: frozenset[Role],
) -> None:
    standing = Standing(state, has_division)
    try:
        reached = check_step(Asked(step, roles, comment), standing, answer)
    except ResponseRefused:
        return
    assert step in open_steps(standing, roles)
    assert reached is A.DRAFTING or answer == WHOLE
    assert reached is not A.APPROVED or (state is A.AWAITING_APPROVAL and Role.APPROVER in roles)
    assert state is not A.APPROVED or (step is S.REOPENED and comment and Role.APPROVER in roles)


def test_every_named_act_has_its_way() -> None:
    assert set(WAYS) == set(ResponseStep)


def test_nobody_writes_on_what_lies_with_the_approver_or_is_approved() -> None:
    check_writable(A.DRAFTING)
    check_writable(A.CHECKING)
    for state in (A.AWAITING_APPROVAL, A.APPROVED):
        with pytest.raises(ResponseFrozen):
            check_writable(state)


def test_the_missing_things_travel_with_the_refusal() -> None:
    with pytest.raises(ResponseIncomplete) as refused:
        check_step(asked(S.SENT_TO_APPROVAL), Standing(A.CHECKING), replace(WHOLE, wording=""))
    assert [lack.field for lack in refused.value.lacks] == ["wording"]  # type: ignore[attr-defined]


def test_nothing_is_left_over_only_when_no_opinion_and_no_answer_is() -> None:
    assert not LeftOver(0, 0)
    assert LeftOver(1, 0)
    assert LeftOver(0, 1)
