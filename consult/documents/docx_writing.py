"""The form as a Word file that needs no retouching: Japanese faces, a table of facts, headings, page numbers."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from consult.documents.record_sheet import TITLE, RecordSheet, SheetOpinion
from consult.domain.printable import printable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# 職員の Word にある書体。無ければ Word が近いものを選ぶ
FACE, HEADING_FACE = "游明朝", "游ゴシック"
GREY = RGBColor(0x55, 0x55, 0x55)
FACT_WIDTHS = (Mm(28), Mm(142))


def write_docx(sheets: Sequence[RecordSheet], *, made_at: datetime) -> BinaryIO:
    """One form a page run, in order; `made_at` stands in the file's properties. No name of anybody does."""
    document = blank_document(made_at, title=TITLE)
    for position, sheet in enumerate(sheets):
        if position:
            document.add_page_break()
        _write_sheet(document, sheet)
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def blank_document(made_at: datetime, *, title: str) -> Document:
    """An empty A4 page in Japanese faces with page numbers; `title` and time stand in the file's properties."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    _set_face(document.styles["Normal"], FACE, Pt(10.5))
    for level, size in ((1, 14), (2, 12), (3, 10.5)):
        _set_face(document.styles[f"Heading {level}"], HEADING_FACE, Pt(size))
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor(0, 0, 0)
    _number_pages(section.footer.paragraphs[0])
    _drop_picture_of_template(document)
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.comments = "", "", ""
    properties.title, properties.language = title, "ja-JP"
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    return document


def _drop_picture_of_template(document: Document) -> None:
    """python-docx's empty document carries a thumbnail of its own (TP8: nothing in a file that we did not write)."""
    relations = document.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[key]


def _set_face(style: Any, face: str, size: Pt) -> None:
    style.font.name, style.font.size = face, size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), face)
    language = style.element.rPr.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        style.element.rPr.append(language)
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")
    # A theme's face would win over a named one.
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _write_sheet(document: Document, sheet: RecordSheet) -> None:
    document.add_paragraph(f"{TITLE}{f'【{sheet.mark}】' if sheet.mark else ''}").runs[
        0
    ].font.color.rgb = GREY
    document.add_heading(printable(sheet.heading), level=1)
    write_facts(document, sheet.facts)
    document.add_heading("メモ", level=2)
    _write_lines(document, sheet.notes)
    document.add_heading(f"意見（{len(sheet.opinions)}件）", level=2)
    for opinion in sheet.opinions:
        _write_opinion(document, opinion)
    if sheet.follow_ups:
        document.add_heading("宿題", level=2)
        for wording in sheet.follow_ups:
            document.add_paragraph(printable(wording), style="List Bullet")


def write_facts(document: Document, facts: Sequence[tuple[str, str]]) -> None:
    """A table of labels and texts."""
    table = document.add_table(rows=len(facts), cols=2, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    # Word reads the widths of cells, LibreOffice those of columns.
    for column, width in zip(table.columns, FACT_WIDTHS, strict=True):
        column.width = width
    for row, (label, text) in zip(table.rows, facts, strict=True):
        for cell, width in zip(row.cells, FACT_WIDTHS, strict=True):
            cell.width = width
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        row.cells[0].paragraphs[0].add_run(label).bold = True
        row.cells[1].paragraphs[0].add_run(printable(text))


def _write_lines(document: Document, text: str) -> None:
    """One paragraph, whose lines end in breaks: python-docx takes longer for each further paragraph."""
    document.add_paragraph(printable(text))


def _write_opinion(document: Document, opinion: SheetOpinion) -> None:
    document.add_heading(f"意見{opinion.number}", level=3)
    if opinion.gist:
        paragraph = document.add_paragraph()
        paragraph.add_run("要旨　").bold = True
        paragraph.add_run(printable(opinion.gist))
    document.add_paragraph(printable(opinion.wording))
    tags = document.add_paragraph(printable(f"分類：{opinion.tags}"))
    tags.runs[0].font.color.rgb = GREY
