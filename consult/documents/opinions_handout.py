"""主な意見 as 委員会資料, A4 upright: the themes with their opinions and sources, the figures, the rule of choice.

A Word file that can be edited and a tagged PDF of the same content in the same order. A page grows with its text, so every
opinion stands whole.
"""

import io
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor

from consult.documents.deck import theme_colour
from consult.documents.docx_tables import SMALL, write_table
from consult.documents.docx_writing import GREY, blank_document
from consult.documents.opinions_paper import NO_HEADLINE, NOT_CHOSEN, OpinionsPaper, PaperBand, PaperQuotation
from consult.documents.pdf_writing import HERE, all_printable, set_page
from consult.documents.results_paper import CountTable
from consult.domain.printable import printable

TEMPLATE = HERE / "opinions_handout.typ"
# Of a page between its margins, in millimetres.
ACROSS, FIGURE = 170, 24
WIDTHS = {"番号": 18, "意見": 96, "出典・政策パッケージ": 56}
HEADINGS = tuple(WIDTHS)
RULES, FIGURES = "選び方", "件数"
WHITE = RGBColor(0xFF, 0xFF, 0xFF)


def handout_docx(paper: OpinionsPaper, *, made_at: datetime) -> BinaryIO:
    document = blank_document(made_at, title=printable(paper.title))
    if _head(paper):
        document.add_paragraph(printable(_head(paper))).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(printable(paper.title), level=1)
    document.add_paragraph(printable(paper.footer)).runs[0].font.color.rgb = GREY
    for band in paper.bands:
        _write_band(document, band)
    document.add_heading(FIGURES, level=2)
    for table in (turned(paper.counts[0]), *paper.counts[1:]):
        _write_counts(document, table)
    document.add_heading(RULES, level=2)
    for rule in paper.rules:
        document.add_paragraph(printable(rule), style="List Bullet")
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def handout_pdf(paper: OpinionsPaper, *, made_at: datetime) -> bytes:
    content = {
        "title": paper.title,
        "head": _head(paper),
        "footer": paper.footer,
        "bands": [_band_for_pdf(band) for band in paper.bands],
        "headings": HEADINGS,
        "widths": [WIDTHS[each] for each in HEADINGS],
        "counts": [asdict(each) for each in (turned(paper.counts[0]), *paper.counts[1:])],
        "rules": paper.rules,
        "headings_of_parts": {"figures": FIGURES, "rules": RULES},
    }
    return set_page(TEMPLATE, {"paper": json.dumps(all_printable(content))}, made_at=made_at)


def turned(table: CountTable) -> CountTable:
    """Rows as columns: themes are few and figures many, and the page stands upright."""
    headings = ("項目", *(row[0] for row in table.rows))
    rows = zip(table.headings[1:], *(row[1:] for row in table.rows), strict=True)
    return CountTable(table.title, headings, tuple(tuple(row) for row in rows), table.note)


def _head(paper: OpinionsPaper) -> str:
    return "　".join(each for each in (paper.occasion, paper.paper_number) if each)


def _row(quotation: PaperQuotation) -> tuple[str, str, str]:
    return quotation.key, quotation.quoted, f"{quotation.source}\n政策パッケージ：{quotation.packages}"


def _band_for_pdf(band: PaperBand) -> dict[str, Any]:
    return {
        "heading": f"{band.mark} {band.label}".strip(),
        "figures": band.figures,
        "headline": band.headline or NO_HEADLINE,
        "colour": theme_colour(band.number),
        "rows": [_row(each) for each in band.quotations],
        "none": "" if band.quotations else NOT_CHOSEN,
    }


def _write_band(document: Document, band: PaperBand) -> None:
    heading = document.add_heading(printable(f"{band.mark} {band.label}　{band.figures}".strip()), level=2)
    _shade(heading, theme_colour(band.number))
    heading.runs[0].font.color.rgb = WHITE
    headline = document.add_paragraph()
    headline.add_run(printable(band.headline) or NO_HEADLINE).bold = True
    headline.paragraph_format.keep_with_next = True
    if not band.quotations:
        document.add_paragraph(NOT_CHOSEN)
        return
    widths = [Mm(WIDTHS[each]) for each in HEADINGS]
    write_table(document, HEADINGS, [_row(each) for each in band.quotations], widths=widths, right=[])


def _write_counts(document: Document, table: CountTable) -> None:
    document.add_heading(table.title, level=3)
    figures = len(table.headings) - 1
    width = min(FIGURE, (ACROSS - 40) / figures)
    widths = [Mm(ACROSS - width * figures), *[Mm(width)] * figures]
    if table.note:
        note = document.add_paragraph(table.note)
        note.runs[0].font.size, note.paragraph_format.keep_with_next = SMALL, True
    write_table(document, table.headings, table.rows, widths=widths, right=range(1, figures + 1))


def _shade(paragraph: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour.upper())
    paragraph._p.get_or_add_pPr().append(shade)
