"""Announcing a case, closing it early, dropping it, and taking that back."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms import TextAreaField

from consult import case_phases, clock
from consult.access import allow
from consult.consultations import acts, queries, services
from consult.consultations.blueprint import blueprint
from consult.consultations.forms import MAX_TEXT
from consult.domain.errors import ActRefused, RuleViolation
from consult.domain.submission_rules import as_written
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.form_checks import Fits
from consult.form_errors import put_beside_field
from consult.models import Consultation
from consult.staff_sessions import signed_in_member


class ReasonForm(FlaskForm):
    reason = TextAreaField("理由", [Fits(MAX_TEXT)], filters=[as_written])


@blueprint.post("/<int:consultation_id>/announce")
@allow(Role.OFFICIAL)
def announce(consultation_id: int) -> Answer:
    consultation = queries.consultation_or_404(consultation_id)
    return _done(
        consultation,
        lambda: services.announce_consultation(consultation, by=signed_in_member(), at=clock.now()),
        "公開しました。市民のページに載っています。",
    )


@blueprint.route("/<int:consultation_id>/close-early", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def close_early(consultation_id: int) -> str | tuple[str, int] | Answer:
    return _reasoned(
        consultation_id, "close_early", acts.close_early, "締め切りました。理由は市民のページに載っています。"
    )


@blueprint.route("/<int:consultation_id>/drop", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def drop(consultation_id: int) -> str | tuple[str, int] | Answer:
    return _reasoned(
        consultation_id, "drop", acts.drop, "取りやめにしました。理由は市民のページに載っています。"
    )


@blueprint.post("/<int:consultation_id>/take-back")
@allow(Role.OFFICIAL)
def take_back(consultation_id: int) -> Answer:
    """What `act` names was a mistake."""
    consultation, by = queries.consultation_or_404(consultation_id), signed_in_member()
    act = request.form.get("act", "")
    if act == "drop":
        return _done(
            consultation, lambda: acts.take_back_drop(consultation, by=by), "取りやめを取り消しました。"
        )
    if act == "close_early":
        return _done(
            consultation,
            lambda: acts.take_back_closing(consultation, by=by, at=clock.now()),
            "早めの締め切りを取り消しました。予定の最終日まで受け付けます。",
        )
    return abort(400)


def _done(consultation: Consultation, act: Callable[[], None], told: str) -> Answer:
    back = redirect(url_for("staff.consultations.show", consultation_id=consultation.id), 303)
    try:
        act()
    except RuleViolation as refusal:
        db.session.rollback()
        flash(refusal.message, "error")
    else:
        db.session.commit()
        flash(told, "success")
    return back


def _reasoned(
    consultation_id: int, page: str, act: Callable[..., None], told: str
) -> str | tuple[str, int] | Answer:
    """Ask for the reason, then do it."""
    consultation = queries.consultation_or_404(consultation_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            act(consultation, form.reason.data or "", by=signed_in_member(), at=clock.now())
        except ActRefused as refusal:
            put_beside_field(form, refusal)
        else:
            db.session.commit()
            flash(told, "success")
            return redirect(url_for("staff.consultations.show", consultation_id=consultation_id), 303)
    html = render_template(
        f"staff/consultations/{page}.html",
        form=form,
        consultation=consultation,
        phase=case_phases.phase_of(consultation, clock.now()),
    )
    return (html, 422) if form.is_submitted() else html
