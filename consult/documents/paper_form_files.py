"""The paper form of a case as a Word file and as a tagged PDF: the same content, in the same order."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt, RGBColor

from consult.documents.docx_writing import GREY, blank_document, write_facts
from consult.documents.paper_form import PaperForm, PaperItem
from consult.documents.pdf_writing import HERE, all_printable, set_page
from consult.domain.printable import printable

TEMPLATE = HERE / "paper_form.typ"
SMALL = Pt(8.5)
RED = RGBColor(0xC0, 0, 0)
ITEM_WIDTHS = (Mm(74), Mm(96))
ROOM, BOX = Mm(9), Mm(58)
# Characters in the right column.
LINE_OF_TICKS = 24
PLACE = "案のどこについての意見ですか（章・ページなど。全体のときは「全体」）："


# Anybody may ask for it, and setting a page takes most of a second: one form is set once.
@lru_cache(maxsize=32)
def paper_form_pdf(form: PaperForm, made_at: datetime) -> bytes:
    return set_page(TEMPLATE, {"paper": json.dumps(all_printable(asdict(form)))}, made_at=made_at)


@lru_cache(maxsize=32)
def paper_form_docx(form: PaperForm, made_at: datetime) -> bytes:
    document = blank_document(made_at, title=printable(f"{form.title} {form.heading}"))
    mark = f"【{form.mark}】" if form.mark else ""
    document.add_paragraph(f"{form.title}{mark}").runs[0].font.color.rgb = GREY
    document.add_heading(printable(form.heading), level=1)
    write_facts(document, form.facts)
    document.add_heading("お読みください", level=2)
    for text in form.notes:
        document.add_paragraph(printable(text), style="List Bullet")
    if form.items:
        _write_items(document, form)
    document.add_heading("意見", level=2)
    for note in form.opinion_notes:
        document.add_paragraph(note)
    for number in range(1, form.boxes + 1):
        _write_box(document, number)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write_items(document: Document, form: PaperForm) -> None:
    document.add_heading("あなたについて", level=2)
    if form.statement:
        document.add_paragraph(printable(form.statement))
    table = document.add_table(rows=len(form.items), cols=2, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    # Word reads the widths of cells, LibreOffice those of columns.
    for column, width in zip(table.columns, ITEM_WIDTHS, strict=True):
        column.width = width
    for row, item in zip(table.rows, form.items, strict=True):
        _keep_whole(row, ROOM)
        for cell, width in zip(row.cells, ITEM_WIDTHS, strict=True):
            cell.width = width
        _write_label(row.cells[0].paragraphs[0], item)
        row.cells[1].paragraphs[0].add_run("\n".join(_tick_lines(item.ticks)))


def _tick_lines(ticks: Sequence[str]) -> list[str]:
    """A choice and its box stay on one line: Word would break a Japanese word anywhere."""
    found: list[str] = []
    for each in (f"□ {printable(tick)}" for tick in ticks):
        if found and len(found[-1]) + len(each) < LINE_OF_TICKS:
            found[-1] += f"　{each}"
        else:
            found.append(each)
    return found


def _write_label(paragraph: Any, item: PaperItem) -> None:
    paragraph.add_run(item.label).bold = True
    if item.required:
        required = paragraph.add_run(f"　{item.required}")
        required.font.color.rgb, required.font.size = RED, SMALL
    if item.help:
        paragraph.add_run().add_break()
        words = paragraph.add_run(printable(item.help))
        words.font.color.rgb, words.font.size = GREY, SMALL


def _write_box(document: Document, number: int) -> None:
    document.add_heading(f"意見{number}", level=3)
    table = document.add_table(rows=2, cols=1, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.cell(0, 0).paragraphs[0].add_run(PLACE)
    table.cell(0, 0).paragraphs[0].paragraph_format.keep_with_next = True
    for row, height in zip(table.rows, (ROOM, BOX), strict=True):
        _keep_whole(row, height)


def _keep_whole(row: Any, height: Any) -> None:
    row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
