"""Tables of any length in a Word file, their heads repeated on every page."""

import copy
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from consult.domain.printable import printable

SMALL = Pt(9)
# Characters of a row that is kept on one page; a longer one may be higher than a page.
KEPT_WHOLE = 600


def write_table(
    document: Document,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[Any],
    right: Sequence[int],
) -> None:
    """A table whose head repeats on every page. A row is copied: python-docx takes longer for each row it adds."""
    table = document.add_table(rows=2, cols=len(headings), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for n, heading in enumerate(headings):
        for row in table.rows:
            paragraph = row.cells[n].paragraphs[0]
            row.cells[n].width = widths[n]
            if n in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = table.rows[0].cells[n].paragraphs[0].add_run(heading)
        run.bold, run.font.size = True, SMALL
        body = table.rows[1].cells[n].paragraphs[0].add_run("")
        body.font.size = SMALL
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    pattern = table.rows[1]._tr
    table._tbl.remove(pattern)
    for row in rows:
        table._tbl.append(_filled(pattern, row))


def _filled(pattern: Any, texts: Sequence[str]) -> Any:
    row = copy.deepcopy(pattern)
    for run, text in zip(row.iter(qn("w:r")), texts, strict=True):
        # python-docx's own element: it turns line ends into breaks.
        run.text = printable(text)
    if sum(map(len, texts)) <= KEPT_WHOLE:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row
