"""Behind 「分析」: frequent words of the opinions that a filter asks for."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request

from consult import paging
from consult.access import READERS, allow
from consult.database import reading
from consult.downloads import send_table
from consult.extensions import db
from consult.opinion_filter import OpinionFilter
from consult.opinion_filter_page import filter_page, usable_filter
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.staff_sessions import signed_in_member
from consult.word_tables import leaving, queries, services, writing
from consult.word_tables.counting import Texts
from consult.word_tables.forms import FrequentForm
from consult.word_tables.writing import WordFile

blueprint = Blueprint("word_tables", __name__, url_prefix="/analysis/words")


@blueprint.get("")
@allow(*READERS)
def frequent() -> tuple[str, int]:
    sent = kept_words.arguments()
    own = _read(FrequentForm(sent))
    further = own.asked(OpinionFilter()).own_args()
    asking = filter_page(sent, plan_codes(), endpoint=".frequent", further=further)
    asked = own.asked(asking.asked)
    words = queries.frequent_words(asked, queries.texts_of(asked.opinions))
    view = render_template(
        "staff/word_tables/frequent.html",
        own=own,
        asking=asking,
        asked=asked,
        page=paging.listed(words, page_number(sent.get("page"))),
        waiting=queries.waiting(asked.opinions),
        written=writing.written,
    )
    return view, 422 if own.errors else asking.status


@blueprint.post("/export")
@allow(*READERS)
def export_frequent() -> Response:
    asked = FrequentForm(request.form).asked(usable_filter(request.form, plan_codes()))
    return _file(
        "frequent_words",
        asked.opinions,
        lambda texts: writing.frequent_file(queries.frequent_words(asked, texts)),
    )


def _file(name: str, asked: OpinionFilter, made_of: Callable[[Texts], WordFile]) -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    as_written, is_excel = request.form.get("text") == "as_written", request.form.get("file") == "xlsx"
    services.record_export(name, asked, as_written=as_written, by=signed_in_member())
    db.session.commit()
    with reading():
        texts = queries.texts_of(asked) if as_written else leaving.texts_leaving(asked.ids())
        file = writing.write(made_of(texts), is_excel=is_excel, as_written=as_written)
    return send_table(file, f"{name}_as_written" if as_written else name, is_excel=is_excel)


def _read(form: Any) -> Any:
    form.validate()
    return form
