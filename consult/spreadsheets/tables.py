"""A file as tables: sheets of typed cells, with what a person would see of them (hidden, merged, commented)."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from consult.domain.lost_characters import GETA, QUESTION_MARK

Cell = str | int | float | date | datetime | None
Row = Sequence[Cell]

# What a list of hearings or opinions can be; a file beyond it is another thing, or hostile (TX11).
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CHARACTERS = 12_000_000
MAX_CELLS = 600_000
# As people are told it.
CP932 = "Shift_JIS（CP932）"


@dataclass(frozen=True)
class Merge:
    """A merged range, from its first to its last row and column (from 0, both inclusive)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """Rows and columns count from 0; on screen they are 1, 2, … and A, B, …"""

    name: str
    rows: list[list[Cell]]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """None beyond the edge: rows of a CSV differ in length."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None


@dataclass(frozen=True)
class Workbook:
    """`kind` and `encoding` are words for people. `knows_hidden`: whether the format tells what is hidden."""

    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    knows_hidden: bool = True
    # Serial numbers of days count from 1904 in workbooks of an old Mac.
    counts_from_1904: bool = False

    @property
    def lost_marks(self) -> str:
        """What may stand for characters that the file could not hold: offices write 〓, Excel ? into CP932."""
        return GETA + QUESTION_MARK if self.encoding == CP932 else GETA


def text_of(cell: Cell) -> str:
    """The cell as a person would type it; line breaks are one character."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        clock = f" {cell.hour}:{cell.minute:02}" if (cell.hour, cell.minute) != (0, 0) else ""
        return f"{cell.year}/{cell.month}/{cell.day}{clock}"
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def column_letter(column: int) -> str:
    """A, B, … Z, AA: as the spreadsheet itself names its columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def packed(book: Workbook) -> bytes:
    """For keeping: what was read once is not read again from a file that a stranger sent."""
    return zlib.compress(json.dumps(_as_json(book), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpacked(content: bytes) -> Workbook:
    return from_json(json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass")))


def from_json(read: dict[str, Any]) -> Workbook:
    sheets = tuple(_sheet(each) for each in read["sheets"])
    rest = {name: value for name, value in read.items() if name != "sheets"}
    return Workbook(sheets=sheets, **rest)


def _sheet(read: dict[str, Any]) -> Sheet:
    return Sheet(
        name=read["name"],
        rows=[[_cell(each) for each in row] for row in read["rows"]],
        is_hidden=read["is_hidden"],
        hidden_rows=frozenset(read["hidden_rows"]),
        hidden_columns=frozenset(read["hidden_columns"]),
        merges=tuple(Merge(*each) for each in read["merges"]),
        comments={(row, column): text for row, column, text in read["comments"]},
    )


def _cell(read: Any) -> Cell:
    if isinstance(read, dict):
        moment = datetime.fromisoformat(read["day"])
        return moment.date() if (moment.hour, moment.minute) == (0, 0) else moment
    return read if read != "" else None


def _as_json(book: Workbook) -> dict[str, Any]:
    return {
        "kind": book.kind,
        "encoding": book.encoding,
        "knows_hidden": book.knows_hidden,
        "counts_from_1904": book.counts_from_1904,
        "sheets": [
            {
                "name": sheet.name,
                "rows": [[_cell_as_json(cell) for cell in row] for row in sheet.rows],
                "is_hidden": sheet.is_hidden,
                "hidden_rows": sorted(sheet.hidden_rows),
                "hidden_columns": sorted(sheet.hidden_columns),
                "merges": [[m.top, m.left, m.bottom, m.right] for m in sheet.merges],
                "comments": [[row, column, text] for (row, column), text in sheet.comments.items()],
            }
            for sheet in book.sheets
        ],
    }


def _cell_as_json(cell: Cell) -> Any:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell
