"""公表の承諾をまとめて記録する: asked for under the list, asked back in a sentence, done, and taken back."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import EditConflict, UnusableFilter
from consult.domain.vocabulary import Consent
from consult.extensions import db
from consult.hearings import bulk_consent
from consult.hearings.blueprint import WRITERS, blueprint
from consult.hearings.filter_form import FilterForm
from consult.hearings.hearing_filter import Filter

CHOICES = (Consent.CONTENT, Consent.NAME, Consent.NONE)


@blueprint.post("/hearings/consent")
@allow(*WRITERS)
def bulk_consent_asked() -> str | tuple[str, int] | Response:
    """Twice: the first time it asks, with `expected` it acts on exactly those that were shown."""
    form = FilterForm(request.form)
    wanted = form.wanted()
    chosen = next((each for each in CHOICES if each.value == request.form.get("recorded")), None)
    if form.errors or chosen is None:
        raise UnusableFilter("条件か承諾の程度を読み取れません。一覧に戻り、選び直してください。")
    expected = request.form.get("expected", "")
    if not expected:
        return _question(form, wanted, chosen)
    try:
        event = bulk_consent.record_consent(wanted, chosen, expected=expected)
    except EditConflict as conflict:
        return _question(form, wanted, chosen, conflict.message), 409
    db.session.commit()
    return redirect(url_for("staff.hearings.bulk_consent_done", event_id=event.id), 303)


@blueprint.get("/hearings/consent/<int:event_id>")
@allow(*WRITERS)
def bulk_consent_done(event_id: int) -> str:
    event = bulk_consent.act(event_id) or abort(404)
    consent = Consent.of(event.details["to"])
    ids = event.details["hearings"]
    return render_template(
        "staff/hearings/bulk_consent_done.html", event=event, consent=consent, hearings=len(ids)
    )


@blueprint.post("/hearings/consent/<int:event_id>/undo")
@allow(*WRITERS)
def take_back_consent(event_id: int) -> Response:
    event = bulk_consent.act(event_id) or abort(404)
    undone = bulk_consent.take_back(event)
    db.session.commit()
    flash(f"{undone:,}回の公表の承諾を「未確認」に戻しました。", "success")
    return redirect(url_for("staff.hearings.index"), 303)


def _question(form: FilterForm, wanted: Filter, consent: Consent, conflict: str = "") -> str:
    hearings = bulk_consent.unasked(wanted)
    args = {key: value for key, value in request.form.items() if value and key in FilterForm.PARAMETERS}
    return render_template(
        "staff/hearings/bulk_consent_asked.html",
        hearings=hearings,
        expected=bulk_consent.shown(hearings),
        consent=consent,
        args=args,
        conflict=conflict,
        chips=[words for _, words in form.in_force()],
    )
