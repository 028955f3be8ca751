"""Citizens read a draft by chapter, with readings over the kanji when they ask for them. No cookie, no script needed."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.case_phases import phase_of
from consult.domain.vocabulary import CasePhase, Channel
from consult.draft_texts import queries
from consult.draft_texts.chapters import Read, chapters_of, shown, title_of
from consult.models import Consultation
from consult.readings import readings_at_hand, without_readings

blueprint = Blueprint("draft_texts", __name__, url_prefix="/consultations/<int:consultation_id>/draft")


@blueprint.get("")
def outline(consultation_id: int) -> str:
    consultation = queries.announced_or_404(consultation_id)
    document = queries.text_or_404(consultation)
    frame, read = _frame(consultation)
    chapters = [(each, shown(each.sections, read)) for each in chapters_of(document)]
    return render_template("public/draft_texts/outline.html", document=document, chapters=chapters, **frame)


@blueprint.get("/plain")
def plain(consultation_id: int) -> str:
    """やさしい日本語, as staff wrote it."""
    consultation = queries.announced_or_404(consultation_id)
    if not consultation.plain_text:
        abort(404)
    frame, read = _frame(consultation)
    lines = [read(line) for line in consultation.plain_text.split("\n")]
    return render_template(
        "public/draft_texts/plain.html",
        lines=lines,
        has_text=queries.text_citizens_read(consultation.id) is not None,
        **frame,
    )


@blueprint.get("/<key>")
def chapter(consultation_id: int, key: str) -> str | Response:
    """A chapter by the key of its first section; a section within one leads to its place there."""
    consultation = queries.announced_or_404(consultation_id)
    document = queries.text_or_404(consultation)
    chapters = chapters_of(document)
    at = next((n for n, each in enumerate(chapters) if key in {one.key for one in each.sections}), None)
    if at is None:
        abort(404)
    frame, read = _frame(consultation)
    if chapters[at].key != key:
        address = url_for(
            ".chapter", consultation_id=consultation_id, key=chapters[at].key, _anchor=key, **frame["asked"]
        )
        return redirect(address)
    return render_template(
        "public/draft_texts/chapter.html",
        document=document,
        chapter=chapters[at],
        title=title_of(chapters[at].sections[0]),
        sections=shown(chapters[at].sections, read),
        before=chapters[at - 1] if at else None,
        after=chapters[at + 1] if at + 1 < len(chapters) else None,
        **frame,
    )


def _frame(consultation: Consultation) -> tuple[dict[str, Any], Read]:
    """What every page of the text shows, and how it reads a line. `?ruby=1` asks for readings."""
    with_ruby = request.args.get("ruby") == "1"
    read = readings_at_hand() if with_ruby else None
    phase = phase_of(consultation, clock.now())
    return {
        "consultation": consultation,
        "is_open": phase is CasePhase.OPEN and _takes_form(consultation),
        "has_road": phase is CasePhase.RESULTS,
        "form_address": url_for("public.intake.new_submission", consultation_id=consultation.id),
        "with_ruby": with_ruby,
        "is_waiting_for_readings": with_ruby and read is None,
        "asked": {"ruby": "1"} if with_ruby else {},
    }, read or without_readings


def _takes_form(consultation: Consultation) -> bool:
    """By the form of this site."""
    return any(each.channel is Channel.FORM for each in consultation.methods)
