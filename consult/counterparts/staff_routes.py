"""The bodies heard: the list, one body with all it said, its facts, and the list as a file."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from consult.access import allow
from consult.chips import chips
from consult.counterparts import (
    doubles,
    doubles_routes,
    list_routes,
    list_writing,
    queries,
    services,
    voices,
)
from consult.counterparts.blueprint import READERS, WRITERS, blueprint
from consult.counterparts.forms import BodyForm, FilterForm, typed_facts
from consult.database import reading
from consult.domain.errors import EditConflict, RuleViolation, UnusableFilter
from consult.downloads import send_table
from consult.edit_conflict import as_opened, differences, take_over
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.layout_context import staff_address
from consult.models import Counterpart
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

__all__ = ["blueprint", "doubles_routes", "list_routes"]


@blueprint.get("/counterparts")
@allow(*READERS)
def index() -> tuple[str, int]:
    sent = kept_words.arguments()
    form = _filter_form(sent)
    asked = form.filter()
    page = queries.body_page(asked, page_number(sent.get("page")))
    form.offer(queries.numbers_of(asked))
    args = asked.as_args()
    view = render_template(
        "staff/counterparts/index.html",
        form=form,
        asked=asked,
        args=args,
        chips=chips(form.chosen_filters(), args),
        page=page,
        totals=queries.totals(asked),
        heard=queries.heard_of(page.rows, asked.kind),
        proposals=len(doubles.nearby()),
        spellings=queries.spellings_of(page.rows),
    )
    return view, 422 if form.errors else 200


@blueprint.post("/counterparts/export")
@allow(*READERS)
def export() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    form = _filter_form(request.form)
    if form.errors:
        raise UnusableFilter("条件に読み取れないものがあります。一覧に戻り、直してから書き出してください。")
    asked = form.filter()
    services.record_export(asked, queries.totals(asked).bodies, by=signed_in_member())
    db.session.commit()
    is_excel = request.form.get("format") == "xlsx"
    write = list_writing.as_xlsx if is_excel else list_writing.as_csv
    with reading():
        file = write(queries.bodies_to_export(asked))
    return send_table(file, "counterparts", is_excel=is_excel)


@blueprint.get("/counterparts/<int:counterpart_id>")
@allow(*READERS)
def show(counterpart_id: int) -> Any:
    body = queries.body_or_404(counterpart_id)
    if body.merged_into_id is not None:
        return redirect(url_for(".show", counterpart_id=body.merged_into_id))
    theme = request.args.get("theme", "")[:32]
    page = page_number(request.args.get("page"))
    return render_template(
        "staff/counterparts/show.html",
        body=body,
        heard=queries.heard_of([body]).get(body.id, queries.Heard()),
        hearings=queries.hearing_page(body, 1 if theme else page),
        consents=queries.consents_of(body),
        voices=voices.voices(body, plan_codes(), theme=theme, page=page),
        theme=theme,
        merges=queries.merges_into(body),
        can_write=bool(staff_address("staff.counterparts.edit", counterpart_id=body.id)),
    )


@blueprint.route("/counterparts/<int:counterpart_id>/edit", methods=["GET", "POST"])
@allow(*WRITERS)
def edit(counterpart_id: int) -> Any:
    body = queries.standing_body_or_404(counterpart_id)
    form = BodyForm.about(body, queries.own_sectors(), queries.districts())
    if not form.validate_on_submit():
        return _edit_page(body, form), 422 if form.is_submitted() else 200
    try:
        services.change(body, form.facts(), version=number(form.version.data), by=signed_in_member())
    except EditConflict:
        return _edit_conflict(body, form), 409
    except RuleViolation as refused:
        db.session.rollback()
        put_beside_field(form, refused)
        return _edit_page(queries.standing_body_or_404(counterpart_id), form), 422
    db.session.commit()
    flash("相手方の内容を直しました。", "success")
    return redirect(url_for(".show", counterpart_id=counterpart_id), 303)


def _filter_form(args: Any) -> FilterForm:
    return FilterForm.read(args, queries.own_sectors(), queries.districts())


def _edit_page(body: Counterpart, form: BodyForm, **told: object) -> str:
    return render_template("staff/counterparts/edit.html", body=body, form=form, **told)


def _edit_conflict(body: Counterpart, form: BodyForm) -> str:
    """Both texts; the form keeps mine and now knows the other's version, so that saving again is a choice."""
    saved = typed_facts(body)
    taken_over = take_over(form, saved, form.opened.data)
    form.version.data, form.opened.data = str(body.version), as_opened(saved)
    mine = {name: form[name].data or "" for name in saved}
    return _edit_page(body, form, conflict=differences(form, saved, mine), taken_over=taken_over)
