"""庁内照会: what divisions are asked until when, their sheets, and who has not answered."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from consult import word_lists
from consult.access import READERS, allow
from consult.database import reading
from consult.domain.dates import wareki
from consult.domain.errors import EditConflict
from consult.downloads import send_table
from consult.extensions import db
from consult.models import Division, Inquiry
from consult.paging import page_number
from consult.progress import inquiries, inquiry_filling, inquiry_writing, services, sheets
from consult.progress.blueprint import KEEPERS, blueprint, may_write
from consult.progress.inquiry_filling import Filled
from consult.progress.inquiry_forms import InquiryForm, chosen_before
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

Answer = str | tuple[str, int] | Answered
MORE = "more"


@blueprint.get("/inquiries")
@allow(*READERS)
def inquiry_list() -> str:
    page, standings = inquiries.inquiry_page(page_number(request.args.get("page")))
    return render_template(
        "staff/progress/inquiry_list.html", page=page, standings=standings, can_write=may_write()
    )


@blueprint.get("/inquiries/new")
@allow(*KEEPERS)
def new_inquiry() -> str:
    year = {"fiscal_year": str(sheets.last_ended())}
    return _page(_form(formdata=None, data=_proposed() | year))


@blueprint.post("/inquiries/new")
@allow(*KEEPERS)
def open_inquiry() -> Answer:
    form = _form()
    if _is_not_to_be_saved():
        return _again(form)
    if not form.validate():
        return _page(form), 422
    inquiry = services.open_inquiry(form.asked(), by=signed_in_member())
    db.session.commit()
    flash("照会を作りました。担当課ごとの表を書き出して送ってください。", "success")
    return _to(inquiry.id)


@blueprint.get("/inquiries/<int:inquiry_id>")
@allow(*READERS)
def inquiry(inquiry_id: int) -> str:
    found = inquiries.inquiry_or_404(inquiry_id)
    return render_template(
        "staff/progress/inquiry.html",
        standing=inquiries.standings_of([found])[0],
        inquiry=found,
        created_by=inquiries.name_of(found.created_by_id),
        today=inquiries.today(),
        can_write=may_write(),
    )


@blueprint.get("/inquiries/<int:inquiry_id>/edit")
@allow(*KEEPERS)
def edit_inquiry(inquiry_id: int) -> str:
    found = inquiries.inquiry_or_404(inquiry_id)
    return _page(_form(found, formdata=None, data=_filled(found)), found)


@blueprint.post("/inquiries/<int:inquiry_id>/edit")
@allow(*KEEPERS)
def change_inquiry(inquiry_id: int) -> Answer:
    found = inquiries.inquiry_or_404(inquiry_id)
    form = _form(found)
    form.fiscal_year.data = str(found.fiscal_year)
    if _is_not_to_be_saved():
        return _again(form, found)
    if not form.validate():
        return _page(form, found), 422
    version, me = number(form.version.data), signed_in_member()
    try:
        services.change_inquiry(found, form.asked(), version=version, by=me)
    except EditConflict as refused:
        form.form_errors.append(refused.message)
        form.version.data = str(found.version)
        return _page(form, found), 409
    db.session.commit()
    flash("照会を直しました。", "success")
    return _to(inquiry_id)


@blueprint.post("/inquiries/<int:inquiry_id>/close")
@allow(*KEEPERS)
def close_inquiry(inquiry_id: int) -> Answer:
    found, is_closed = inquiries.inquiry_or_404(inquiry_id), request.form.get("act") != "reopen"
    services.close_inquiry(found, is_closed=is_closed, by=signed_in_member())
    db.session.commit()
    flash("照会を締め切りました。" if is_closed else "照会をまた受け付けます。", "success")
    return _to(inquiry_id)


@blueprint.post("/inquiries/<int:inquiry_id>/sheets")
@allow(*KEEPERS)
def inquiry_sheets(inquiry_id: int) -> Response:
    """The table for one division, or for all of them in one. A POST, since it leaves a trace."""
    found = inquiries.inquiry_or_404(inquiry_id)
    division_id = number(request.form.get("division")) or None
    if division_id and division_id not in {item.division_id for item in found.items}:
        abort(404)
    name = str(division_id) if division_id else "all"
    services.record_sheet(found, division=name, by=signed_in_member())
    db.session.commit()
    with reading():
        file = inquiry_writing.as_xlsx(inquiries.inquiry_or_404(inquiry_id), division_id)
    return send_table(file, f"inquiry_{inquiry_id}_{name}", is_excel=True)


def _is_not_to_be_saved() -> bool:
    act = request.form.get("act", "")
    return act == MORE or inquiry_filling.is_filling(act)


def _again(form: InquiryForm, found: Inquiry | None = None) -> Answer:
    """As it was typed, without a script: filled, or with a free field wherever none was left."""
    act = request.form.get("act", "")
    told = None if act == MORE else inquiry_filling.filled(form, act)
    return _page(form, found, told), 422 if form.errors else 200


def _proposed() -> dict[str, str]:
    """Whom the last inquiry asked; before the first one, who judged a package last."""
    if last := inquiries.last_inquiry():
        return chosen_before(last)
    return inquiry_filling.of_last_check(inquiries.askable(), inquiries.judging_divisions())


def _filled(found: Inquiry) -> dict[str, str]:
    texts = {"title": found.title, "fiscal_year": str(found.fiscal_year), "due": wareki(found.due_on)}
    return chosen_before(found) | texts | {"note": found.note, "version": str(found.version)}


def _form(found: Inquiry | None = None, **given: Any) -> InquiryForm:
    """Of an inquiry that is out the divisions that it asks, also retired ones."""
    asked = {item.division_id for item in found.items} if found else set()
    divisions = [each for each in word_lists.entries(Division) if each.retired_at is None or each.id in asked]
    years = sorted({*sheets.years(), *([found.fiscal_year] if found else [])}, reverse=True)
    filled = given.get("data", {}) if "formdata" in given else request.form
    return InquiryForm.of(inquiries.askable(), divisions, years, filled=filled, **given)


def _page(form: InquiryForm, found: Inquiry | None = None, told: Filled | None = None) -> str:
    has_divisions = bool(word_lists.offered(Division))
    template = "staff/progress/edit_inquiry.html"
    return render_template(template, form=form, inquiry=found, has_divisions=has_divisions, told=told)


def _to(inquiry_id: int) -> Answered:
    return redirect(url_for(".inquiry", inquiry_id=inquiry_id), 303)
