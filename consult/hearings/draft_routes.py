"""The drafts of hearings that somebody has begun to log: opened, thrown away, brought back."""

from flask import flash, redirect, render_template, url_for

from consult.access import allow
from consult.extensions import db
from consult.hearings import cutting, drafts, queries
from consult.hearings.blueprint import WRITERS, blueprint
from consult.hearings.forms import EmptyForm
from consult.hearings.hearing_form import HearingForm
from consult.hearings.registering_routes import Answer, hearing_page
from consult.models import HearingDraft
from consult.staff_sessions import signed_in_member


@blueprint.get("/hearings/drafts")
@allow(*WRITERS)
def drafts_index():
    me = signed_in_member()
    return render_template(
        "staff/hearings/drafts_index.html",
        drafts=queries.drafts_of(me, discarded=False),
        discarded=queries.drafts_of(me, discarded=True),
    )


@blueprint.get("/hearings/drafts/<int:draft_id>")
@allow(*WRITERS)
def open_draft(draft_id: int):
    draft = drafts.draft_or_404(draft_id, owner=signed_in_member())
    form = _form_of(draft)
    return hearing_page(form, cutting.read_desk(draft.fields, form.cut_notes.data))


@blueprint.get("/hearings/drafts/<int:draft_id>/discard")
@allow(*WRITERS)
def discard(draft_id: int):
    draft = drafts.draft_or_404(draft_id, owner=signed_in_member())
    return render_template("staff/hearings/discard.html", draft=draft, form=EmptyForm(formdata=None))


@blueprint.post("/hearings/drafts/<int:draft_id>/discard")
@allow(*WRITERS)
def discard_draft(draft_id: int) -> Answer:
    drafts.discard(drafts.draft_or_404(draft_id, owner=signed_in_member()))
    db.session.commit()
    flash("下書きを捨てました。30日のあいだは、このページの下の一覧から元に戻せます。", "success")
    return redirect(url_for("staff.hearings.drafts_index"), 303)


@blueprint.post("/hearings/drafts/<int:draft_id>/restore")
@allow(*WRITERS)
def restore_draft(draft_id: int) -> Answer:
    drafts.restore(drafts.draft_or_404(draft_id, owner=signed_in_member()))
    db.session.commit()
    flash("下書きを元に戻しました。", "success")
    return redirect(url_for("staff.hearings.open_draft", draft_id=draft_id), 303)


def _form_of(draft: HearingDraft) -> HearingForm:
    kept = {**draft.fields, "form_token": draft.form_token, "draft_version": str(draft.version)}
    return HearingForm(formdata=None, data=kept)
