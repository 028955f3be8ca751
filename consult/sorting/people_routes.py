"""Who may be one person: numbers for everybody who opens the page, names only behind a press that is logged."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import EditConflict, RuleViolation
from consult.domain.same_person import Alike
from consult.extensions import db
from consult.models import Consultation
from consult.sorting import acts, people, queries
from consult.sorting.blueprint import KEEPERS, blueprint
from consult.typed_number import sent_number

# So many groups and rows a person compares at a time; deciding on them brings up the next.
GROUPS_SHOWN, SENDERS_SHOWN = 20, 20


@blueprint.get("/people")
@allow(*KEEPERS)
def people_of(consultation_id: int) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    return _page(consultation, people.proposals(consultation.id))


@blueprint.post("/people")
@allow(*KEEPERS)
def compare_people(consultation_id: int) -> str:
    """Shows who they are, and writes down who looked."""
    return _compared(queries.consultation_or_404(consultation_id))


@blueprint.post("/people/decide")
@allow(*KEEPERS)
def decide_on_people(consultation_id: int) -> str | tuple[str, int]:
    """`act`: same or apart, for those ticked. The next ones stand below at once: it is one look."""
    consultation = queries.consultation_or_404(consultation_id)
    ids = [found for each in request.form.getlist("submitter") if (found := sent_number(each))]
    act = request.form.get("act")
    if act not in ("same", "apart"):
        abort(400)
    try:
        if act == "same":
            people.match(consultation, ids)
            flash("同じ提出者としました。提出者の数は1名と数えます。")
        else:
            people.tell_apart(consultation, ids)
            flash("別の提出者としました。候補には、もう並びません。")
    except RuleViolation as refusal:
        db.session.rollback()
        status = 409 if isinstance(refusal, EditConflict) else 422
        return _compared(queries.consultation_or_404(consultation_id), refusal), status
    return _compared(consultation)


@blueprint.post("/people/acts/<int:case_event_id>/undo")
@allow(*KEEPERS)
def undo_people(consultation_id: int, case_event_id: int) -> Response:
    event = acts.act_or_404(consultation_id, case_event_id, Consultation)
    try:
        people.take_back(event)
    except RuleViolation as refusal:
        db.session.rollback()
        flash(refusal.message, "error")
    else:
        db.session.commit()
        flash("取り消しました。提出者は前のとおりに数えます。")
    return redirect(url_for(".people_of", consultation_id=consultation_id), 303)


def _compared(consultation: Consultation, refusal: RuleViolation | None = None) -> str:
    found = people.proposals(consultation.id)
    people.note_look(_senders(found[:GROUPS_SHOWN]))
    db.session.commit()
    return _page(consultation, found, are_shown=True, refusal=refusal)


def _senders(shown: list[Alike]) -> list[int]:
    return [sender.id for group in shown for sender in group.senders[:SENDERS_SHOWN]]


def _page(
    consultation: Consultation,
    found: list[Alike],
    *,
    are_shown: bool = False,
    refusal: RuleViolation | None = None,
) -> str:
    shown = found[:GROUPS_SHOWN] if are_shown else []
    return render_template(
        "staff/sorting/people_of.html",
        consultation=consultation,
        groups=len(found),
        senders=sum(len(group.senders) for group in found),
        shown=shown,
        most=SENDERS_SHOWN,
        sent=people.submissions_of(_senders(shown)),
        written=people.written_of(_senders(shown)),
        acts=people.past_acts(consultation.id),
        are_shown=are_shown,
        refusal=refusal,
    )
