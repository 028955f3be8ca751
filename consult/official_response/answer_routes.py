"""One answer: written, sent on, returned, approved; its division, its remarks, its versions."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import READERS, allow
from consult.domain.answering import Lack
from consult.domain.errors import (
    EditConflict,
    OwnWorkUnconfirmed,
    ResponseIncomplete,
    ResponseRefused,
    RuleViolation,
)
from consult.domain.summaries import with_sentence
from consult.domain.vocabulary import ResponseStep
from consult.edit_conflict import differences
from consult.extensions import db
from consult.group_voices import voices_of
from consult.official_response import acts, queries, services
from consult.official_response.answer_page import BUTTONS, answer_page, next_step
from consult.official_response.blueprint import WRITERS, blueprint
from consult.official_response.changes import changes_between
from consult.official_response.forms import AnswerForm, AssignForm, RemarkForm
from consult.official_response.like_answers import wording_of
from consult.official_response.papers import Paper, paper_or_404
from consult.staff_sessions import signed_in_member
from consult.typed_number import typed_number

Answered = str | tuple[str, int] | Response


@blueprint.get("/<int:group_id>")
@allow(*READERS)
def show(consultation_id: int, group_id: int) -> str:
    return answer_page(paper_or_404(consultation_id, group_id))


@blueprint.post("/<int:group_id>")
@allow(*WRITERS)
def save(consultation_id: int, group_id: int) -> Answered:
    """Saved, saved and sent on, or (with a sentence or an earlier answer pressed in) shown again, not saved."""
    paper = paper_or_404(consultation_id, group_id)
    form = AnswerForm.of(paper, queries.classes_of(consultation_id))
    valid = form.validate()
    if "quote" in request.form or "reuse" in request.form:
        _press_in(paper, form)
        return answer_page(paper, form=form)
    if not valid:
        return answer_page(paper, form=form), 422
    person = signed_in_member()
    try:
        services.save_answer(paper, form.written(), version=typed_number(form.version.data), by=person)
    except EditConflict as conflict:
        return _show_both(paper, form, conflict)
    if request.form.get("do") != "send":
        db.session.commit()
        flash(f"回答{paper.group.number}を保存しました。")
        return redirect(_address(paper), 303)
    return _sent_on(paper, form)


def _press_in(paper: Paper, form: AnswerForm) -> None:
    opinion_id, _, start = request.form.get("quote", "").partition("-")
    for voice in voices_of(paper.group).shown:
        for sentence in voice.sentences:
            if (str(voice.opinion_id), str(sentence.start)) == (opinion_id, start):
                form.summary.data = with_sentence(form.summary.data or "", sentence.text)
    if earlier := wording_of(typed_number(request.form.get("reuse"))):
        form.wording.data = "\n".join(filter(None, [form.wording.data, earlier]))


def _show_both(paper: Paper, form: AnswerForm, conflict: EditConflict) -> tuple[str, int]:
    """TW1: what is saved beside what was typed; saving again is then a choice, not an accident."""
    db.session.rollback()
    fresh = paper_or_404(paper.group.consultation_id, paper.group.id)
    found = differences(form, AnswerForm.texts_of(fresh), form.texts())
    form.version.data = str(fresh.response.version)
    return answer_page(fresh, form=form, differences=found, refusal=conflict.message), 409


def _sent_on(paper: Paper, form: AnswerForm) -> Answered:
    step = next_step(paper)
    if step is None:
        abort(400)
    wanted = acts.Wanted(
        step, signed_in_member(), {paper.group.id: acts.Seen(paper.response.version, paper.opinions)}
    )
    try:
        acts.take_step(paper, wanted)
    except ResponseIncomplete as incomplete:
        # What was written is kept; only the step is refused.
        db.session.commit()
        form.version.data = str(paper.response.version)
        refusal = f"保存しました。「{BUTTONS[step]}」には、次のものが足りません。"
        lacks: tuple[Lack, ...] = incomplete.lacks  # type: ignore[assignment]
        return answer_page(paper, form=form, lacks=lacks, refusal=refusal, is_saved=True), 422
    db.session.commit()
    done = f"回答{paper.group.number}を{BUTTONS[step].removesuffix('回す')}回しました。"
    following = queries.next_to_write(paper.group)
    if following is None:
        flash(done)
        return redirect(url_for(".index", consultation_id=paper.group.consultation_id), 303)
    flash(f"{done}続けて、回答{following.number}です。")
    return redirect(url_for(".show", consultation_id=following.consultation_id, group_id=following.id), 303)


@blueprint.post("/<int:group_id>/steps")
@allow(*READERS)
def take_step(consultation_id: int, group_id: int) -> Answered:
    """Approved, returned, taken back: with a comment where the step asks for one."""
    paper = paper_or_404(consultation_id, group_id)
    step = next((each for each in ResponseStep if each.value == request.form.get("step")), None)
    if step is None:
        abort(400)
    comment = request.form.get("comment", "")[:2_000]
    seen = {paper.group.id: acts.Seen.sent(request.form.get("seen"))}
    owns_up = "owns_up" in request.form
    wanted = acts.Wanted(step, signed_in_member(), seen, comment, owns_up)
    try:
        acts.take_step(paper, wanted)
    except RuleViolation as refusal:
        db.session.rollback()
        fresh = paper_or_404(consultation_id, group_id)
        field = "owns_up" if isinstance(refusal, OwnWorkUnconfirmed) else refusal.field or ""
        status = 422 if isinstance(refusal, ResponseRefused) else 409
        return answer_page(fresh, refusal=refusal.message, refused_field=field, comment=comment), status
    db.session.commit()
    flash(f"回答{paper.group.number}：{step.label}。")
    return redirect(_address(paper), 303)


@blueprint.post("/<int:group_id>/division")
@allow(*WRITERS)
def assign(consultation_id: int, group_id: int) -> Answered:
    paper = paper_or_404(consultation_id, group_id)
    form = AssignForm.of(queries.divisions_offered(paper.group.division_id), paper)
    if not form.validate():
        return answer_page(paper, assign_form=form), 422
    try:
        services.assign_one(paper, form.chosen, form.day, version=typed_number(form.version.data))
    except EditConflict as conflict:
        form.version.data = str(paper.group.version)
        return answer_page(paper, assign_form=form, refusal=conflict.message), 409
    db.session.commit()
    flash("担当課と期限を保存しました。")
    return redirect(_address(paper), 303)


@blueprint.post("/<int:group_id>/remarks")
@allow(*READERS)
def add_remark(consultation_id: int, group_id: int) -> Answered:
    paper = paper_or_404(consultation_id, group_id)
    form = RemarkForm()
    if not form.validate():
        return answer_page(paper, remark_form=form), 422
    services.add_remark(paper.group, form.remark.data, by=signed_in_member())
    db.session.commit()
    return redirect(_address(paper, "remarks"), 303)


@blueprint.post("/<int:group_id>/remarks/<int:remark_id>/remove")
@allow(*READERS)
def remove_remark(consultation_id: int, group_id: int, remark_id: int) -> Answered:
    paper = paper_or_404(consultation_id, group_id)
    services.take_back_remark(queries.remark_or_404(paper.group, remark_id), by=signed_in_member())
    db.session.commit()
    flash("庁内のメモを取り消しました。")
    return redirect(_address(paper, "remarks"), 303)


@blueprint.get("/<int:group_id>/versions")
@allow(*READERS)
def versions(consultation_id: int, group_id: int) -> str:
    """Any two of them, compared word by word; without a choice the last with the one before."""
    paper = paper_or_404(consultation_id, group_id)
    found = queries.versions_of(paper.response) if paper.response.id else []
    by_number = {each.number: each for each in found}
    last = found[0].number if found else 0
    new = by_number.get(typed_number(request.args.get("new")) or last)
    old = by_number.get(typed_number(request.args.get("old")) or max(1, last - 1))
    return render_template(
        "staff/official_response/versions.html",
        consultation=paper.group.consultation,
        group=paper.group,
        versions=found,
        old=old,
        new=new,
        changes=changes_between(old.content, new.content) if old and new else [],
    )


def _address(paper: Paper, anchor: str | None = None) -> str:
    group = paper.group
    return url_for(".show", consultation_id=group.consultation_id, group_id=group.id, _anchor=anchor)
