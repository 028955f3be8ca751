"""Submissions that were sent unlike a person sends: facts to look at, and what a person decides."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import EditConflict, ResponseFrozen, RuleViolation
from consult.extensions import db
from consult.models import Submission
from consult.paging import page_number
from consult.sorting import queries, setting_aside
from consult.sorting.blueprint import KEEPERS, blueprint
from consult.staff_sessions import signed_in_member

SAID = {
    "set_aside": "受付の対象から外しました。提出は残り、件数は別の行で数えます。",
    "put_back": "受付の対象に戻しました。",
    "keep": "確かめたものとしました。意見はこれまでどおり数えます。",
}


@blueprint.get("/signals")
@allow(*KEEPERS)
def signals(consultation_id: int) -> str:
    return _page(consultation_id)


@blueprint.post("/signals")
@allow(*KEEPERS)
def keep_flood(consultation_id: int) -> Response:
    """What a flood brought, and nothing else is known of, stands as it is."""
    number = setting_aside.keep_flood(queries.consultation_or_404(consultation_id))
    db.session.commit()
    flash(f"{number:,}通を確かめたものとしました。意見はこれまでどおり数えます。")
    return redirect(url_for(".signals", consultation_id=consultation_id), 303)


@blueprint.post("/signals/<int:submission_id>")
@allow(*KEEPERS)
def decide_on_signals(consultation_id: int, submission_id: int) -> Response | tuple[str, int]:
    """`act`: set_aside (with a reason), put_back, keep."""
    submission = submission_or_404(consultation_id, submission_id)
    act = request.form.get("act", "")
    try:
        if act == "set_aside":
            reason = request.form.get("reason", "")
            setting_aside.set_aside(submission, reason, by=signed_in_member())
        elif act == "put_back":
            setting_aside.put_back(submission)
        elif act == "keep":
            setting_aside.keep(submission)
        else:
            abort(400)
    except RuleViolation as refusal:
        db.session.rollback()
        status = 409 if isinstance(refusal, EditConflict | ResponseFrozen) else 422
        return _page(consultation_id, refusal, submission_id), status
    db.session.commit()
    flash(SAID[act])
    state = request.form.get("state", "")
    kept = state if state in setting_aside.STATES else ""
    return redirect(url_for(".signals", consultation_id=consultation_id, state=kept), 303)


def submission_or_404(consultation_id: int, submission_id: int) -> Submission:
    found = db.session.get(Submission, submission_id)
    return found if found and found.consultation_id == consultation_id else abort(404)


def _page(consultation_id: int, refusal: RuleViolation | None = None, refused_id: int = 0) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    state = request.values.get("state", "waiting")
    if state not in setting_aside.STATES:
        state = "waiting"
    page = setting_aside.signalled_page(consultation.id, state, page_number(request.values.get("page")))
    return render_template(
        "staff/sorting/signals.html",
        consultation=consultation,
        page=page,
        state=state,
        states=setting_aside.STATES,
        numbers=setting_aside.numbers_of(consultation.id),
        refusal=refusal,
        refused_id=refused_id,
        sent=request.form,
    )
