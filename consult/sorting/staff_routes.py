"""The list of a case's opinions, with what is left to sort, and the list as a file."""

from typing import Any

from flask import Response, render_template, request

from consult import audit, draft_places
from consult.access import READERS, allow
from consult.chips import chips
from consult.copies_listed import BY_TEXT
from consult.database import reading
from consult.domain.vocabulary import AuditAction
from consult.downloads import send_table
from consult.extensions import db
from consult.models import Opinion
from consult.paging import page_number
from consult.search import kept_words
from consult.sorting import opinion_routes, people_routes, queries, signal_routes, writing
from consult.sorting.blueprint import blueprint, may_keep, may_sort
from consult.sorting.forms import FilterForm
from consult.spreadsheets import csv_writing
from consult.spreadsheets.xlsx_writing import Sheet, write_xlsx

# So many a person reads on one page: nothing for a flood stands in the way of a small round (O10).
SMALL_ROUND = 10

__all__ = ["blueprint", "opinion_routes", "people_routes", "signal_routes"]


@blueprint.get("")
@allow(*READERS)
def index(consultation_id: int) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    sent = kept_words.arguments()
    form = FilterForm.read(sent)
    asked = form.filter(consultation.id)
    page = queries.page_of(asked, page_number(sent.get("page")))
    numbers = queries.numbers_of(consultation.id)
    in_force = chips(form.in_force(asked), asked.as_args())
    form.say_counts(asked.counts())
    return render_template(
        "staff/sorting/index.html",
        consultation=consultation,
        form=form,
        asked=asked,
        args=asked.as_args(),
        page=page,
        numbers=numbers,
        chips=in_force,
        copies=queries.copies_of(consultation.id, asked.text) if asked.text else None,
        places=draft_places.labels_of(row.opinion for row in page.rows),
        is_small=numbers.opinions + numbers.set_aside <= SMALL_ROUND and not in_force,
        by_text=asked.by == BY_TEXT,
        may_sort=may_sort(),
        may_keep=may_keep(),
    )


@blueprint.post("/export")
@allow(*READERS)
def export(consultation_id: int) -> Response:
    """A POST, since it leaves a trace. The texts leave as they may leave the house, with 〔非公表〕."""
    consultation = queries.consultation_or_404(consultation_id)
    asked = FilterForm.read(request.form).filter(consultation.id)
    conditions: dict[str, Any] = {name: value for name, value in asked.as_args().items() if name != "q"}
    audit.record(AuditAction.EXPORTED, Opinion, conditions=conditions, has_search=bool(asked.q))
    db.session.commit()
    is_excel = request.form.get("file") == "xlsx"
    with reading():
        rows = writing.cells(queries.rows_to_export(asked))
        if is_excel:
            file = write_xlsx([Sheet("意見の整理", writing.COLUMNS, rows)], title="意見の整理")
        else:
            file = csv_writing.write_csv(writing.HEADER, rows)
    return send_table(file, f"sorting_{consultation.id}", is_excel=is_excel)
