"""Hearings as files: the register as a workbook or CSV, ヒアリング記録票 as Word or PDF."""

from collections.abc import Callable
from typing import BinaryIO

from flask import Response, request, send_file

from consult import clock
from consult.access import allow
from consult.database import reading
from consult.documents import docx_writing, pdf_writing
from consult.documents.record_sheet import RecordSheet
from consult.domain.errors import UnusableFilter
from consult.extensions import db
from consult.hearings import exports, queries, services
from consult.hearings.blueprint import READERS, blueprint
from consult.hearings.exports import Told
from consult.hearings.filter_form import FilterForm
from consult.hearings.hearing_filter import Filter
from consult.plan_codes import plan_codes
from consult.spreadsheets import xlsx_writing

Made = tuple[BinaryIO | bytes, str, str]


@blueprint.post("/hearings/export")
@allow(*READERS)
def export() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made (0073)."""
    form = FilterForm(request.form)
    wanted = form.wanted()
    make = REGISTER_FILES.get(request.form.get("file", ""))
    if form.errors or make is None:
        raise UnusableFilter("条件に読み取れないものがあります。一覧に戻り、直してから書き出してください。")
    heard = queries.heard(wanted)
    if request.form["file"] in SHEET_FILES and heard.hearings > exports.MOST_SHEETS:
        raise UnusableFilter(f"記録票は{exports.MOST_SHEETS}回までまとめて作れます。条件で絞ってください。")
    in_force = form.in_force()
    told = Told(clock.now(), [words for _, words in in_force], heard.hearings, heard.bodies)
    # Which filters, not what was searched for: that may be somebody's name (TS13).
    services.record_export(request.form["file"], heard.hearings, filters=[name for name, _ in in_force])
    db.session.commit()
    with reading():
        content, media_type, ending = make(wanted, told)
    return _sent(content, media_type, f"hearings_{clock.today():%Y%m%d}{ending}")


@blueprint.post("/hearings/<int:hearing_id>/sheet")
@allow(*READERS)
def sheet(hearing_id: int) -> Response:
    """ヒアリング記録票 of one hearing."""
    hearing = queries.hearing_or_404(hearing_id)
    make = SHEET_FILES.get(request.form.get("file", ""))
    if make is None:
        raise UnusableFilter("WordかPDFを選んでください。")
    services.record_export(request.form["file"], 1, number=hearing.number)
    db.session.commit()
    with reading():
        content, media_type, ending = make([exports.record_sheet_of(hearing, plan_codes())])
    return _sent(content, media_type, f"hearing_{hearing.number}{ending}")


def _sent(content: BinaryIO | bytes, media_type: str, name: str) -> Response:
    if isinstance(content, bytes):
        response = Response(content, mimetype=media_type)
        response.headers.set("Content-Disposition", "attachment", filename=name)
        return response
    return send_file(content, mimetype=media_type, as_attachment=True, download_name=name)


def _docx(sheets: list[RecordSheet]) -> Made:
    return docx_writing.write_docx(sheets, made_at=clock.now()), docx_writing.MEDIA_TYPE, ".docx"


def _pdf(sheets: list[RecordSheet]) -> Made:
    return pdf_writing.write_pdf(sheets, made_at=clock.now()), pdf_writing.MEDIA_TYPE, ".pdf"


def _all(write: Callable[[list[RecordSheet]], Made]) -> Callable[[Filter, Told], Made]:
    return lambda wanted, _told: write(exports.record_sheets(wanted, plan_codes()))


SHEET_FILES = {"docx": _docx, "pdf": _pdf}
REGISTER_FILES: dict[str, Callable[[Filter, Told], Made]] = {
    "xlsx": lambda wanted, told: (
        exports.register_xlsx(wanted, told, plan_codes()),
        xlsx_writing.MEDIA_TYPE,
        ".xlsx",
    ),
    "csv": lambda wanted, _told: (exports.register_csv(wanted), "text/csv", ".csv"),
    "cp932": lambda wanted, _told: (exports.register_cp932(wanted), "application/zip", ".zip"),
    "docx": _all(_docx),
    "pdf": _all(_pdf),
}
