"""Tables of a Word file: a row stays on one page unless it may be higher than a page."""

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from consult.documents.docx_tables import write_table


def test_a_short_row_is_never_parted_by_the_end_of_a_page_and_a_long_one_may_be() -> None:
    document = docx.Document()
    rows = [["1", "短い意見です。"], ["2", "長い意見です。" * 100]]
    write_table(document, ["番号", "意見"], rows, widths=[Mm(15), Mm(140)], right=[])
    _head, short, long = document.tables[0].rows
    assert short._tr.find(f".//{qn('w:cantSplit')}") is not None
    assert long._tr.find(f".//{qn('w:cantSplit')}") is None
