"""A version that nobody needs is discarded after a question, and can be put back."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.draft_texts import discarding, queries, services
from consult.draft_texts.blueprint import WRITERS, blueprint
from consult.extensions import db
from consult.models import DraftDocument
from consult.staff_sessions import signed_in_member
from consult.typed_number import number


@blueprint.get("/<int:document_id>/discard")
@allow(*WRITERS)
def ask_discard(consultation_id: int, document_id: int) -> str:
    document = queries.version_or_404(consultation_id, document_id)
    return render_template(
        "staff/draft_texts/ask_discard.html",
        consultation=document.consultation,
        document=document,
        frozen=services.why_frozen(document),
    )


@blueprint.post("/<int:document_id>/discard")
@allow(*WRITERS)
def discard(consultation_id: int, document_id: int) -> Response:
    document = queries.version_or_404(consultation_id, document_id)
    version = number(request.form.get("version"))
    try:
        discarding.discard(document, version=version, by=signed_in_member(), at=clock.now())
    except RuleViolation as refused:
        return _refused(document, refused)
    db.session.commit()
    flash(f"第{document.number}版を捨てました。「捨てた版」から元に戻せます。", "success")
    return redirect(url_for(".index", consultation_id=consultation_id), 303)


@blueprint.post("/<int:document_id>/put-back")
@allow(*WRITERS)
def put_back(consultation_id: int, document_id: int) -> Response:
    document = queries.version_or_404(consultation_id, document_id)
    try:
        discarding.put_back(document, by=signed_in_member())
    except RuleViolation as refused:
        return _refused(document, refused)
    db.session.commit()
    flash(f"第{document.number}版を元に戻しました。", "success")
    return _to(consultation_id, document_id)


def _refused(document: DraftDocument, refused: RuleViolation) -> Response:
    consultation_id, document_id = document.consultation_id, document.id
    db.session.rollback()
    flash(refused.message, "error")
    return _to(consultation_id, document_id)


def _to(consultation_id: int, document_id: int) -> Response:
    return redirect(url_for(".show", consultation_id=consultation_id, document_id=document_id), 303)
