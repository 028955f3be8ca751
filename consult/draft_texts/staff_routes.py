"""The versions of a draft's text: bring one in, look at it, release it, compare two."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consult import clock
from consult.access import READERS, allow
from consult.domain.draft_text import MAX_CHARACTERS
from consult.domain.errors import EditConflict, FileRefused, RuleViolation
from consult.domain.vocabulary import Role
from consult.draft_texts import discard_routes, mending_routes, queries, services
from consult.draft_texts.blueprint import WRITERS, blueprint
from consult.draft_texts.chapters import shown
from consult.draft_texts.comparing import compared
from consult.draft_texts.forms import TextForm, saved_text
from consult.edit_conflict import differences
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.models import Consultation, DraftDocument
from consult.readings import without_readings
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

assert discard_routes.blueprint is mending_routes.blueprint is blueprint
Answer = str | tuple[str, int] | Response


def may(*roles: Role) -> bool:
    return not set(roles).isdisjoint(current_user.granted_roles)


@blueprint.get("")
@allow(*READERS)
def index(consultation_id: int) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    versions = queries.versions_of(consultation)
    return render_template(
        "staff/draft_texts/index.html",
        consultation=consultation,
        versions=versions,
        working=next((each.document for each in versions if not each.document.released_at), None),
        discarded=queries.discarded_versions(consultation),
        can_write=may(*WRITERS),
    )


@blueprint.get("/new")
@allow(*WRITERS)
def new_version(consultation_id: int) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    earlier = queries.latest_version(consultation)
    label = earlier.label if earlier else "素案"
    return _text_page(consultation, None, TextForm(formdata=None, data={"label": label}))


@blueprint.post("/new")
@allow(*WRITERS)
def keep_version(consultation_id: int) -> Answer:
    consultation = queries.consultation_or_404(consultation_id)
    form = TextForm()
    if not _is_readable(form):
        return _text_page(consultation, None, form), 422
    try:
        document = services.add_version(consultation, form.written(), by=signed_in_member(), at=clock.now())
    except RuleViolation as refused:
        db.session.rollback()
        put_beside_field(form, refused)
        return _text_page(queries.consultation_or_404(consultation_id), None, form), 422
    db.session.commit()
    flash(
        "文章を保存しました。見出しが正しく見つかったか、確かめてください。まだ公開されていません。",
        "success",
    )
    return _to(document)


@blueprint.get("/<int:document_id>")
@allow(*READERS)
def show(consultation_id: int, document_id: int) -> str:
    document = queries.version_or_404(consultation_id, document_id)
    others, is_in_the_making = queries.other_versions(document), not services.why_frozen(document)
    return render_template(
        "staff/draft_texts/show.html",
        consultation=document.consultation,
        document=document,
        sections=shown(document.sections, without_readings),
        others=others,
        working=next((each for each in others if not each.released_at), None),
        read_by_citizens=queries.text_citizens_read(consultation_id),
        can_write=may(*WRITERS),
        can_mend=is_in_the_making and may(*WRITERS),
        can_release=is_in_the_making and may(Role.OFFICIAL),
    )


@blueprint.get("/<int:document_id>/text")
@allow(*WRITERS)
def edit_text(consultation_id: int, document_id: int) -> Answer:
    document = queries.version_or_404(consultation_id, document_id)
    if why := services.why_frozen(document):
        flash(why, "warning")
        return _to(document)
    data = {"label": document.label, "text": services.as_text(document), "version": str(document.version)}
    return _text_page(document.consultation, document, TextForm(formdata=None, data=data))


@blueprint.post("/<int:document_id>/text")
@allow(*WRITERS)
def change_text(consultation_id: int, document_id: int) -> Answer:
    document = queries.version_or_404(consultation_id, document_id)
    form = TextForm()
    if not _is_readable(form):
        return _text_page(document.consultation, document, form), 422
    version, person = number(form.version.data), signed_in_member()
    try:
        services.replace_text(document, form.written(), version=version, by=person)
    except EditConflict:
        db.session.rollback()
        saved = saved_text(document, services.as_text(document))
        mine = {"label": form.label.data, "text": form.text.data}
        form.version.data = str(document.version)
        page = _text_page(document.consultation, document, form, conflict=differences(form, saved, mine))
        return page, 409
    except RuleViolation as refused:
        db.session.rollback()
        put_beside_field(form, refused)
        return _text_page(document.consultation, document, form), 422
    db.session.commit()
    flash("文章を入れ直しました。見出しが正しく見つかったか、確かめてください。", "success")
    return _to(document)


@blueprint.post("/<int:document_id>/copy")
@allow(*WRITERS)
def copy(consultation_id: int, document_id: int) -> Response:
    document = queries.version_or_404(consultation_id, document_id)
    try:
        made = services.copy_version(document, by=signed_in_member(), at=clock.now())
    except RuleViolation as refused:
        db.session.rollback()
        flash(refused.message, "error")
        return redirect(url_for(".index", consultation_id=consultation_id), 303)
    db.session.commit()
    flash(f"写しを第{made.number}版として作りました。ここで直して、公開できます。", "success")
    return _to(made)


@blueprint.get("/<int:document_id>/release")
@allow(Role.OFFICIAL)
def ask_release(consultation_id: int, document_id: int) -> str:
    document = queries.version_or_404(consultation_id, document_id)
    return render_template(
        "staff/draft_texts/ask_release.html", consultation=document.consultation, document=document
    )


@blueprint.post("/<int:document_id>/release")
@allow(Role.OFFICIAL)
def release(consultation_id: int, document_id: int) -> Response:
    document = queries.version_or_404(consultation_id, document_id)
    version = number(request.form.get("version"))
    try:
        services.release(document, version=version, by=signed_in_member(), at=clock.now())
    except RuleViolation as refused:
        db.session.rollback()
        flash(refused.message, "error")
    else:
        db.session.commit()
        flash("公開しました。この版は、これから変わりません。", "success")
    return redirect(url_for(".show", consultation_id=consultation_id, document_id=document_id), 303)


@blueprint.get("/<int:document_id>/compare")
@allow(*READERS)
def compare(consultation_id: int, document_id: int) -> str:
    """`?with=` says the number of the other version; without it, the one before."""
    document = queries.version_or_404(consultation_id, document_id)
    others = queries.other_versions(document)
    asked = number(request.args.get("with"))
    earlier = next((each for each in others if each.number < document.number), None)
    other = next((each for each in others if each.number == asked), earlier)
    pair = sorted((document, other), key=lambda each: each.number) if other else ()
    return render_template(
        "staff/draft_texts/compare.html",
        consultation=document.consultation,
        document=document,
        others=others,
        other=other,
        pair=pair,
        comparison=compared(*pair) if pair else None,
    )


def _is_readable(form: TextForm) -> bool:
    """Whether the form can be taken; a file that cannot be read is told beside its field."""
    refusal = None
    try:
        form.take_file()
    except FileRefused as refused:
        refusal = refused
    is_valid = form.validate()
    if refusal is not None:
        form.text.errors = ()
        put_beside_field(form, refusal)
    return is_valid and refusal is None


def _to(document: DraftDocument) -> Response:
    return redirect(url_for(".show", consultation_id=document.consultation_id, document_id=document.id), 303)


def _text_page(
    consultation: Consultation, document: DraftDocument | None, form: TextForm, **told: object
) -> str:
    return render_template(
        "staff/draft_texts/edit_text.html" if document else "staff/draft_texts/new_version.html",
        consultation=consultation,
        document=document,
        form=form,
        most=MAX_CHARACTERS,
        **told,
    )
