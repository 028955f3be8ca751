"""Sends a table of words as a file, as it may leave the house or as written; that it was made is on record."""

from collections.abc import Callable

from flask import Response, request

from consult.database import reading
from consult.downloads import send_table
from consult.extensions import db
from consult.opinion_filter import OpinionFilter
from consult.staff_sessions import signed_in_member
from consult.word_tables import services
from consult.word_tables.writing import WordFile, write


def send_words(name: str, asked: OpinionFilter, made: Callable[[bool], WordFile]) -> Response:
    """`made` is told whether the file is to hold only what may leave. A POST, since it leaves a trace, before the file."""
    as_written, is_excel = request.form.get("text") == "as_written", request.form.get("file") == "xlsx"
    services.record_export(name, asked, as_written=as_written, by=signed_in_member())
    db.session.commit()
    with reading():
        file = write(made(not as_written), is_excel=is_excel, as_written=as_written)
    return send_table(file, f"{name}_as_written" if as_written else name, is_excel=is_excel)
