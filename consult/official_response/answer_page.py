"""The page of one answer: voices on the left, the answer on the right, below them its road."""

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask_login import current_user

from consult.domain.answering import WRITABLE, Lack, lacks_of, open_steps
from consult.domain.vocabulary import ResponseState, ResponseStep, Role
from consult.group_voices import voices_of
from consult.official_response import queries, revisions
from consult.official_response.blueprint import WRITERS
from consult.official_response.forms import AnswerForm, AssignForm, RemarkForm
from consult.official_response.like_answers import like_answers
from consult.official_response.papers import Paper, place_of, written_by
from consult.staff_sessions import signed_in_member

BUTTONS = {
    ResponseStep.SENT_TO_CHECK: "担当課の確認に回す",
    ResponseStep.SENT_TO_APPROVAL: "決裁に回す",
    ResponseStep.APPROVED: "決裁する",
    ResponseStep.RETURNED: "差し戻す",
    ResponseStep.REOPENED: "決裁を取り消す",
}
FORWARD = (ResponseStep.SENT_TO_CHECK, ResponseStep.SENT_TO_APPROVAL)


def next_step(paper: Paper) -> ResponseStep | None:
    """The step that leads on from here, if the person who is signed in may take it."""
    return next(
        (step for step in open_steps(paper.standing, current_user.granted_roles) if step in FORWARD), None
    )


def answer_page(
    paper: Paper,
    *,
    form: AnswerForm | None = None,
    assign_form: AssignForm | None = None,
    remark_form: RemarkForm | None = None,
    lacks: Iterable[Lack] = (),
    **more: Any,
) -> str:
    """`more`: differences of a conflict, a refusal with its field, the typed comment, whether all of it is saved."""
    group = paper.group
    form = form or AnswerForm.of(paper, queries.classes_of(group.consultation_id))
    for lack in lacks:
        _put_beside(form, lack)
    return render_template(
        "staff/official_response/show.html",
        consultation=group.consultation,
        paper=paper,
        group=group,
        response=paper.response,
        form=form,
        assign_form=assign_form or AssignForm.of(queries.divisions_offered(group.division_id), paper),
        remark_form=remark_form or RemarkForm(formdata=None),
        **_around(paper, form.summary.data or ""),
        **_road(paper),
        **{"differences": (), "refusal": "", "refused_field": "", "comment": "", "is_saved": False} | more,
    )


def _around(paper: Paper, summary: str) -> dict[str, Any]:
    """What stands beside the answer to help in writing it."""
    group, voices = paper.group, voices_of(paper.group)
    is_open = _is_open(paper)
    return {
        "voices": voices,
        "foreign": voices.foreign_words(summary),
        "like": like_answers(group) if is_open else [],
        "other_revisions": revisions.not_linked_to(group) if is_open else [],
        "place_of": place_of,
        "remarks": queries.remarks_of(group),
    }


def _road(paper: Paper) -> dict[str, Any]:
    """How far it is, and what the person who reads the page may do."""
    response, following = paper.response, next_step(paper)
    is_open = _is_open(paper)
    return {
        "is_open": is_open,
        "may_write": _may_write(),
        "may_assign": _may_write() and response.state is not ResponseState.APPROVED,
        "may_approve": Role.APPROVER in current_user.granted_roles,
        "steps": [(step, BUTTONS[step]) for step in _steps_below(paper)],
        "next_button": BUTTONS[following] if is_open and following else "",
        "missing": lacks_of(paper.answer),
        "is_own_work": bool(written_by([response], signed_in_member())),
        "acts": queries.acts_of(response) if response.id else [],
    }


def _may_write() -> bool:
    return bool(set(WRITERS) & set(current_user.granted_roles))


def _is_open(paper: Paper) -> bool:
    return _may_write() and paper.response.state in WRITABLE


def _steps_below(paper: Paper) -> list[ResponseStep]:
    """What stands in the form of acts; whoever writes goes on with the form of the answer itself."""
    steps = open_steps(paper.standing, current_user.granted_roles)
    writes = paper.response.state in WRITABLE
    return [step for step in steps if not (writes and step in FORWARD)]


def _put_beside(form: AnswerForm, lack: Lack) -> None:
    if lack.field in form:
        form[lack.field].errors = [*form[lack.field].errors, lack.message]
    else:
        form.form_errors.append(lack.message)
