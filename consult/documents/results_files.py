"""The paper of a round's results as a Word file and as a tagged PDF: the same content, in the same order."""

import io
import json
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm

from consult.documents.docx_tables import SMALL, write_table
from consult.documents.docx_writing import GREY, blank_document, write_facts
from consult.documents.pdf_writing import HERE, all_printable, set_page
from consult.documents.results_paper import PaperAnswer, ResultsPaper
from consult.domain.printable import printable

TEMPLATE = HERE / "results.typ"
# Of a page on its side, between its margins: number, summary, opinions, answer, class, changed places.
WIDTHS = {"番号": 12, "意見の概要": 84, "件数": 18, "市の考え方": 95, "反映区分": 30, "修正箇所": 30}


def results_pdf(paper: ResultsPaper, *, made_at: datetime) -> bytes:
    content = asdict(paper) | {"has_classes": paper.has_classes}
    return set_page(TEMPLATE, {"paper": json.dumps(all_printable(content))}, made_at=made_at)


def results_docx(paper: ResultsPaper, *, made_at: datetime) -> BinaryIO:
    document = blank_document(made_at, title=printable(paper.heading))
    mark = f"【{paper.mark}】" if paper.mark else ""
    document.add_paragraph(f"{paper.title}{mark}").runs[0].font.color.rgb = GREY
    document.add_heading(printable(paper.heading), level=1)
    if paper.banner:
        document.add_paragraph(printable(paper.banner)).runs[0].bold = True
    document.add_paragraph(printable(paper.summary))
    write_facts(document, paper.facts)
    if paper.answers:
        _write_answers(document, paper)
    _write_counts(document, paper)
    if paper.ending:
        document.add_paragraph(printable(paper.ending)).runs[0].font.size = SMALL
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def _write_counts(document: Document, paper: ResultsPaper) -> None:
    if paper.answers:
        _new_section(document, lying=False)
    document.add_heading("意見の数", level=2)
    for table in paper.counts:
        document.add_heading(table.title, level=3)
        figures = [Mm(86), *(Mm(28) for _ in table.headings[1:])]
        write_table(document, table.headings, table.rows, widths=figures, right=range(1, len(table.headings)))
        if table.note:
            document.add_paragraph(table.note).runs[0].font.size = SMALL


def _new_section(document: Document, *, lying: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    sides = (Mm(297), Mm(210)) if lying else (Mm(210), Mm(297))
    section.page_width, section.page_height = sides
    section.left_margin = section.right_margin = Mm(15) if lying else Mm(20)


def _write_answers(document: Document, paper: ResultsPaper) -> None:
    """On pages of their own, on their side: five columns of text are read line by line."""
    _new_section(document, lying=True)
    document.add_heading("意見の概要と市の考え方", level=2)
    left_out = {"反映区分"} if not paper.has_classes else set()
    left_out |= {"修正箇所"} if not paper.revisions else set()
    headings = [heading for heading in WIDTHS if heading not in left_out]
    rows = [[_cell(answer, heading) for heading in headings] for answer in paper.answers]
    widths = [WIDTHS[heading] * 267 / sum(WIDTHS[each] for each in headings) for heading in headings]
    write_table(document, headings, rows, widths=[Mm(each) for each in widths], right=[2])
    if paper.revisions:
        document.add_heading("案から変わったところ", level=2)
        changed = [[each.place, each.before, each.after] for each in paper.revisions]
        write_table(
            document, ["箇所", "修正前", "修正後"], changed, widths=[Mm(47), Mm(110), Mm(110)], right=[]
        )


def _cell(answer: PaperAnswer, heading: str) -> str:
    about = f"［{answer.about}］\n" if answer.about else ""
    return {
        "番号": answer.number,
        "意見の概要": about + answer.summary,
        "件数": answer.opinions,
        "市の考え方": answer.wording,
        "反映区分": answer.class_label,
        "修正箇所": answer.places,
    }[heading]
