"""Logging a hearing on one page; the draft of it saves itself meanwhile."""

from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult.access import allow
from consult.domain.agenda import with_agenda
from consult.domain.errors import EditConflict, FutureDateUnconfirmed, RuleViolation
from consult.domain.period import JAPAN
from consult.edit_conflict import differences
from consult.extensions import db
from consult.hearings import agendas, attachments, cutting, drafts, follow_ups, queries, services
from consult.hearings.blueprint import WRITERS, blueprint
from consult.hearings.cutting import Act, Desk
from consult.hearings.hearing_form import HearingForm
from consult.hearings.services import Origin
from consult.models import Hearing, HearingDraft, StaffMember
from consult.staff_sessions import signed_in_member

# Buttons that leave the cut as it is: save, files, the agenda of the kind, a look at the counterpart.
BESIDE_THE_CLAIMS = ("save", "attach", "agenda", "look")
Answer = str | tuple[str, int] | AnyResponse
CHECK_FIRST = "意見の区切りを確かめて、もう一度「登録する」を押してください。"
SENT_AGAIN = (
    "このページは、すでに第{number}号として登録されています。いま送られた変更は登録していません。"
    "「メモに追記する」か「内容を直す」を使ってください。"
)


@blueprint.get("/hearings/new")
@allow(*WRITERS)
def new():
    form = HearingForm(formdata=None)
    return hearing_page(form, Desk(""), waiting=len(queries.drafts_of(signed_in_member(), discarded=False)))


@blueprint.post("/hearings/new")
@allow(*WRITERS)
def register() -> Answer:
    """Every button of the page: cutting acts show the page again, 「登録する」 registers; each keeps the draft."""
    form = HearingForm()
    done = queries.hearing_of_page(form.form_token.data)
    if done is not None:
        return _already_registered(form, done)
    act = cutting.read_act(request.form)
    desk = _desk_of(form)
    not_taken = attachments.receive(form, by=signed_in_member())
    # Whatever becomes of the form: a file that was sent is not asked for twice.
    db.session.commit()
    if act.verb == "register" and not not_taken:
        return _registered(form, desk)
    if act.verb == "agenda":
        form.agenda.data = with_agenda(form.agenda.data, agendas.of_kind(form.kind.data))
    if form.may_be_cut and act.verb not in BESIDE_THE_CLAIMS:
        desk = _worked_on(form, desk, act)
    _put_on(form, desk)
    try:
        draft = _saved(form)
    except EditConflict:
        return _conflict_page(form, desk)
    except RuleViolation as refused:
        form.refuse(refused)
        return hearing_page(form, desk), 422
    db.session.commit()
    if not_taken:
        form.files.errors = not_taken
        return hearing_page(form, desk), 422
    if act.verb == "save":
        flash("下書きを保存しました。", "success")
        return redirect(url_for("staff.hearings.open_draft", draft_id=draft.id), 303)
    if not form.may_be_cut and act.verb not in BESIDE_THE_CLAIMS:
        form.notes.validate(form)
        return hearing_page(form, desk), 422
    return hearing_page(form, desk)


@blueprint.post("/hearings/drafts")
@allow(*WRITERS)
def save_draft() -> Answer:
    """The page's script keeps what is typed; the answer says when, or why not."""
    form = HearingForm()
    desk = _desk_of(form, may_cut=False)
    if desk.is_cut:
        form.claims.data = desk.hidden()["claims"]
    try:
        draft = _saved(form)
    except RuleViolation as refused:
        db.session.rollback()
        return _refusal(refused.message, 409 if isinstance(refused, EditConflict) else 400)
    db.session.commit()
    return jsonify(saved_at=f"{draft.saved_at.astimezone(JAPAN):%H:%M}", version=draft.version)


def _already_registered(form: HearingForm, done: Hearing) -> Answer:
    """Back, changed, and sent again: nothing is registered twice, and nobody thinks that it was changed."""
    if form.notes.data != done.notes:
        flash(SENT_AGAIN.format(number=done.number), "warning")
    return redirect(url_for("staff.hearings.show", hearing_id=done.id), 303)


