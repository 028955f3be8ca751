"""Behind 「設定」: the city's own lists, 地区 and 市の区分."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from consult import word_list_pages, word_lists
from consult.access import allow
from consult.counterparts import city_lists
from consult.counterparts.blueprint import KEEPERS_OF_LISTS, blueprint
from consult.counterparts.forms import NewDistrictForm, NewOwnSectorForm
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import Sector
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.staff_sessions import signed_in_member
from consult.word_list_pages import ListEntryForm

PAGES = {"districts": ".districts", "own-sectors": ".own_sectors"}


@blueprint.get("/settings/districts")
@allow(*KEEPERS_OF_LISTS)
def districts() -> str:
    return _page("districts", NewDistrictForm(formdata=None))


@blueprint.get("/settings/own-sectors")
@allow(*KEEPERS_OF_LISTS)
def own_sectors() -> str:
    return _page("own-sectors", NewOwnSectorForm(formdata=None))


@blueprint.post("/settings/lists/<city_list>")
@allow(*KEEPERS_OF_LISTS)
def add_to_list(city_list: str) -> Any:
    kind = city_lists.list_or_404(city_list)
    form = _new_form(city_list)
    if form.validate_on_submit():
        sector = Sector.of(form.sector.data) if isinstance(form, NewOwnSectorForm) else None
        try:
            entry = word_lists.add(kind, form.name.data or "", sector=sector, by=signed_in_member())
        except RuleViolation as refused:
            put_beside_field(form, refused)
        else:
            return _done(city_list, f"「{entry.name}」を加えました。")
    return _page(city_list, form), 422


@blueprint.post("/settings/lists/<city_list>/<int:entry_id>")
@allow(*KEEPERS_OF_LISTS)
def change_list_entry(city_list: str, entry_id: int) -> Any:
    entry = word_lists.entry_or_404(city_lists.list_or_404(city_list), entry_id)
    act, by = request.form.get("act", ""), signed_in_member()
    if act != "rename":
        return _done(city_list, word_list_pages.do(act, entry, stays_with="付いている相手方", by=by))
    told, form = word_list_pages.rename(entry, by=by)
    if told:
        return _done(city_list, told)
    empty = _new_form(city_list, formdata=None)
    return _page(city_list, empty, refused=form, refused_id=entry.id), 422


def _done(city_list: str, told: str) -> Any:
    db.session.commit()
    flash(told, "success")
    return redirect(url_for(PAGES[city_list]), 303)


def _new_form(city_list: str, **given: Any) -> NewDistrictForm | NewOwnSectorForm:
    return NewDistrictForm(**given) if city_list == "districts" else NewOwnSectorForm(**given)


def _page(city_list: str, form: ListEntryForm, **told: Any) -> str:
    kind = city_lists.LISTS[city_list]
    entries = word_lists.entries(kind)
    return render_template(
        f"staff/counterparts/{city_list.replace('-', '_')}.html",
        form=form,
        entries=entries,
        add_href=url_for(".add_to_list", city_list=city_list),
        hrefs={
            each.id: url_for(".change_list_entry", city_list=city_list, entry_id=each.id) for each in entries
        },
        uses=city_lists.uses(kind),
        **told,
    )
