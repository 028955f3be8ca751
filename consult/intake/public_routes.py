"""Citizens write, confirm, send, and open their own text again. No account, no state between the steps."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from flask import Blueprint, Response, abort, make_response, render_template, request, send_file
from flask_limiter import RateLimitExceeded
from sqlalchemy.exc import OperationalError

from consult import clock, outbox
from consult.database import reading
from consult.documents.paper_form import TITLE
from consult.domain import receipt
from consult.domain.errors import AlreadySent, PeriodClosed
from consult.domain.form_signals import opened_mark
from consult.draft_places import WHOLE_DRAFT, Places
from consult.errors import seconds_until_allowed
from consult.extensions import csrf, db, limiter
from consult.intake import answers, case_budget, forms, one_browser, paper, queries, services
from consult.intake.way_back import way_back
from consult.models import Consultation

blueprint = Blueprint("intake", __name__)
Answer = tuple[str, int] | str | Response


# The form checks its token itself: a lost session must give the text back, not an error page (TS2).
@csrf.exempt
@blueprint.route("/consultations/<int:consultation_id>/opinions", methods=["GET", "POST"])
def new_submission(consultation_id: int) -> Answer:
    """意見を書く → 確認 → 送信. `act` says which button was pressed."""
    # This moment decides, however long a free thread and then the lock are waited for (TC1).
    arrived_at = clock.arrived_at()
    if request.method != "POST":
        return _show_empty_form(consultation_id, arrived_at)
    if forms.SubmissionForm.holds_too_much(request.form):
        abort(413)
    form = forms.SubmissionForm()
    act = request.form.get("act", "confirm")
    try:
        if act == "send":
            return _send(consultation_id, form, arrived_at)
        with reading():
            consultation = queries.announced_or_404(consultation_id)
            form.prepare(_case_form(consultation))
            if not consultation.period.accepts(arrived_at):
                return answers.not_open(consultation, form, arrived_at), 409
            return _step(act)(consultation, form)
    except OperationalError as error:
        return answers.unavailable(consultation_id, form, error)


def _show_empty_form(consultation_id: int, moment: datetime) -> Answer:
    consultation = queries.announced_or_404(consultation_id)
    if not consultation.period.accepts(moment):
        return answers.not_open(consultation, None, moment)
    form = forms.SubmissionForm(opened=opened_mark(moment))
    form.opinions[0].form.about.data = forms.as_place(request.args.get("about"))
    form.prepare(_case_form(consultation))
    page = make_response(answers.input_page(consultation, form))
    # The empty form holds nobody's words. Under no-store, the browser's back key would bring it back without them.
    page.headers["Cache-Control"] = "private, no-cache"
    return page


def _case_form(consultation: Consultation) -> forms.CaseForm:
    asked = queries.asked_items(consultation)
    return forms.CaseForm(
        Places(consultation), asked, queries.districts_asked(asked), outbox.mail_server() is not None
    )


def _step(act: str) -> Callable[[Consultation, forms.SubmissionForm], Answer]:
    name = act.partition("-")[0]
    return {"add": _add, "remove": _remove, "restore": _restore, "edit": answers.input_page}.get(
        name, _confirm
    )


def _add(consultation: Consultation, form: forms.SubmissionForm) -> str:
    form.add_card(WHOLE_DRAFT[0])
    return answers.input_page(
        consultation, form, note=f"{len(form.opinions)}件目の欄を追加しました。", focus_last=True
    )


def _remove(consultation: Consultation, form: forms.SubmissionForm) -> str:
    removed = form.remove_card(request.form["act"].partition("-")[2])
    note = f"意見を1つ取り消しました。いま{len(form.opinions)}件です。"
    return answers.input_page(consultation, form, note=note, removed=removed)


def _restore(consultation: Consultation, form: forms.SubmissionForm) -> str:
    removed = forms.OpinionPart(request.form, prefix="removed-")
    form.add_card(removed.about.data, removed.wording.data)
    return answers.input_page(consultation, form, note="取り消した意見を戻しました。", focus_last=True)


def _confirm(consultation: Consultation, form: forms.SubmissionForm) -> Answer:
    # What the page did not ask before is asked first, also where it may stay empty.
    if form.validate() and not form.asked_change.added:
        return answers.confirmation(consultation, form)
    return answers.input_page(consultation, form), 400 if form.is_stale else 422


def _send(consultation_id: int, form: forms.SubmissionForm, arrived_at: datetime) -> Answer:
    consultation = queries.announced_or_404(consultation_id)
    case = _case_form(consultation)
    form.prepare(case)
    written, token = form.written(consultation.id), form.form_token.data
    try:
        # A repeat is answered before anything is checked: the case may ask for more by now (TR4).
        submission = services.sent_before(written, token)
        if submission is None:
            if refused := _refused(consultation, form):
                return refused
            with one_browser.slowed_down():
                signals = [*form.signals(arrived_at), *case_budget.signals_above(consultation_id)]
                arrival = services.Arrival(token, arrived_at, case.places, signals)
                submission = services.receive_submission(consultation, written, arrival)
    except RateLimitExceeded:
        return answers.slowed(consultation_id, form, seconds_until_allowed())
    except AlreadySent:
        return answers.already_sent(consultation, form), 409
    except PeriodClosed:
        return answers.not_open(consultation, form, arrived_at), 409
    sent = queries.as_sent(submission)
    db.session.commit()
    # Only from here on may a receipt be shown: the commit has returned (TR2).
    with reading():
        is_mailed = form.offers_mail and form.wants_mail.data
        return answers.received(sent, receipt.receipt_number(token), is_mailed=is_mailed)


def _refused(consultation: Consultation, form: forms.SubmissionForm) -> Answer | None:
    """The page to go on with, where what was sent is not what the case can keep."""
    if form.validate():
        if form.asked_change.added:
            return answers.input_page(consultation, form), 422
        # The confirmation has shown what will not be kept like this: it shows once more what will.
        is_other = form.dropped_items() or form.names_other_places
        return (answers.confirmation(consultation, form), 409) if is_other else None
    if form.is_only_stale and not form.asked_change.added:
        return answers.confirmation(consultation, form, is_stale=True), 400
    return answers.input_page(consultation, form), 400 if form.is_stale else 422


@csrf.exempt
@blueprint.route("/receipt", methods=["GET", "POST"])
def find_submission() -> Answer:
    """One's own text by its 受付番号. Wrong numbers are answered alike, and guessing is slowed (TP14, TP15).

    A right number opens its text whatever others guess from the same address, which may be a whole city's proxy (TS6).
    """
    form = forms.ReceiptForm()
    if not form.is_submitted():
        return render_template("public/intake/find_submission.html", form=form)
    with reading():
        if not form.validate():
            if form.is_stale:
                return render_template("public/intake/find_submission.html", form=form), 400
            with limiter.limit("60 per minute"):
                return render_template("public/intake/find_submission.html", form=form), 422
        submission = queries.submission_by_receipt(form.number)
        if submission is None:
            with limiter.limit("10 per minute; 50 per hour"):
                form.say_unknown()
            return render_template("public/intake/find_submission.html", form=form), 422
        own = queries.own_opinions(submission)
        sent, ways = queries.as_sent(submission, own), way_back(submission, own)
        if request.form.get("act") == "save":
            return answers.copy_to_keep(sent, form.number, ways)
        return answers.found(sent, form.number, ways)


@blueprint.get("/consultations/<int:consultation_id>/paper-form.<file_kind>")
def paper_form(consultation_id: int, file_kind: str) -> Response:
    """The form on paper, with the items of the one on screen (C8). Nobody's words stand in it."""
    file = paper.file_of(queries.announced_or_404(consultation_id), file_kind)
    if file is None:
        abort(404)
    name = f"{TITLE}.{file_kind}"
    return send_file(BytesIO(file.content), mimetype=file.media_type, as_attachment=True, download_name=name)
