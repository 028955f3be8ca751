"""A table that the product itself wrote is taken as it stands: no ditto marks, no totals, no guesses about columns."""

from collections.abc import Mapping

from consult.spreadsheets.columns import Schema
from consult.spreadsheets.csv_writing import restored
from consult.spreadsheets.records import Reading, Record
from consult.spreadsheets.tables import Cell, Sheet, Workbook, is_empty, text_of

CSV = "CSV"


def is_own(sheet: Sheet, schema: Schema) -> bool:
    """Whether the first row is exactly the header that our export writes, or as much of it as it always has."""
    headings = list(schema.own)
    row = [text_of(cell) for cell in sheet.rows[0]] if sheet.rows else []
    lengths = {len(headings), schema.own_least or len(headings)}
    return bool(headings) and len(row) in lengths and row == headings[: len(row)]


def own_sheets(book: Workbook, schema: Schema) -> list[int]:
    return [number for number, sheet in enumerate(book.sheets) if is_own(sheet, schema)]


def own_records(book: Workbook, number: int, keys: Mapping[str, str], reading: Reading) -> list[Record]:
    """A record for each row that holds anything, its cells by `keys` (heading to field), with what was corrected."""
    sheet = book.sheets[number]
    columns = [keys[text_of(cell)] for cell in sheet.rows[0]]
    found = []
    for row in range(1, len(sheet.rows)):
        cells = {key: _as_written(sheet.cell(row, n), book.kind) for n, key in enumerate(columns)}
        cells |= reading.corrected_of.get(row, {})
        if not all(is_empty(cell) for cell in cells.values()):
            found.append(Record(row, cells, is_hidden=row in sheet.hidden_rows))
    return found


def _as_written(cell: Cell, kind: str) -> Cell:
    """In a CSV our apostrophes are taken away again (0071)."""
    return restored(cell) if kind == CSV and isinstance(cell, str) else cell
