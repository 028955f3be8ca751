"""CSV as offices have it: UTF-8 with and without BOM, CP932, UTF-16, commas or tabs, line breaks in cells."""

import codecs
import csv
import io

from consult.domain.errors import FileRefused
from consult.spreadsheets.tables import (
    CP932,
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Sheet,
    Workbook,
)
from consult.spreadsheets.workbook_reading import REASONS

# A note over the limit of notes is told at its row; what is longer than this is a quote that nobody closed.
LONGEST_CELL = 1_000_000
SAMPLE = 4_096
csv.field_size_limit(LONGEST_CELL)

UNREADABLE = (
    "文字コードを読み取れません。Excelで開き、「CSV UTF-8（コンマ区切り）」の形式で保存し直してください。"
)
UNCLOSED = '{line}行目から始まる「"」が閉じていません。その行を直して保存し直してください。'


def read_csv_file(content: bytes) -> Workbook:
    """One sheet; FileRefused for what is no table of text."""
    text, encoding = decoded(content)
    if len(text) > MAX_CHARACTERS:
        raise FileRefused(REASONS["too_large"], field="file")
    return Workbook("CSV", (Sheet("（CSV）", _rows(text)),), encoding=encoding)


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the word for its encoding. Tried in the order of certainty: short CP932 files mislead detectors."""
    for encoding, word in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), word
    raise FileRefused(UNREADABLE, field="file")


def _encodings(content: bytes) -> list[tuple[str, str]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [("utf-16", "UTF-16")]
    if b"\0" in content[:SAMPLE]:
        # Commas and line breaks have their zero in front or behind.
        is_big = content[0:SAMPLE:2].count(0) > content[1:SAMPLE:2].count(0)
        return [("utf-16-be" if is_big else "utf-16-le", "UTF-16")]
    return [("utf-8-sig", "UTF-8"), ("cp932", CP932)]


def _rows(text: str) -> list[list[Cell]]:
    try:
        return _parsed(text, is_strict=True)
    except csv.Error as error:
        # A quote inside an unquoted end of a cell is sloppy and clear; an open one at the end of the file is not.
        if "unexpected end of data" in str(error):
            raise FileRefused(UNCLOSED.format(line=_line_of_open_quote(text)), field="file") from error
    try:
        return _parsed(text, is_strict=False)
    except csv.Error as error:
        raise FileRefused(UNCLOSED.format(line=_line_of_open_quote(text)), field="file") from error


def _parsed(text: str, *, is_strict: bool) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    cells = 0
    for row in _reader(text, is_strict=is_strict):
        if len(rows) == MAX_ROWS:
            raise FileRefused(REASONS["rows"], field="file")
        if len(row) > MAX_COLUMNS:
            raise FileRefused(REASONS["columns"], field="file")
        while row and not row[-1]:
            row.pop()
        cells += len(row)
        # Millions of cells of two letters take twenty times the memory of their file.
        if cells > MAX_CELLS:
            raise FileRefused(REASONS["too_large"], field="file")
        rows.append([_unix(cell) or None for cell in row])
    return rows


def _reader(text: str, *, is_strict: bool):
    first_line = text[:SAMPLE].partition("\n")[0]
    delimiter = "\t" if first_line.count("\t") > first_line.count(",") else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=is_strict)


def _line_of_open_quote(text: str) -> int:
    """Where the row begins that runs to the end of the file."""
    reader, line = _reader(text, is_strict=True), 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass
    return line


def _unix(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")
