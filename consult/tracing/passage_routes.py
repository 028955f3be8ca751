"""A draft beside its voices: passages with their numbers, and one passage with what people said and what was changed."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult.access import READERS, allow
from consult.database import reading
from consult.domain.vocabulary import Role
from consult.domain.word_diff import word_diff
from consult.downloads import send_table
from consult.extensions import db
from consult.models import DraftSection
from consult.paging import listed, page_number
from consult.source_links import source_address
from consult.spreadsheets.csv_writing import write_csv
from consult.spreadsheets.xlsx_writing import Sheet, write_xlsx
from consult.staff_sessions import signed_in_member
from consult.tracing import acts, passages, services, writing

passage_blueprint = Blueprint(
    "passages", __name__, url_prefix="/consultations/<int:consultation_id>/passages"
)
WRITERS = (Role.OFFICIAL, Role.DRAFTER)


@passage_blueprint.get("")
@allow(*READERS)
def passage_list(consultation_id: int) -> str:
    consultation = passages.consultation_or_404(consultation_id)
    rows = passages.rows_of(consultation.id)
    shown = request.args.get("show", "")
    shown = shown if shown in passages.SHOWN else ""
    found = [each for each in rows if each.is_shown(shown)]
    return render_template(
        "staff/tracing/passage_list.html",
        consultation=consultation,
        page=listed(found, page_number(request.args.get("page"))),
        choices=[
            (code, label, sum(each.is_shown(code) for each in rows)) for code, label in passages.SHOWN.items()
        ],
        shown=shown,
        args={"consultation_id": consultation.id, **({"show": shown} if shown else {})},
        has_text=bool(rows),
    )


@passage_blueprint.post("/export")
@allow(*READERS)
def export(consultation_id: int) -> Response:
    consultation = passages.consultation_or_404(consultation_id)
    services.record_export(DraftSection, {"case": str(consultation.id)}, by=signed_in_member())
    db.session.commit()
    with reading():
        rows = map(writing.passage_cells, passages.rows_of(consultation.id))
        is_excel = request.form.get("file") == "xlsx"
        if is_excel:
            file = write_xlsx([Sheet("案と意見", writing.PASSAGE_COLUMNS, rows)], title="案と意見")
        else:
            file = write_csv([column.heading for column in writing.PASSAGE_COLUMNS], rows)
    return send_table(file, "passages_and_opinions", is_excel=is_excel)


@passage_blueprint.get("/<key>/<int:passage>")
@allow(*READERS)
def show_passage(consultation_id: int, key: str, passage: int) -> str:
    consultation = passages.consultation_or_404(consultation_id)
    desk = passages.desk_or_404(consultation.id, key, passage, page=page_number(request.args.get("page")))
    revisions = [each.revision for each in desk.changes]
    return render_template(
        "staff/tracing/show_passage.html",
        consultation=consultation,
        desk=desk,
        changes={each.id: word_diff(each.before, each.after) for each in revisions},
        args={"consultation_id": consultation.id, "key": key, "passage": passage},
        may_write=bool(set(WRITERS) & set(signed_in_member().granted_roles)),
        source_address=source_address,
    )


@passage_blueprint.post("/<key>/<int:passage>")
@allow(*WRITERS)
def decide_on_passage(consultation_id: int, key: str, passage: int) -> AnyResponse:
    target = passages.target_or_404(consultation_id, key, passage)
    done = acts.carry_out(request.form, by=signed_in_member(), only_to=target)
    db.session.commit()
    flash(done.words, "success" if done.is_whole else "warning")
    return redirect(
        url_for(".show_passage", consultation_id=consultation_id, key=key, passage=passage, _anchor="voices"),
        303,
    )
