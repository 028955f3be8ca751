"""Drafters see what each opinion leads to, and decide on it: the list of links, one opinion, measures and KPIs (D4)."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from consult.access import READERS, allow
from consult.chips import chips
from consult.database import reading
from consult.downloads import send_table
from consult.extensions import db
from consult.models import LinkDecision, LinkSuggestion, Measure
from consult.paging import listed, page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.source_links import review_address, source_address
from consult.spreadsheets.csv_writing import write_csv
from consult.spreadsheets.xlsx_writing import Sheet, write_xlsx
from consult.staff_sessions import signed_in_member
from consult.tracing import acts, adding, queries, services, writing
from consult.tracing.forms import LinkFilterForm
from consult.tracing.link_filter import SUGGESTED
from consult.tracing.passage_routes import WRITERS, passage_blueprint

blueprint = Blueprint("tracing", __name__, url_prefix="/links")
__all__ = ["blueprint", "passage_blueprint"]


@blueprint.get("")
@allow(*READERS)
def index() -> str:
    codes, sent = plan_codes(), kept_words.arguments()
    form = LinkFilterForm.read(sent, codes, queries.cases())
    asked, targets = form.filter(), queries.targets_in_force()
    counts, args = asked.counts(), asked.as_args()
    chosen = chips(form.in_force(asked, targets), args)
    form.show_counts(counts)
    return render_template(
        "staff/tracing/index.html",
        form=form,
        asked=asked,
        args=args,
        chips=chosen,
        page=queries.link_page(
            asked,
            page_number(sent.get("page")),
            codes=codes,
            targets=targets,
            total=counts["state"][asked.state],
        ),
        is_suggested=asked.state == SUGGESTED,
        may_write=_may_write(),
        source_address=source_address,
    )


@blueprint.post("")
@allow(*WRITERS)
def decide_listed() -> AnyResponse:
    """One row by its own button, or those that were ticked."""
    done = acts.carry_out(request.form, by=signed_in_member())
    db.session.commit()
    flash(done.words, "success" if done.is_whole else "warning")
    args: dict[str, Any] = LinkFilterForm.read(request.form, plan_codes(), queries.cases()).filter().as_args()
    return redirect(url_for(".index", **args, page=request.form.get("page") or None), 303)


@blueprint.post("/export")
@allow(*READERS)
def export() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    codes, targets = plan_codes(), queries.targets_in_force()
    asked = LinkFilterForm.read(request.form, codes, queries.cases()).filter()
    table = LinkSuggestion if asked.state == SUGGESTED else LinkDecision
    services.record_export(table, asked.as_args(), by=signed_in_member())
    db.session.commit()
    with reading():
        links = queries.links_to_export(asked, codes, targets)
        rows = (writing.link_cells(each, asked.state) for each in links)
        return _table("links", Sheet("意見の結びつき", writing.COLUMNS, rows))


@blueprint.get("/targets")
@allow(*READERS)
def targets() -> str:
    return render_template("staff/tracing/targets.html", counts=queries.plan_counts())


@blueprint.post("/targets/export")
@allow(*READERS)
def export_targets() -> Response:
    services.record_export(Measure, {}, by=signed_in_member())
    db.session.commit()
    with reading():
        rows = map(writing.count_cells, queries.plan_counts())
        return _table("measures_and_opinions", Sheet("施策とKPIの声", writing.COUNT_COLUMNS, rows))


@blueprint.get("/opinions/<int:opinion_id>")
@allow(*READERS)
def links_of_opinion(opinion_id: int) -> str:
    opinion = queries.opinion_or_404(opinion_id)
    known = queries.targets_in_force()
    links = queries.links_of(opinion, known)
    sent: MultiDict[str, str] = kept_words.arguments()
    search = adding.TargetSearch.read(sent)
    found = search.found(known, left_out=links.linked, case_of=opinion.submission)
    record = queries.record_of(opinion)
    return render_template(
        "staff/tracing/links_of_opinion.html",
        record=record,
        links=links,
        is_open=queries.is_open(opinion),
        search=search,
        kinds=adding.KINDS,
        page=listed(found, page_number(sent.get("page")), size=adding.ON_A_PAGE),
        args={**search.as_args(), "opinion_id": opinion_id},
        may_write=_may_write(),
        source_href=source_address(record),
        review_href=review_address(record),
    )


@blueprint.post("/opinions/<int:opinion_id>")
@allow(*WRITERS)
def decide_on_opinion(opinion_id: int) -> AnyResponse:
    queries.opinion_or_404(opinion_id)
    done = acts.carry_out(request.form, by=signed_in_member(), only_of=opinion_id)
    db.session.commit()
    flash(done.words, "success" if done.is_whole else "warning")
    return redirect(url_for(".links_of_opinion", opinion_id=opinion_id), 303)


def _may_write() -> bool:
    return bool(set(WRITERS) & set(signed_in_member().granted_roles))


def _table(name: str, sheet: Sheet) -> Response:
    is_excel = request.form.get("file") == "xlsx"
    if is_excel:
        file = write_xlsx([sheet], title=sheet.name)
    else:
        file = write_csv([column.heading for column in sheet.columns], sheet.rows)
    return send_table(file, name, is_excel=is_excel)