def _registered(form: HearingForm, desk: Desk) -> Answer:
    is_unseen = _is_stale(form, desk) or not form.cut_notes.data
    if form.may_be_cut and not desk.is_cut:
        desk, is_unseen = cutting.cut(form.notes.data), True
    _put_on(form, desk)
    if not form.validate():
        return hearing_page(form, desk), 422
    me = signed_in_member()
    draft = drafts.draft_of_page(form.form_token.data, owner=me)
    if draft is not None and drafts.is_conflict(draft, form.as_typed(), form.seen_version):
        return _conflict_page(form, desk)
    if is_unseen:
        return hearing_page(form, desk, notice=CHECK_FIRST), 422
    try:
        hearing = _recorded(form, desk, by=me)
    except FutureDateUnconfirmed as question:
        db.session.rollback()
        form.ask_about_day()
        return hearing_page(form, desk, question=question.message), 422
    except RuleViolation as refused:
        db.session.rollback()
        form.refuse(refused)
        return hearing_page(form, desk), 422
    db.session.commit()
    flash(
        f"ヒアリング第{hearing.number}号を登録しました（意見{desk.opinions}件）。分類の候補が付きます。",
        "success",
    )
    return redirect(url_for("staff.hearings.show", hearing_id=hearing.id), 303)


def _recorded(form: HearingForm, desk: Desk, *, by: StaffMember) -> Hearing:
    """With the follow-ups and files that the page brought."""
    # Asked within the transaction that registers: a second send at the same moment adds nothing to the first.
    is_first = queries.hearing_of_page(form.form_token.data) is None
    hearing = services.register(
        form.facts(),
        form.notes.data,
        desk.claims,
        origin=Origin(by=by, form_token=form.form_token.data),
        may_be_future=form.may_be_future(),
    )
    if is_first:
        follow_ups.add(hearing, form.promises(), by=by)
        attachments.attach(hearing, attachments.waiting(form, by=by), by=by)
    return hearing


def _desk_of(form: HearingForm, *, may_cut: bool = True) -> Desk:
    """The desk as sent; when the notes changed since, cut again with the choices carried over."""
    desk = cutting.read_desk(request.form, form.cut_notes.data)
    if may_cut and desk.is_cut and form.may_be_cut and desk.notes != form.notes.data:
        return cutting.cut(form.notes.data, before=desk)
    return desk


def _worked_on(form: HearingForm, desk: Desk, act: Act) -> Desk:
    """The desk after a button; when the notes just changed, what was pressed meant another cut and waits."""
    if not desk.is_cut:
        return cutting.cut(form.notes.data)
    return desk if _is_stale(form, desk) else cutting.after(desk, act)


def _is_stale(form: HearingForm, desk: Desk) -> bool:
    return desk.is_cut and form.cut_notes.data != desk.notes


def _put_on(form: HearingForm, desk: Desk) -> None:
    """The hidden fields carry the desk."""
    for name, value in (
        desk.hidden() if desk.is_cut else dict.fromkeys(("claims", "undo", "cut_notes"), "")
    ).items():
        form[name].data = value


def _saved(form: HearingForm) -> HearingDraft:
    draft = drafts.save_draft(
        form.form_token.data, form.as_typed(), version=form.seen_version, owner=signed_in_member()
    )
    form.draft_version.data = str(draft.version)
    return draft


def _conflict_page(form: HearingForm, desk: Desk) -> Answer:
    """Both texts. The page keeps mine and now knows the other's version, so that saving again is a choice."""
    draft = drafts.draft_of_page(form.form_token.data, owner=signed_in_member())
    assert draft is not None
    saved = {**form.as_typed(), **draft.fields}
    # Files only add up: what either window brought is on the page.
    form.keep.data = " ".join(dict.fromkeys([*str(saved["keep"]).split(), *form.tickets]))
    form.draft_version.data = str(draft.version)
    return hearing_page(
        form, desk, conflict=differences(form, saved, form.as_typed()), saved_draft=draft
    ), 409


def hearing_page(form: HearingForm, desk: Desk, **told: Any) -> str:
    return render_template(
        "staff/hearings/new.html",
        form=form,
        desk=desk,
        files=attachments.waiting(form, by=signed_in_member()),
        limits=attachments.LIMITS,
        agendas=agendas.agendas(),
        names=queries.counterpart_names(),
        known=queries.known_counterpart(form.counterpart.data or ""),
        **told,
    )


def _refusal(message: str, status: int) -> Response:
    answer = jsonify(message=message)
    answer.status_code = status
    return answer
