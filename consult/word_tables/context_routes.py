"""Words in their context: every place of a word, sorted by what stands left or right of it."""

from dataclasses import replace

from flask import Response, request

from consult import paging
from consult.access import READERS, allow
from consult.opinion_filter_page import usable_filter
from consult.plan_codes import plan_codes
from consult.word_tables import lines, queries, showing, writing
from consult.word_tables.blueprint import blueprint
from consult.word_tables.exports import send_words
from consult.word_tables.forms import LinesForm
from consult.word_tables.opening import opened


@blueprint.get("/context")
@allow(*READERS)
def context() -> tuple[str, int]:
    page = opened(LinesForm, "context")
    found = lines.lines_of(page.asked)
    listed = paging.listed(found, page.number)
    return page.shown(
        page=replace(listed, rows=showing.shown(listed.rows)),
        opinions=lines.opinions_in(found),
        unread=queries.unread(page.asked.opinions),
        is_ready=lines.is_ready(),
        is_cut=len(found) >= lines.MOST,
    )


@blueprint.post("/context/export")
@allow(*READERS)
def export_context() -> Response:
    asked = LinesForm.read(request.form).asked(usable_filter(request.form, plan_codes()))
    return send_words(
        "words_in_context",
        asked.opinions,
        lambda leaving: writing.lines_file(
            asked.word,
            showing.in_a_file(lines.lines_of(asked, leaving=leaving)),
        ),
    )
