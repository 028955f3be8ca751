"""CSV that opens in a Japanese Excel by double click, runs no formula, and comes back exactly (TX4, TX5).

The rule, applied to each line of a cell: a line that a spreadsheet might read as a formula, and a line that begins
with an apostrophe, is given one apostrophe in front. Read back, each line that begins with an apostrophe loses one.
So `=1+1` is written `'=1+1`, `'sono` is written `''sono`, and both are restored.
"""

import csv
import io
import itertools
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from consult.domain.plain_text import INVISIBLE

GUARD = "'"
TRIGGERS = frozenset("=+-@−")
# What may stand before the trigger and still be skipped by a spreadsheet: blanks, controls, zero-width, BOM.
SKIPPED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
LINE_BREAK = re.compile("(\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029])")
IN_MEMORY = 2 * 1024 * 1024

Cell = str | int | Decimal | date | None
REPLACED = "〓"
# The dash that people type has another number there, the same shape.
SAME_IN_CP932 = {ord("—"): "―"}
CP932_NAMES = ("ichiran.csv", "okikaeta-moji.txt")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> BinaryIO:
    """A file (UTF-8 with BOM, CRLF, one header row) open at its start. Rows are taken one by one; a large table
    goes to a temporary file, never as a whole into memory."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(guarded(name) for name in header)
    for row in rows:
        writer.writerow(_written(cell) for cell in row)
    text.detach()
    file.seek(0)
    return file  # type: ignore[return-value]


def write_cp932(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> BinaryIO:
    """A zip for systems that know CP932 alone: the same CSV in it, and a list of each character that it could not
    write (row and column from 1, the header is row 1). Such a character is 〓 in the CSV."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    csv_name, list_name = CP932_NAMES
    lost: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(csv_name, "w", force_zip64=True) as packed:
            text = io.TextIOWrapper(packed, encoding="cp932", newline="", write_through=True)
            writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
            for number, row in enumerate(itertools.chain([header], rows), start=1):
                written = [guarded(cell) if number == 1 else _written(cell) for cell in row]  # type: ignore[arg-type]
                writer.writerow(
                    _in_cp932(cell, f"{number}行{n}列", lost) for n, cell in enumerate(written, 1)
                )
            text.detach()
        archive.writestr(list_name, "\ufeff" + "\r\n".join(lost or ["置き換えた文字はありません。"]) + "\r\n")
    file.seek(0)
    return file  # type: ignore[return-value]


def _in_cp932(cell: str, place: str, lost: list[str]) -> str:
    kept = []
    for character in cell.translate(SAME_IN_CP932):
        try:
            character.encode("cp932")
        except UnicodeEncodeError:
            lost.append(f"{place}：{character}（U+{ord(character):04X}）")
            character = REPLACED
        kept.append(character)
    return "".join(kept)


def read_own_csv(content: bytes) -> list[list[str]]:
    """The rows (header first) of a file that `write_csv` made, each cell exactly as it was before."""
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [[restored(cell) for cell in row] for row in csv.reader(text)]


def guarded(cell: str) -> str:
    """The cell with an apostrophe before each line that could run as a formula or begins with an apostrophe."""
    first, *rest = LINE_BREAK.split(cell)
    # A cell that begins with a line break is one that Excel may read as a formula.
    starts_with_break = bool(rest) and first == ""
    parts = [GUARD if starts_with_break else _guarded_line(first)]
    return "".join([*parts, *(_guarded_line(part) for part in rest)])


def restored(cell: str) -> str:
    """What `guarded` was given."""
    return "".join(part.removeprefix(GUARD) for part in LINE_BREAK.split(cell))


def _written(cell: Cell) -> str:
    # A number that the product counted is no text of anybody's; None is a blank, never 0.
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell) if isinstance(cell, int | Decimal) else guarded(cell)


def _guarded_line(line: str) -> str:
    return GUARD + line if line.startswith(GUARD) or _may_run(line) else line


def _may_run(line: str) -> bool:
    if line.startswith("\t"):
        return True
    for character in line:
        if unicodedata.category(character) not in SKIPPED and not INVISIBLE.match(character):
            return unicodedata.normalize("NFKC", character)[0] in TRIGGERS
    return False
