"""A hearing's files: added on its page, downloaded by staff, removed and brought back."""

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.downloads import download
from consult.extensions import db
from consult.hearings import attachments, queries, removal
from consult.hearings.blueprint import READERS, WRITERS, blueprint
from consult.hearings.forms import FilesForm
from consult.staff_sessions import signed_in_member

Answer = str | tuple[str, int] | Response


@blueprint.get("/hearings/<int:hearing_id>/attachments/<int:attachment_id>")
@allow(*READERS)
def attachment(hearing_id: int, attachment_id: int) -> FlaskResponse:
    found = attachments.attachment_or_404(hearing_id, attachment_id)
    return download(found.file) if found.removed_at is None else abort(404)


@blueprint.post("/hearings/<int:hearing_id>/attachments")
@allow(*WRITERS)
def attach(hearing_id: int) -> Answer:
    hearing, me = queries.hearing_or_404(hearing_id), signed_in_member()
    form = FilesForm()
    refused = attachments.receive(form, by=me)
    files = attachments.waiting(form, by=me)
    if not refused and not files:
        refused = ["付けるファイルを選んでください。"]
    try:
        if not refused:
            attachments.attach(hearing, files, by=me)
    except RuleViolation as violation:
        refused = [violation.message]
    # Also when refused: the good files wait for the next try.
    db.session.commit()
    if refused:
        form.files.errors = refused
        return render_template(
            "staff/hearings/attach.html",
            hearing=hearing,
            form=form,
            files=files,
            limits=attachments.LIMITS,
        ), 422
    flash(f"ファイルを{len(files)}個付けました。", "success")
    return _back_to(hearing_id)


@blueprint.post("/hearings/<int:hearing_id>/attachments/<int:attachment_id>/remove")
@allow(*WRITERS)
def remove_attachment(hearing_id: int, attachment_id: int) -> Answer:
    found = attachments.attachment_or_404(hearing_id, attachment_id)
    removal.remove(found, "", by=signed_in_member())
    db.session.commit()
    flash("添付を外しました。「外した添付」から元に戻せます。", "success")
    return _back_to(hearing_id)


@blueprint.post("/hearings/<int:hearing_id>/attachments/<int:attachment_id>/put-back")
@allow(*WRITERS)
def put_back_attachment(hearing_id: int, attachment_id: int) -> Answer:
    found = attachments.attachment_or_404(hearing_id, attachment_id)
    removal.put_back(found, by=signed_in_member())
    db.session.commit()
    flash("添付を元に戻しました。", "success")
    return _back_to(hearing_id)


def _back_to(hearing_id: int) -> Response:
    return redirect(url_for("staff.hearings.show", hearing_id=hearing_id, _anchor="attachments"), 303)
