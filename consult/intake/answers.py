"""The pages that a citizen's act can end in; public_routes decides which."""

from datetime import datetime

import structlog
from flask import Response, g, render_template, request
from sqlalchemy.exc import OperationalError

from consult.domain import receipt
from consult.domain.period import PeriodState
from consult.domain.submission_rules import MAX_OPINIONS
from consult.extensions import db
from consult.formatting import day_and_time
from consult.intake.forms import OpinionPart, SubmissionForm
from consult.intake.queries import SentSubmission
from consult.intake.way_back import WayBack
from consult.models import Consultation

log = structlog.get_logger()

UNAVAILABLE = "少し時間をおいて、下のボタンをもう一度押してください。"
SLOWED = (
    "同じブラウザーから続けて送られているため、お待ちいただいています。"
    "{seconds}秒ほどたってから、下のボタンをもう一度押してください。"
)


def input_page(
    consultation: Consultation,
    form: SubmissionForm,
    *,
    note: str = "",
    removed: OpinionPart | None = None,
    focus_last: bool = False,
) -> str:
    """1/3 入力. `note` is read out; `removed` is the card that one press brings back."""
    return render_template(
        "public/intake/new_submission.html",
        consultation=consultation,
        form=form,
        note=note,
        removed=removed,
        focus_last=focus_last,
        most=MAX_OPINIONS,
    )


def confirmation(consultation: Consultation, form: SubmissionForm, *, is_stale: bool = False) -> str:
    """2/3 確認: exactly what will be kept."""
    return render_template(
        "public/intake/_confirmation.html",
        consultation=consultation,
        form=form,
        opinions=form.shown_opinions(),
        is_stale=is_stale,
    )


def received(sent: SentSubmission, number: str, *, is_mailed: bool) -> str:
    """3/3 受付."""
    return _own_text("public/intake/_received.html", sent, number, is_mailed=is_mailed)


def found(sent: SentSubmission, number: str, ways: WayBack) -> str:
    return _own_text("public/intake/_own_submission.html", sent, number, ways=ways)


def _own_text(template: str, sent: SentSubmission, number: str, **told: object) -> str:
    return render_template(template, sent=sent, number=number, groups=receipt.groups(number), **told)


def copy_to_keep(sent: SentSubmission, number: str, ways: WayBack) -> Response:
    """控え: the same as plain text, under a file name that tells nothing."""
    lines = [
        "意見提出の控え",
        "",
        f"案件：{sent.consultation_title}",
        f"受付日時：{day_and_time(sent.received_at)}",
        f"受付番号：{receipt.grouped(number)}",
        f"意見：{len(sent.opinions)}件",
    ]
    for position, (opinion, treated) in enumerate(zip(sent.opinions, ways.of_opinions, strict=True), start=1):
        lines += ["", f"■意見{position}　対象：{opinion.about}", opinion.wording]
        lines += [line for each in treated for line in each.in_lines()]
    # A BOM and CR LF, so that every editor on a city hall's or a citizen's machine reads it.
    text = "\ufeff" + "\n".join([*lines, ""]).replace("\n", "\r\n")
    answer = Response(text.encode(), mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename="iken-hikae.txt")
    return answer


def already_sent(consultation: Consultation, form: SubmissionForm) -> str:
    """TR7: nothing was overwritten; the changed text may be sent as a further submission, with a token of its own."""
    form.form_token.data = receipt.new_form_token()
    return render_template(
        "public/intake/_already_sent.html",
        consultation=consultation,
        form=form,
        opinions=form.shown_opinions(),
    )


def not_open(consultation: Consultation, form: SubmissionForm | None, moment: datetime) -> str:
    """A kind refusal outside the period; what was written comes back for copying (TC2)."""
    return render_template(
        "public/intake/_not_open.html",
        consultation=consultation,
        is_upcoming=consultation.period.state_at(moment) is PeriodState.UPCOMING,
        wordings=[card.form.wording.data for card in form.opinions.entries] if form else [],
    )


def unavailable(consultation_id: int, form: SubmissionForm, error: OperationalError) -> tuple[str, int]:
    """The database did not answer or did not keep it: no receipt, the whole form again, one press to retry (TR8, TR9)."""
    db.session.rollback()
    # The statement's parameters hold the citizen's text: only the driver's own words are logged (TP11).
    log.error("submission_not_kept", reason=str(error.orig))
    # The frame must ask the database nothing.
    g.is_error_page = True
    form.prepare(None)
    return _to_try_again(consultation_id, form, UNAVAILABLE), 503


def slowed(consultation_id: int, form: SubmissionForm, seconds: int) -> Response:
    """TS7: one browser that sends and sends is asked to wait; what it wrote stays, and waits with it."""
    db.session.rollback()
    page = _to_try_again(consultation_id, form, SLOWED.format(seconds=seconds))
    return Response(page, 429, {"Retry-After": str(seconds)})


def _to_try_again(consultation_id: int, form: SubmissionForm, when: str) -> str:
    return render_template(
        "public/intake/_try_again.html",
        consultation_id=consultation_id,
        form=form,
        when=when,
        retry="send" if request.form.get("act") == "send" else "confirm",
        wordings=[card.form.wording.data for card in form.opinions.entries],
    )
