"""Workbooks in which every text is a text: no formula, no link, whatever it begins with (TX4, TX6)."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from consult.domain.errors import TooLongForExcel
from consult.domain.printable import FORBIDDEN, SHOWN_AS
from consult.spreadsheets.csv_writing import Cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell of Excel holds.
CELL_LIMIT = 32_767
CUT = "…（Excelのセルに入りきらないため、ここまで）"
# Excel's number of the paper; what A4 lying shows at about half size, in characters.
A4, WIDEST_ON_A_PAGE = 9, 300
# Japanese characters of the face below in one of Excel's units of width; heights in points.
ROOM, LINE, TALLEST = 0.52, 14.0, 409.0
IN_MEMORY = 2 * 1024 * 1024
FACE = {"font_name": "游ゴシック", "font_size": 10}
NO_GUESSING = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Column:
    """A heading and a width in characters of Excel."""

    heading: str
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """A table: one heading row, then `rows`, taken one by one. Without columns: lines to read.

    Each row is as high as its text, since not every program sees to that; but what is to come back is typed into, and
    its rows grow with what is typed.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    # To be imported again: a text that does not fit is refused, never cut.
    is_to_come_back: bool = False
    # The first so many columns are printed, the others are for working with; None: all.
    printed: int | None = None

    @property
    def printed_width(self) -> int:
        return sum(column.width for column in self.columns[: self.printed])


# The one column of lines to read.
TO_READ = Column("", 100)


def write_xlsx(sheets: Iterable[Sheet], *, title: str) -> BinaryIO:
    """A workbook open at its start. Rows go to temporary files one by one, so memory does not grow with them.

    Raises TooLongForExcel where a sheet that is to come back holds a text that no cell can.
    """
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **NO_GUESSING})
    book.set_properties({"title": title, "author": "", "comments": ""})
    body = {"valign": "top", "text_wrap": True, **FACE}
    text, day = book.add_format(body), book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "left"})
    head = book.add_format({**body, "bold": True, "bg_color": "#F2F2F2", "bottom": 1})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        _lay_out(page, sheet, head)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):
            if not sheet.is_to_come_back:
                page.set_row(last, _height(row, sheet.columns or (TO_READ,)))
            _write_row(page, last, [_cell(each, sheet) for each in row], text, day)
        if sheet.printed:
            page.print_area(0, 0, last, sheet.printed - 1)
        if sheet.columns:
            page.autofilter(0, 0, last, len(sheet.columns) - 1)
    book.close()
    file.seek(0)
    return file  # type: ignore[return-value]


def _cell(cell: Cell, sheet: Sheet) -> Cell:
    return _fitting(cell, sheet.is_to_come_back) if isinstance(cell, str) else cell


def _lay_out(page: Worksheet, sheet: Sheet, head: object) -> None:
    page.set_landscape()
    page.set_paper(A4)
    # A wider table would be too small to read on one page.
    if sheet.printed_width <= WIDEST_ON_A_PAGE:
        page.fit_to_pages(1, 0)
    if not sheet.columns:
        page.set_column(0, 0, TO_READ.width)
        return
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    headings = [column.heading for column in sheet.columns]
    page.set_row(0, _height(headings, sheet.columns))
    for position, column in enumerate(sheet.columns):
        page.set_column(position, position, column.width)
        page.write_string(0, position, column.heading, head)


def _height(row: Sequence[Cell], columns: Sequence[Column]) -> float:
    cells = ((cell, column) for cell, column in zip(row, columns, strict=False) if isinstance(cell, str))
    lines = (_lines(cell, column.width * ROOM) for cell, column in cells)
    return min(TALLEST, LINE * max(lines, default=1))


def _lines(text: str, width: float) -> int:
    """About as many as the text takes: a Latin letter is 0.6 wide, and words leave some room free."""
    # So most cells of a large table are.
    if 1.05 * len(text) <= width and "\n" not in text:
        return 1
    taken = (len(line) - 0.4 * len(line.encode("ascii", errors="ignore")) for line in text.split("\n"))
    return sum(max(1, ceil(1.05 * each / width)) for each in taken)


def _write_row(page: Worksheet, number: int, row: Sequence[Cell], text: object, day: object) -> None:
    for position, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if isinstance(cell, date):
            page.write_datetime(number, position, cell, day)
        elif isinstance(cell, int | Decimal):
            page.write_number(number, position, cell, text)
        else:
            page.write_string(number, position, cell, text)


def first_units(text: str, most: int) -> str:
    """As much of the text as `most` units of UTF-16 hold: so Excel counts, an emoji is two."""
    return text if 2 * len(text) <= most else _encoded(text)[: 2 * most].decode("utf-16-le", errors="ignore")


def _encoded(text: str) -> bytes:
    return text.encode("utf-16-le", errors="surrogatepass")


def _fitting(text: str, is_to_come_back: bool) -> str:
    # Controls are written as Excel's own escapes; what is no character at all would break the file.
    plain = FORBIDDEN.sub(SHOWN_AS, text)
    if 2 * len(plain) <= CELL_LIMIT or len(_encoded(plain)) <= 2 * CELL_LIMIT:
        return plain
    if is_to_come_back:
        raise TooLongForExcel(
            "Excelの1つのセルに入りきらない文章があるため、Excelでは書き出せません。CSVで書き出してください。"
        )
    return first_units(plain, CELL_LIMIT - len(CUT)) + CUT
