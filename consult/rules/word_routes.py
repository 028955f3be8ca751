"""Words that the tokeniser keeps whole, and ways of saying that mean the same."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.plan_codes import plan_codes
from consult.rules import previewing, queries, services
from consult.rules.blueprint import PREVIEW, RETAGGING, WRITERS, blueprint
from consult.rules.catching import Catch
from consult.rules.forms import SynonymForm, WordForm
from consult.staff_sessions import signed_in_member


@blueprint.get("/words")
@allow(*WRITERS)
def words() -> Any:
    return _page(WordForm(formdata=None), SynonymForm(formdata=None))


@blueprint.post("/words")
@allow(*WRITERS)
def add_word() -> Any:
    form, other = WordForm(), SynonymForm(formdata=None)
    if not form.validate_on_submit():
        return _page(form, other), 422
    surface, reading = form.surface.data or "", form.reading.data or ""
    try:
        row = services.add_word(surface, reading, by=signed_in_member())
    except RuleViolation as refused:
        put_beside_field(form, refused)
        return _page(form, other), 422
    if request.form.get("act") == PREVIEW:
        db.session.rollback()
        preview = previewing.of_word(Catch.now(), surface, reading, plan_codes())
        return _page(form, other, word_preview=preview)
    db.session.commit()
    flash(f"語「{row.surface}」を辞書に加えました。{RETAGGING}", "success")
    return redirect(url_for("staff.rules.words"), 303)


@blueprint.post("/synonyms")
@allow(*WRITERS)
def add_synonym() -> Any:
    form, other = SynonymForm(), WordForm(formdata=None)
    if not form.validate_on_submit():
        return _page(other, form), 422
    variant, stands_for = form.variant.data or "", form.stands_for.data or ""
    try:
        row = services.add_synonym(variant, stands_for, by=signed_in_member())
    except RuleViolation as refused:
        put_beside_field(form, refused)
        return _page(other, form), 422
    if request.form.get("act") == PREVIEW:
        db.session.rollback()
        preview = previewing.of_synonym(Catch.now(), variant, stands_for, plan_codes())
        return _page(other, form, synonym_preview=preview)
    db.session.commit()
    flash(f"「{row.variant}」を「{row.stands_for}」と同じ意味に読むようにしました。{RETAGGING}", "success")
    return redirect(url_for("staff.rules.words", _anchor="synonyms"), 303)


@blueprint.post("/words/<int:word_id>/withdraw")
@allow(*WRITERS)
def withdraw_word(word_id: int) -> Any:
    row = queries.word_or_404(word_id)
    services.withdraw(row, by=signed_in_member())
    db.session.commit()
    flash(f"語「{row.surface}」を取りやめました。{RETAGGING}", "success")
    return redirect(url_for("staff.rules.words"), 303)


@blueprint.post("/synonyms/<int:synonym_id>/withdraw")
@allow(*WRITERS)
def withdraw_synonym(synonym_id: int) -> Any:
    row = queries.synonym_or_404(synonym_id)
    services.withdraw(row, by=signed_in_member())
    db.session.commit()
    flash(f"「{row.variant}」の登録を取りやめました。{RETAGGING}", "success")
    return redirect(url_for("staff.rules.words", _anchor="synonyms"), 303)


def _page(word_form: WordForm, synonym_form: SynonymForm, **previews: previewing.Preview) -> str:
    words, gone_words = queries.words(), queries.withdrawn_words()
    synonyms, gone_synonyms = queries.synonyms(), queries.withdrawn_synonyms()
    return render_template(
        "staff/rules/words.html",
        word_form=word_form,
        synonym_form=synonym_form,
        word_preview=previews.get("word_preview"),
        synonym_preview=previews.get("synonym_preview"),
        word_rows=[(row, (row.surface, row.reading)) for row in words],
        synonym_rows=[(row, (row.variant, row.stands_for)) for row in synonyms],
        withdrawn_word_rows=[(row, (row.surface, row.reading)) for row in gone_words],
        withdrawn_synonym_rows=[(row, (row.variant, row.stands_for)) for row in gone_synonyms],
        plan_words=queries.plan_words(),
        names=queries.names_of([*words, *gone_words, *synonyms, *gone_synonyms]),
    )
