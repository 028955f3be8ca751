"""Behind 「分析」: frequent words of the opinions that a filter asks for; the other pages stand in files of their own."""

from flask import Response, render_template, request

from consult import paging
from consult.access import READERS, allow
from consult.opinion_filter import OpinionFilter
from consult.opinion_filter_page import filter_page, usable_filter
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.word_tables import apart_routes, context_routes, queries, writing
from consult.word_tables.blueprint import blueprint
from consult.word_tables.exports import send_words
from consult.word_tables.forms import FrequentForm

__all__ = ["apart_routes", "blueprint", "context_routes"]


@blueprint.get("")
@allow(*READERS)
def frequent() -> tuple[str, int]:
    sent = kept_words.arguments()
    own = FrequentForm.read(sent)
    further = own.asked(OpinionFilter()).own_args()
    asking = filter_page(sent, plan_codes(), endpoint=".frequent", further=further)
    asked = own.asked(asking.asked)
    found = queries.frequent_words(asked)
    view = render_template(
        "staff/word_tables/frequent.html",
        own=own,
        asking=asking,
        asked=asked,
        of_filter=asked.shared_args(),
        texts=found.texts,
        page=paging.listed(found.words, page_number(sent.get("page"))),
        unread=queries.unread(asked.opinions),
        written=writing.written,
    )
    return view, 422 if own.errors else asking.status


@blueprint.post("/export")
@allow(*READERS)
def export_frequent() -> Response:
    asked = FrequentForm.read(request.form).asked(usable_filter(request.form, plan_codes()))
    return send_words(
        "frequent_words",
        asked.opinions,
        lambda leaving: writing.frequent_file(queries.frequent_words(asked, leaving=leaving).words),
    )
