"""Behind 「分析」: frequent words of the opinions that a filter asks for; the other pages stand in files of their own."""

from flask import Response, request

from consult import paging
from consult.access import READERS, allow
from consult.opinion_filter_page import usable_filter
from consult.plan_codes import plan_codes
from consult.word_tables import apart_routes, context_routes, queries, writing
from consult.word_tables.blueprint import blueprint
from consult.word_tables.exports import send_words
from consult.word_tables.forms import FrequentForm
from consult.word_tables.opening import opened

__all__ = ["apart_routes", "blueprint", "context_routes"]


@blueprint.get("")
@allow(*READERS)
def frequent() -> tuple[str, int]:
    page = opened(FrequentForm, "frequent")
    found = queries.frequent_words(page.asked)
    return page.shown(
        texts=found.texts,
        page=paging.listed(found.words, page.number),
        unread=queries.unread(page.asked.opinions),
        written=writing.written,
    )


@blueprint.post("/export")
@allow(*READERS)
def export_frequent() -> Response:
    asked = FrequentForm.read(request.form).asked(usable_filter(request.form, plan_codes()))
    return send_words(
        "frequent_words",
        asked.opinions,
        lambda leaving: writing.frequent_file(queries.frequent_words(asked, leaving=leaving).words),
    )
