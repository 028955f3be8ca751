"""Places of the draft that change because of opinions: written from an answer, listed for the case (D5)."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import READERS, allow
from consult.domain.errors import EditConflict
from consult.domain.word_diff import word_diff
from consult.edit_conflict import Difference, differences
from consult.extensions import db
from consult.models import Consultation, Revision
from consult.official_response import queries, revisions
from consult.official_response.blueprint import WRITERS, blueprint
from consult.official_response.papers import Paper, paper_or_404, place_of
from consult.official_response.revision_form import RevisionForm
from consult.staff_sessions import signed_in_member
from consult.typed_number import typed_number

Answered = str | tuple[str, int] | Response
NOT_FOUND_THERE = (
    "保存しました。修正前の文が、選んだ箇所の案の中に見つかりません。写し間違いがないか確かめてください。"
)


@blueprint.get("/revisions")
@allow(*READERS)
def revision_list(consultation_id: int) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    rows = revisions.listed(consultation.id)
    return render_template(
        "staff/official_response/revision_list.html",
        consultation=consultation,
        rows=rows,
        changes={each.revision.id: word_diff(each.revision.before, each.revision.after) for each in rows},
        place_of=place_of,
        may_write=bool(set(WRITERS) & set(signed_in_member().granted_roles)),
    )


@blueprint.route("/<int:group_id>/revisions/new", methods=["GET", "POST"])
@allow(*WRITERS)
def new_revision(consultation_id: int, group_id: int) -> Answered:
    paper = paper_or_404(consultation_id, group_id)
    form = RevisionForm.of(None, revisions.sections_of(consultation_id))
    if request.method != "POST":
        return _form_page(paper.group.consultation, form, paper=paper)
    if not form.validate():
        return _form_page(paper.group.consultation, form, paper=paper), 422
    written = form.written()
    try:
        revisions.add(paper, written, by=signed_in_member())
    except EditConflict as frozen:
        # What was typed stays in the form, to be copied or sent again once the answer is open.
        return _form_page(paper.group.consultation, form, paper=paper, refusal=frozen.message), 409
    db.session.commit()
    flash(*_saved(written))
    return redirect(_address(paper), 303)


@blueprint.route("/revisions/<int:revision_id>/edit", methods=["GET", "POST"])
@allow(*WRITERS)
def edit_revision(consultation_id: int, revision_id: int) -> Answered:
    revision = _revision_or_404(consultation_id, revision_id)
    form = RevisionForm.of(revision, revisions.sections_of(consultation_id))
    if request.method != "POST":
        return _form_page(revision.consultation, form, revision=revision)
    if not form.validate():
        return _form_page(revision.consultation, form, revision=revision), 422
    written = form.written()
    try:
        revisions.change(revision, written, version=typed_number(form.version.data), by=signed_in_member())
    except EditConflict as conflict:
        db.session.rollback()
        found = differences(form, RevisionForm.texts_of(revision), form.texts())
        form.version.data = str(revision.version)
        page = _form_page(
            revision.consultation, form, revision=revision, found=found, refusal=conflict.message
        )
        return page, 409
    db.session.commit()
    flash(*_saved(written))
    return redirect(url_for(".revision_list", consultation_id=consultation_id), 303)


@blueprint.post("/revisions/<int:revision_id>/removal")
@allow(*WRITERS)
def remove_revision(consultation_id: int, revision_id: int) -> Response:
    """`act`: remove or put_back."""
    revision = _revision_or_404(consultation_id, revision_id)
    is_removed = request.form.get("act") != "put_back"
    revisions.set_removed(revision, is_removed=is_removed, by=signed_in_member())
    db.session.commit()
    flash("修正箇所を取り消しました。" if is_removed else "修正箇所を元に戻しました。")
    return redirect(url_for(".revision_list", consultation_id=consultation_id), 303)


@blueprint.post("/<int:group_id>/revisions/link")
@allow(*WRITERS)
def link_revision(consultation_id: int, group_id: int) -> Response:
    paper = paper_or_404(consultation_id, group_id)
    revision = _revision_or_404(consultation_id, typed_number(request.form.get("revision")))
    revisions.link(paper, revision, by=signed_in_member())
    db.session.commit()
    flash("修正箇所を、この回答に結びました。")
    return redirect(_address(paper), 303)


@blueprint.post("/<int:group_id>/revisions/<int:revision_id>/unlink")
@allow(*WRITERS)
def unlink_revision(consultation_id: int, group_id: int, revision_id: int) -> Response:
    paper = paper_or_404(consultation_id, group_id)
    revisions.unlink(paper, _revision_or_404(consultation_id, revision_id), by=signed_in_member())
    db.session.commit()
    flash("修正箇所を、この回答から外しました。修正箇所の一覧には残っています。")
    return redirect(_address(paper), 303)


def _form_page(
    consultation: Consultation,
    form: RevisionForm,
    *,
    paper: Paper | None = None,
    revision: Revision | None = None,
    found: list[Difference] | None = None,
    refusal: str = "",
) -> str:
    name = "edit_revision" if revision else "new_revision"
    return render_template(
        f"staff/official_response/{name}.html",
        consultation=consultation,
        form=form,
        group=paper.group if paper else None,
        revision=revision,
        differences=found or [],
        refusal=refusal,
    )


def _saved(written: revisions.WrittenRevision) -> tuple[str, str]:
    return (
        ("修正箇所を保存しました。", "success") if written.stands_in_section else (NOT_FOUND_THERE, "warning")
    )


def _revision_or_404(consultation_id: int, revision_id: int) -> Revision:
    return revisions.revision_of(consultation_id, revision_id) or abort(404)


def _address(paper: Paper) -> str:
    group = paper.group
    return url_for(".show", consultation_id=group.consultation_id, group_id=group.id, _anchor="revisions")
