"""効果検証 as a paper for the committee and the council, A4 upright: Word and tagged PDF of the same content."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from docx.document import Document
from docx.shared import Mm

from consult.documents.docx_tables import write_table
from consult.documents.docx_writing import GREY, blank_document
from consult.documents.pdf_writing import HERE, all_printable, set_page
from consult.domain.printable import printable

TEMPLATE = HERE / "check_paper.typ"
KPI_WIDTHS = {"KPI": 42, "基準値": 24, "目標値": 24, "この年度の値": 30, "進み具合": 18, "判定": 32}
SAID_WIDTHS = (30, 140)
FIGURES = range(1, 5)
MEASURES, NO_KPIS, NO_ANSWER = "主な施策", "KPIはありません。", "担当課の回答はありません。"


@dataclass(frozen=True)
class PaperQuotes:
    """Opinions as they may leave the house, under what they are; each a text and its source."""

    heading: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PaperPackage:
    """One package's year. `said`: of each division its name, and pairs of a label and a text."""

    heading: str
    kpis: tuple[tuple[str, ...], ...]
    measures: tuple[str, ...]
    voices: str
    quotes: tuple[PaperQuotes, ...]
    said: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class CheckPaper:
    title: str
    footer: str
    packages: tuple[PaperPackage, ...]
    rules: tuple[str, ...]
    # How all of it stands, before the packages.
    summary: tuple[str, ...] = ()


def check_docx(paper: CheckPaper, *, made_at: datetime) -> BinaryIO:
    document = blank_document(made_at, title=printable(paper.title))
    document.add_heading(printable(paper.title), level=1)
    document.add_paragraph(printable(paper.footer)).runs[0].font.color.rgb = GREY
    for line in paper.summary:
        document.add_paragraph(printable(line))
    for package in paper.packages:
        _write_package(document, package)
    document.add_heading("読み方", level=2)
    _write_points(document, paper.rules)
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def check_pdf(paper: CheckPaper, *, made_at: datetime) -> bytes:
    content = asdict(paper) | {
        "kpi_headings": list(KPI_WIDTHS),
        "kpi_widths": list(KPI_WIDTHS.values()),
        "said_widths": SAID_WIDTHS,
        "words": {"measures": MEASURES, "no_kpis": NO_KPIS, "no_answer": NO_ANSWER, "rules": "読み方"},
    }
    return set_page(TEMPLATE, {"paper": json.dumps(all_printable(content))}, made_at=made_at)


def _write_package(document: Document, package: PaperPackage) -> None:
    document.add_heading(printable(package.heading), level=2)
    if package.kpis:
        widths = [Mm(width) for width in KPI_WIDTHS.values()]
        write_table(document, list(KPI_WIDTHS), package.kpis, widths=widths, right=FIGURES)
    else:
        document.add_paragraph(NO_KPIS)
    if package.measures:
        document.add_heading(MEASURES, level=3)
        _write_points(document, package.measures)
    document.add_paragraph(printable(package.voices))
    for part in package.quotes:
        document.add_heading(printable(part.heading), level=3)
        for text, source in part.quotes:
            document.add_paragraph(printable(f"「{text}」"), style="List Bullet")
            document.add_paragraph(printable(source)).runs[0].font.color.rgb = GREY
    if not package.said:
        document.add_paragraph(NO_ANSWER)
    for division, rows in package.said:
        widths = [Mm(width) for width in SAID_WIDTHS]
        document.add_paragraph()
        write_table(document, ("担当課", division), rows, widths=widths, right=[])


def _write_points(document: Document, lines: Sequence[str]) -> None:
    for line in lines:
        document.add_paragraph(printable(line), style="List Bullet")
