"""Mending a version that is not released: levels of headings, joining, splitting, the words of a section."""

import re

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.draft_blocks import blocks_of
from consult.domain.errors import EditConflict, RuleViolation
from consult.draft_texts import queries, services
from consult.draft_texts.blueprint import WRITERS, blueprint
from consult.draft_texts.forms import SectionForm, saved_section
from consult.edit_conflict import as_opened, differences, take_over
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.models import DraftDocument, DraftSection, StaffMember
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

Answer = str | tuple[str, int] | Response
# What a button of the outline sends: up-12, down-12, join-12, split-12-3.
_ACT = re.compile(r"(up|down|join|split)-([0-9]{1,9})(?:-([0-9]{1,5}))?")


@blueprint.post("/<int:document_id>/outline")
@allow(*WRITERS)
def outline(consultation_id: int, document_id: int) -> Response:
    document = queries.version_or_404(consultation_id, document_id)
    version, person = number(request.form.get("version")), signed_in_member()
    try:
        at, told = _act(document, request.form.get("act", ""), version=version, by=person)
    except RuleViolation as refused:
        db.session.rollback()
        flash(refused.message, "error")
        return redirect(url_for(".show", consultation_id=consultation_id, document_id=document_id), 303)
    anchor = at.key
    db.session.commit()
    flash(told, "success")
    return _to(document, anchor)


def _act(document: DraftDocument, act: str, *, version: int, by: StaffMember) -> tuple[DraftSection, str]:
    """Does it; returns the section to look at next and what to say."""
    match = _ACT.fullmatch(act) or abort(400)
    if int(match[2]) not in {each.id for each in document.sections}:
        # Joined to another by a colleague, or never there.
        raise EditConflict(services.CHANGED)
    section = queries.section_or_404(document, int(match[2]))
    if match[1] == "join":
        can_come_back = any(each.may_be_heading for each in blocks_of(section.heading))
        before = services.join_to_the_one_before(section, version=version, by=by)
        told = "前の節につなげました。見出しは本文の一行になっています。"
        return before, f"{told}「ここを見出しにする」で戻せます。" if can_come_back else told
    if match[1] == "split":
        blocks = blocks_of(section.body)
        at = int(match[3] or 0)
        if not 1 <= at <= len(blocks) or not blocks[at - 1].may_be_heading:
            raise EditConflict(services.CHANGED)
        new = services.split_section(section, blocks[at - 1].first, version=version, by=by)
        return new, "見出しにしました。「前の節につなげる」で戻せます。"
    services.change_level(section, -1 if match[1] == "up" else 1, version=version, by=by)
    return section, f"見出しを{section.level}段目にしました。"


@blueprint.get("/<int:document_id>/sections/<int:section_id>")
@allow(*WRITERS)
def edit_section(consultation_id: int, document_id: int, section_id: int) -> Answer:
    document = queries.version_or_404(consultation_id, document_id)
    section = queries.section_or_404(document, section_id)
    if why := services.why_frozen(document):
        flash(why, "warning")
        return _to(document, section.key)
    return _page(section, SectionForm.of(section, services.digest_of(section)))


@blueprint.post("/<int:document_id>/sections/<int:section_id>")
@allow(*WRITERS)
def change_section(consultation_id: int, document_id: int, section_id: int) -> Answer:
    document = queries.version_or_404(consultation_id, document_id)
    section = queries.section_or_404(document, section_id)
    form = SectionForm()
    if not form.validate():
        return _page(section, form), 422
    mine, person = form.as_text(), signed_in_member()
    try:
        services.change_section(
            section, mine["heading"], int(mine["level"]), mine["body"], seen=form.seen.data or "", by=person
        )
    except EditConflict:
        db.session.rollback()
        return _conflict(section, form), 409
    except RuleViolation as refused:
        db.session.rollback()
        put_beside_field(form, refused)
        return _page(section, form), 422
    db.session.commit()
    flash("節を直しました。", "success")
    return _to(document, section.key)


def _conflict(section: DraftSection, form: SectionForm) -> str:
    """Both texts; the form keeps mine and now knows the other's, so that saving again is a choice."""
    saved = saved_section(section)
    taken_over = take_over(form, saved, form.opened.data)
    form.seen.data, form.opened.data = services.digest_of(section), as_opened(saved)
    return _page(section, form, conflict=differences(form, saved, form.as_text()), taken_over=taken_over)


def _page(section: DraftSection, form: SectionForm, **told: object) -> str:
    return render_template(
        "staff/draft_texts/edit_section.html",
        consultation=section.document.consultation,
        document=section.document,
        section=section,
        form=form,
        **told,
    )


def _to(document: DraftDocument, key: str) -> Response:
    address = url_for(".show", consultation_id=document.consultation_id, document_id=document.id, _anchor=key)
    return redirect(address, 303)
