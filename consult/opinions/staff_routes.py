"""The register for staff: the list, one opinion, and the list as a file."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from consult.access import READERS, allow
from consult.database import reading
from consult.downloads import send_table
from consult.extensions import db
from consult.layout_context import staff_address
from consult.models import Opinion
from consult.opinion_filter import BEST_FIRST, NEWEST_FIRST, OpinionFilter
from consult.opinion_filter_page import filter_page, number_of_opinions, usable_filter
from consult.opinions import queries, services
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.source_links import review_address, source_address
from consult.spreadsheets import csv_writing, opinion_table
from consult.spreadsheets.xlsx_writing import Sheet, write_xlsx
from consult.staff_sessions import signed_in_member

blueprint = Blueprint("opinions", __name__)
AS_WRITTEN = "as_written"


@blueprint.get("/opinions")
@allow(*READERS)
def index() -> tuple[str, int]:
    codes = plan_codes()
    sent = kept_words.arguments()
    asking = filter_page(sent, codes)
    page = queries.opinion_page(asking.asked, page_number(sent.get("page")), codes, total=asking.total)
    view = render_template(
        "staff/opinions/index.html",
        page=page,
        asking=asking,
        orders=_orders(asking.asked),
        source_address=source_address,
    )
    return view, asking.status


@blueprint.get("/opinions/<int:opinion_id>")
@allow(*READERS)
def show(opinion_id: int) -> str:
    codes = plan_codes()
    opinion = queries.opinion_or_404(opinion_id)
    record = queries.record_of(opinion, codes)
    return render_template(
        "staff/opinions/show.html",
        opinion=opinion,
        record=record,
        source_href=source_address(record),
        review_href=review_address(record),
        passages=queries.passages_of(opinion),
        passages_href=staff_address("staff.review.passages_of", opinion_id=opinion.id),
        is_held=queries.is_held(opinion),
        history=queries.decision_history(opinion, codes),
        withdrawn_at=opinion.withdrawn_at or _source_withdrawn_at(opinion),
    )


@blueprint.post("/opinions/export")
@allow(*READERS)
def export() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    codes = plan_codes()
    asked = usable_filter(request.form, codes)
    as_written = request.form.get("text") == AS_WRITTEN
    services.record_export(asked, number_of_opinions(asked), as_written=as_written, by=signed_in_member())
    db.session.commit()
    with reading():
        rows = map(opinion_table.cells, queries.opinions_to_export(asked, codes, as_written=as_written))
        is_excel = request.form.get("file") == "xlsx"
        if is_excel:
            file = write_xlsx([Sheet("意見", opinion_table.COLUMNS, rows)], title="意見の台帳")
        else:
            file = csv_writing.write_csv(opinion_table.HEADER, rows)
    return send_table(file, "opinions_as_written" if as_written else "opinions", is_excel=is_excel)


def _orders(asked: OpinionFilter) -> list[tuple[str, str]]:
    """(words, address; none for the order in force), where something is searched for."""
    if not asked.ranks:
        return []
    return [
        (words, "" if asked.order == order else _address(replace(asked, sort=order).as_args()))
        for order, words in ((BEST_FIRST, "よく合う順"), (NEWEST_FIRST, "新しい順"))
    ]


def _source_withdrawn_at(opinion: Opinion) -> datetime | None:
    """When its whole submission was taken back, or its hearing removed."""
    if opinion.submission is not None:
        return opinion.submission.withdrawn_at
    return opinion.hearing.removed_at if opinion.hearing is not None else None


def _address(args: dict[str, Any]) -> str:
    return url_for(".index", **args)
