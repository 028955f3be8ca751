"""国等の動向: the list, one note, and what may change on it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult.access import allow
from consult.chips import chips
from consult.database import reading
from consult.domain.errors import EditConflict, RuleViolation
from consult.domain.vocabulary import Role
from consult.downloads import send_table
from consult.edit_conflict import differences
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.hearings import desk_note_export, desk_notes, queries, removal
from consult.hearings.blueprint import READERS, blueprint
from consult.hearings.desk_note_form import DeskFilterForm, DeskNoteForm, saved_text, typed
from consult.hearings.forms import RemovalForm
from consult.models import DeskNote
from consult.paging import page_number
from consult.search import kept_words
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

# What the state does is read at the desk by whoever drafts as much as by whoever hears.
KEEPERS = (Role.OFFICIAL, Role.DRAFTER)
Answer = str | tuple[str, int] | AnyResponse
SENT_AGAIN = "このページは、すでに登録されています。いま送られた変更は登録していません。「内容を直す」を使ってください。"


@blueprint.get("/desk-notes")
@allow(*READERS)
def desk_note_list() -> str:
    sent = kept_words.arguments()
    form = DeskFilterForm(sent)
    asked, packages = form.asked(), desk_notes.linkable()
    form.offer(packages, desk_notes.numbers_by_package(asked))
    args = {key: value for key, value in sent.items() if value and key in DeskFilterForm.PARAMETERS}
    page = desk_notes.found(asked, page_number(sent.get("page")))
    return render_template(
        "staff/hearings/desk_note_list.html",
        form=form,
        page=page,
        links=desk_notes.links_of_page(page.rows),
        args=args,
        chips=chips(form.in_force(), args, endpoint=".desk_note_list"),
        can_write=queries.may(KEEPERS),
    )


@blueprint.post("/desk-notes/export")
@allow(*READERS)
def export_desk_notes() -> Response:
    """As Excel or CSV. The trace is committed before the file leaves (docs/decisions/0073)."""
    asked = DeskFilterForm(kept_words.arguments()).asked()
    desk_note_export.record_export(asked, by=signed_in_member())
    db.session.commit()
    is_excel = request.form.get("file") == "xlsx"
    with reading():
        file = desk_note_export.as_file(asked, is_excel=is_excel)
    return send_table(file, desk_note_export.NAME, is_excel=is_excel)


@blueprint.get("/desk-notes/<int:note_id>")
@allow(*READERS)
def desk_note(note_id: int) -> str:
    note = desk_notes.note_or_404(note_id)
    return render_template(
        "staff/hearings/desk_note.html",
        note=note,
        names={package.code: package.name for package in desk_notes.linkable()},
        removed_by=queries.name_of(note.removed_by_id) if note.removed_at else "",
        registered_by=queries.name_of(note.registered_by_id),
        can_write=queries.may(KEEPERS),
    )


@blueprint.get("/desk-notes/new")
@allow(*KEEPERS)
def new_desk_note() -> str:
    return _page(DeskNoteForm.of(desk_notes.linkable(), formdata=None))


@blueprint.post("/desk-notes/new")
@allow(*KEEPERS)
def keep_desk_note() -> Answer:
    form = DeskNoteForm.of(desk_notes.linkable())
    if not form.validate():
        return _page(form), 422
    finding, form_token = form.finding(), form.form_token.data
    note = desk_notes.keep(finding, form_token=form_token, by=signed_in_member())
    db.session.commit()
    if desk_notes.is_said_by(finding, note):
        flash("国等の動向を登録しました。", "success")
    else:
        # Back, changed, and sent again: nothing is kept twice, and nobody thinks that it was changed.
        flash(SENT_AGAIN, "warning")
    return _to(note.id)


@blueprint.get("/desk-notes/<int:note_id>/edit")
@allow(*KEEPERS)
def edit_desk_note(note_id: int) -> str:
    note = desk_notes.note_or_404(note_id)
    removal.refuse_removed(note)
    return _page(DeskNoteForm.of(desk_notes.linkable(), note, formdata=None, data=typed(note)), note)


@blueprint.post("/desk-notes/<int:note_id>/edit")
@allow(*KEEPERS)
def change_desk_note(note_id: int) -> Answer:
    note = desk_notes.note_or_404(note_id)
    form = DeskNoteForm.of(desk_notes.linkable(), note)
    if not form.validate():
        return _page(form, note), 422
    try:
        desk_notes.change(note, form.finding(), version=number(form.version.data), by=signed_in_member())
    except EditConflict:
        form.version.data = str(note.version)
        return _page(form, note, conflict=differences(form, saved_text(note), form.as_text())), 409
    except RuleViolation as refused:
        put_beside_field(form, refused)
        return _page(form, note), 422
    db.session.commit()
    flash("国等の動向を直しました。", "success")
    return _to(note_id)


@blueprint.get("/desk-notes/<int:note_id>/remove")
@allow(*KEEPERS)
def remove_desk_note(note_id: int) -> Answer:
    note = desk_notes.note_or_404(note_id)
    removal.refuse_removed(note)
    form = RemovalForm(formdata=None)
    return render_template("staff/hearings/remove_desk_note.html", note=note, form=form)


@blueprint.post("/desk-notes/<int:note_id>/remove")
@allow(*KEEPERS)
def removed_desk_note(note_id: int) -> Answer:
    note, form = desk_notes.note_or_404(note_id), RemovalForm()
    if not form.validate():
        return render_template("staff/hearings/remove_desk_note.html", note=note, form=form), 422
    removal.remove(note, form.reason.data, by=signed_in_member())
    db.session.commit()
    flash("国等の動向を取り消しました。このページの「元に戻す」で戻せます。", "success")
    return _to(note_id)


@blueprint.post("/desk-notes/<int:note_id>/put-back")
@allow(*KEEPERS)
def put_back_desk_note(note_id: int) -> Answer:
    removal.put_back(desk_notes.note_or_404(note_id), by=signed_in_member())
    db.session.commit()
    flash("国等の動向を元に戻しました。", "success")
    return _to(note_id)


def _to(note_id: int) -> AnyResponse:
    return redirect(url_for(".desk_note", note_id=note_id), 303)


def _page(form: DeskNoteForm, note: DeskNote | None = None, **told: Any) -> str:
    return render_template(
        "staff/hearings/edit_desk_note.html",
        form=form,
        note=note,
        packages=form.packages,
        older=form.older_links(),
        **told,
    )
