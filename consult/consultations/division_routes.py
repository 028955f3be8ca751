"""Behind 「設定」: the city's divisions (担当課), which cases, answers and members of staff belong to."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from consult import word_list_pages, word_lists
from consult.access import allow
from consult.consultations import queries
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.models import Division
from consult.staff_sessions import signed_in_member
from consult.word_list_pages import ListEntryForm

blueprint = Blueprint("divisions", __name__, url_prefix="/settings/divisions")
KEEPERS = (Role.OFFICIAL, Role.ADMIN)


@blueprint.get("")
@allow(*KEEPERS)
def divisions() -> str:
    return _page(ListEntryForm(formdata=None))


@blueprint.post("")
@allow(*KEEPERS)
def add_division() -> Any:
    form = ListEntryForm()
    if form.validate_on_submit():
        try:
            entry = word_lists.add(Division, form.name.data or "", by=signed_in_member())
        except RuleViolation as refused:
            put_beside_field(form, refused)
        else:
            return _done(f"「{entry.name}」を加えました。")
    return _page(form), 422


@blueprint.post("/<int:division_id>")
@allow(*KEEPERS)
def change_division(division_id: int) -> Any:
    entry, act = word_lists.entry_or_404(Division, division_id), request.form.get("act", "")
    by = signed_in_member()
    if act != "rename":
        return _done(word_list_pages.do(act, entry, stays_with="付いている案件・回答・職員", by=by))
    told, form = word_list_pages.rename(entry, by=by)
    if told:
        return _done(told)
    return _page(ListEntryForm(formdata=None), refused=form, refused_id=entry.id), 422


def _done(told: str) -> Any:
    db.session.commit()
    flash(told, "success")
    return redirect(url_for(".divisions"), 303)


def _page(form: ListEntryForm, **told: Any) -> str:
    entries = word_lists.entries(Division)
    return render_template(
        "staff/consultations/divisions.html",
        form=form,
        entries=entries,
        uses=queries.uses_of_divisions(),
        add_href=url_for(".add_division"),
        hrefs={each.id: url_for(".change_division", division_id=each.id) for each in entries},
        **told,
    )
