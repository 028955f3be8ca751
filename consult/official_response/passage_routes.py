"""A passage of the draft is changed because of the opinions that lead to it; the result table says so by itself (D5)."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import EditConflict
from consult.edit_conflict import Difference, differences
from consult.extensions import db
from consult.models import Consultation
from consult.official_response import queries, revisions
from consult.official_response.blueprint import WRITERS, blueprint
from consult.official_response.passage_change import Passage, change, passage_or_404
from consult.official_response.revision_form import RevisionForm
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

Answered = str | tuple[str, int] | Response
CHANGED_MEANWHILE = (
    "この段落には、開いてからほかの人が修正を書いています。下の表で見比べてください。"
    "このまま保存すると、別の修正箇所になります。"
)


@blueprint.route("/passages/<key>/<int:passage>/change", methods=["GET", "POST"])
@allow(*WRITERS)
def change_passage(consultation_id: int, key: str, passage: int) -> Answered:
    consultation = queries.consultation_or_404(consultation_id)
    found = passage_or_404(consultation.id, key, passage)
    form = RevisionForm.new(found.texts, revisions.sections_of(consultation.id), sign=found.sign)
    chosen = _chosen(found)
    if request.method != "POST":
        return _page(consultation, found, form, chosen)
    if not form.validate():
        return _page(consultation, found, form, chosen), 422
    if form.version.data != found.sign:
        return _show_both(consultation, found, form, chosen)
    try:
        revision = change(found, form.written(), chosen, by=signed_in_member())
    except EditConflict as frozen:
        db.session.rollback()
        return _page(consultation, found, form, chosen, refusal=frozen.message), 409
    db.session.commit()
    flash(f"修正箇所を保存しました。{_in_table(found, chosen)}", "success" if chosen else "warning")
    place = {"consultation_id": consultation_id, "key": key, "passage": passage}
    return redirect(url_for("staff.passages.show_passage", **place, _anchor=f"revision-{revision.id}"), 303)  # type: ignore[arg-type]


def _show_both(consultation: Consultation, found: Passage, form: RevisionForm, chosen: list[int]) -> Answered:
    """TW1: what a colleague saved beside what was typed; saving again is then a choice, not an accident."""
    saved = RevisionForm.texts_of(found.changes[-1]) if found.changes else found.texts
    both = differences(form, saved, form.texts())
    form.version.data = found.sign
    return _page(consultation, found, form, chosen, refusal=CHANGED_MEANWHILE, both=both), 409


def _chosen(found: Passage) -> list[int]:
    """What was ticked; to begin with every voice that has changed nothing yet."""
    if request.method == "POST":
        return [number(each) for each in request.form.getlist("opinion")]
    return [each.opinion_id for each in found.causes if not each.has_changed]


def _in_table(found: Passage, chosen: list[int]) -> str:
    causes = [each for each in found.causes if each.opinion_id in chosen]
    groups = sorted({each.group.number for each in causes if each.group})
    if groups:
        return f"回答{'、'.join(map(str, groups))}の修正箇所に入りました。"
    return "もとになった意見は、まだどの回答にも入っていません。" if causes else ""


def _page(
    consultation: Consultation,
    found: Passage,
    form: RevisionForm,
    chosen: list[int],
    *,
    refusal: str = "",
    both: list[Difference] | None = None,
) -> str:
    return render_template(
        "staff/official_response/change_passage.html",
        consultation=consultation,
        passage=found,
        form=form,
        chosen=chosen,
        refusal=refusal,
        differences=both or [],
    )
