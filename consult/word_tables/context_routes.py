"""Words in their context: every place of a word, sorted by what stands left or right of it."""

from dataclasses import replace

from flask import Response, render_template, request

from consult import paging
from consult.access import READERS, allow
from consult.opinion_filter import OpinionFilter
from consult.opinion_filter_page import filter_page, usable_filter
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.word_tables import lines, queries, showing, writing
from consult.word_tables.blueprint import blueprint
from consult.word_tables.exports import send_words
from consult.word_tables.forms import LinesForm


@blueprint.get("/context")
@allow(*READERS)
def context() -> tuple[str, int]:
    sent = kept_words.arguments()
    own = LinesForm.read(sent)
    further = own.asked(OpinionFilter()).own_args()
    asking = filter_page(sent, plan_codes(), endpoint=".context", further=further)
    asked = own.asked(asking.asked)
    found = lines.lines_of(asked)
    page = paging.listed(found, page_number(sent.get("page")))
    view = render_template(
        "staff/word_tables/context.html",
        own=own,
        asking=asking,
        asked=asked,
        of_filter=asked.shared_args(),
        page=replace(page, rows=showing.shown(page.rows)),
        opinions=lines.opinions_in(found),
        unread=queries.unread(asked.opinions),
        is_ready=lines.is_ready(),
        is_cut=len(found) >= lines.MOST,
    )
    return view, 422 if own.errors else asking.status


@blueprint.post("/context/export")
@allow(*READERS)
def export_context() -> Response:
    asked = LinesForm.read(request.form).asked(usable_filter(request.form, plan_codes()))
    return send_words(
        "words_in_context",
        asked.opinions,
        lambda leaving: writing.lines_file(
            asked.word,
            (showing.leaving if leaving else showing.as_written)(lines.lines_of(asked, leaving=leaving)),
        ),
    )
