"""The paper form of a case: what it asks, as a file (C8)."""

from dataclasses import dataclass

from flask import current_app

from consult.documents import docx_writing, paper_form, pdf_writing
from consult.documents.paper_form_files import paper_form_docx, paper_form_pdf
from consult.documents.record_sheet import INVENTED
from consult.intake import queries
from consult.models import Consultation

WRITERS = {
    "pdf": (paper_form_pdf, pdf_writing.MEDIA_TYPE),
    "docx": (paper_form_docx, docx_writing.MEDIA_TYPE),
}


@dataclass(frozen=True)
class PaperFile:
    content: bytes
    media_type: str


def file_of(consultation: Consultation, kind: str) -> PaperFile | None:
    """None where no paper can be brought or sent, or there is no such kind of file."""
    if kind not in WRITERS or not paper_form.takes_paper(consultation):
        return None
    asked = queries.asked_items(consultation)
    mark = INVENTED if current_app.config["IS_DEMO"] else ""
    form = paper_form.paper_form(consultation, asked, queries.districts_asked(asked), mark=mark)
    write, media_type = WRITERS[kind]
    return PaperFile(write(form, consultation.announced_at or consultation.created_at), media_type)
