"""What changes about a submission on record: how it came, who sent it, whether it stands, its opinions."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import EditConflict, RuleViolation
from consult.draft_places import Places, value_of
from consult.edit_conflict import differences
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.intake import editing, queries
from consult.intake.editing_forms import (
    EditForm,
    NoteForm,
    OpinionForm,
    SubmitterEditForm,
    WithdrawalForm,
    facts_as_typed,
)
from consult.intake.staff_blueprint import WRITERS, blueprint
from consult.intake.submitter_form import as_typed
from consult.models import Submission
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

Answer = str | tuple[str, int] | Response


@blueprint.route("/<int:submission_id>/edit", methods=["GET", "POST"])
@allow(*WRITERS)
def edit(consultation_id: int, submission_id: int) -> Answer:
    """届き方を直す: the way, the days, the note; the late mark follows."""
    submission = queries.submission_or_404(consultation_id, submission_id)
    is_sent = request.method == "POST"
    data = facts_as_typed(submission)
    kind = EditForm if editing.was_typed_by_staff(submission) else NoteForm
    form = kind() if is_sent else kind(formdata=None, data=data)
    if isinstance(form, EditForm) and submission.consultation is not None:
        form.offer(submission.consultation)
    if not is_sent:
        return _form_page("edit", submission, form)
    if not form.validate():
        return _form_page("edit", submission, form), 422
    try:
        editing.change_facts(
            submission, form.facts(), version=number(form.version.data), by=signed_in_member()
        )
    except EditConflict as conflict:
        return _conflict("edit", submission, form, conflict, saved=facts_as_typed(submission)), 409
    except RuleViolation as refused:
        put_beside_field(form, refused)
        return _form_page("edit", submission, form), 422
    db.session.commit()
    flash("届き方を直しました。", "success")
    return _back_to(submission)


@blueprint.post("/<int:submission_id>/submitter/edit")
@allow(*WRITERS)
def edit_submitter(consultation_id: int, submission_id: int) -> Answer:
    """提出者を直す. A POST also to open it: whoever reads who sent something leaves a trace (TP17)."""
    submission = queries.submission_or_404(consultation_id, submission_id)
    me = signed_in_member()
    if request.form.get("act") != "save":
        editing.look_at_submitter(submission.submitter, by=me)
        db.session.commit()
        data = {**as_typed(submission.submitter), "version": str(submission.version)}
        return _form_page("_edit_submitter", submission, SubmitterEditForm(formdata=None, data=data))
    form = SubmitterEditForm()
    if not form.validate():
        return _form_page("_edit_submitter", submission, form), 422
    try:
        editing.change_submitter(submission, form.values(), version=number(form.version.data), by=me)
    except EditConflict as conflict:
        saved = {name: value for name, value in as_typed(submission.submitter).items() if value is not True}
        return _conflict("_edit_submitter", submission, form, conflict, saved=saved), 409
    db.session.commit()
    flash("提出者の記録を直しました。", "success")
    return _back_to(submission)


@blueprint.route("/<int:submission_id>/withdraw", methods=["GET", "POST"])
@allow(*WRITERS)
def withdraw(consultation_id: int, submission_id: int) -> Answer:
    submission = queries.submission_or_404(consultation_id, submission_id)
    form = WithdrawalForm()
    if request.method != "POST":
        return _form_page("withdraw", submission, WithdrawalForm(formdata=None))
    if not form.validate():
        return _form_page("withdraw", submission, form), 422
    editing.withdraw(submission, form.reason.data, by=signed_in_member())
    db.session.commit()
    flash("取り下げを記録しました。このページの「取り下げを元に戻す」で戻せます。", "success")
    return _back_to(submission)


@blueprint.post("/<int:submission_id>/put-back")
@allow(*WRITERS)
def put_back(consultation_id: int, submission_id: int) -> Answer:
    submission = queries.submission_or_404(consultation_id, submission_id)
    editing.put_back(submission, by=signed_in_member())
    db.session.commit()
    flash("取り下げを元に戻しました。意見も数に戻ります。", "success")
    return _back_to(submission)


@blueprint.route("/<int:submission_id>/opinions/new", methods=["GET", "POST"])
@allow(*WRITERS)
def add_opinion(consultation_id: int, submission_id: int) -> Answer:
    """見落とした意見を加える."""
    submission = queries.submission_or_404(consultation_id, submission_id)
    places = Places(queries.consultation_or_404(consultation_id))
    if request.method != "POST":
        return _form_page("add_opinion", submission, OpinionForm(formdata=None).prepare(places))
    form = OpinionForm().prepare(places)

    def act() -> None:
        editing.add_opinion(submission, form.entered(places), by=signed_in_member())

    return _saved_opinion("add_opinion", submission, form, act, told="意見を加えました。")


@blueprint.route("/<int:submission_id>/opinions/<int:case_opinion_id>/correct", methods=["GET", "POST"])
@allow(*WRITERS)
def correct_opinion(consultation_id: int, submission_id: int, case_opinion_id: int) -> Answer:
    """打ち間違い・対象を直す: new words are a new opinion, the old one stays on record."""
    submission = queries.submission_or_404(consultation_id, submission_id)
    opinion = queries.opinion_or_404(submission, case_opinion_id)
    places = Places(queries.consultation_or_404(consultation_id))
    if request.method != "POST":
        data = {
            "about": value_of(opinion),
            "wording": opinion.wording,
            "version": str(submission.version),
        }
        form = OpinionForm(formdata=None, data=data).prepare(places)
        return _form_page("correct_opinion", submission, form, opinion=opinion)
    form = OpinionForm().prepare(places)

    def act() -> None:
        editing.correct_opinion(
            submission,
            opinion,
            form.entered(places),
            version=number(form.version.data),
            by=signed_in_member(),
        )

    return _saved_opinion(
        "correct_opinion", submission, form, act, told="意見を直しました。", opinion=opinion
    )


@blueprint.post("/<int:submission_id>/opinions/<int:case_opinion_id>/withdraw")
@allow(*WRITERS)
def withdraw_opinion(consultation_id: int, submission_id: int, case_opinion_id: int) -> Answer:
    submission = queries.submission_or_404(consultation_id, submission_id)
    editing.withdraw_opinion(queries.opinion_or_404(submission, case_opinion_id), by=signed_in_member())
    db.session.commit()
    flash("意見を取り下げました。「元に戻す」で戻せます。", "success")
    return _back_to(submission)


@blueprint.post("/<int:submission_id>/opinions/<int:case_opinion_id>/put-back")
@allow(*WRITERS)
def put_back_opinion(consultation_id: int, submission_id: int, case_opinion_id: int) -> Answer:
    submission = queries.submission_or_404(consultation_id, submission_id)
    editing.put_back_opinion(queries.opinion_or_404(submission, case_opinion_id), by=signed_in_member())
    db.session.commit()
    flash("意見を元に戻しました。", "success")
    return _back_to(submission)


def _saved_opinion(
    page: str, submission: Submission, form: OpinionForm, act: Callable[[], None], *, told: str, **more: Any
) -> Answer:
    if not form.validate():
        return _form_page(page, submission, form, **more), 422
    try:
        act()
    except EditConflict as conflict:
        form.version.data = str(submission.version)
        form.form_errors.append(conflict.message)
        return _form_page(page, submission, form, **more), 409
    except RuleViolation as refused:
        put_beside_field(form, refused)
        return _form_page(page, submission, form, **more), 422
    db.session.commit()
    flash(told, "success")
    return _back_to(submission)


def _conflict(
    page: str, submission: Submission, form: Any, conflict: EditConflict, *, saved: Mapping[str, Any]
) -> str:
    """Both texts; the page keeps mine and now knows the other's version, so that saving again is a choice (TW1)."""
    form.version.data = str(submission.version)
    texts = {name: value for name, value in saved.items() if name in form and isinstance(value, str)}
    mine = {name: form[name].data or "" for name in texts}
    return _form_page(
        page, submission, form, conflict=differences(form, texts, mine), message=conflict.message
    )


def _form_page(page: str, submission: Submission, form: Any, **more: Any) -> str:
    consultation = submission.consultation
    assert consultation is not None  # the address names it
    return render_template(
        f"staff/intake/{page}.html",
        consultation=consultation,
        submission=submission,
        form=form,
        asked=form.asked(consultation) if isinstance(form, SubmitterEditForm) else (),
        may_write_words=editing.was_typed_by_staff(submission),
        **more,
    )


def _back_to(submission: Submission) -> Response:
    address = url_for(".show", consultation_id=submission.consultation_id, submission_id=submission.id)
    return redirect(address, 303)
