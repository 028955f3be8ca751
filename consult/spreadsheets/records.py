"""Which rows of a table are records: not its blank rows, months, totals and repeated headings; and what stands in them.

Ditto marks and merged cells take the value of the row above, a text that goes on in the next row is joined. Each is
said as a notice, so that nobody has to trust it. What a person corrected on screen stands in place of the cell.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from consult.spreadsheets.columns import Schema, folded
from consult.spreadsheets.headers import Header
from consult.spreadsheets.tables import Cell, Sheet, is_empty, text_of

DITTO = re.compile(r"^(?:〃|々|″|\"|”|仝|同上|同じ|上に同じ|同)$")
TOTALS = {"計", "合計", "総計", "小計", "累計", "総合計"}
LONGEST_WORD = 40
NUMBER = re.compile(r"^[^0-9]*([0-9]{1,9})[^0-9]*$")

FROM_ABOVE = "{label}を、上の行と同じ（「{mark}」）として読みました。"
MERGED = "{label}に、上の行と結合されているセルの値を入れました。"
CONTINUED = "次の行（{row}行目）に続く文章をつなげました。"
ALL_CONTINUED = "{first}行目から{last}行目までの{rows:,}行に続く文章をつなげました。"
# More of them are told in one sentence.
TOLD_ONE_BY_ONE = 10


@dataclass(frozen=True)
class Notice:
    """What was read otherwise than it stands: about a field, or about the row ("")."""

    field: str
    text: str


@dataclass(frozen=True)
class Record:
    """One record. `cells` by field, as they count; `row` from 0; `section` is the line above that parts the table."""

    row: int
    cells: Mapping[str, Cell]
    notices: tuple[Notice, ...] = ()
    section: str = ""
    is_hidden: bool = False

    def text(self, key: str) -> str:
        return text_of(self.cells.get(key)).strip()


@dataclass(frozen=True)
class Skipped:
    """A row that is no record, and why."""

    row: int
    reason: str
    text: str


@dataclass
class Found:
    """Everything that stands under the header, in order."""

    records: list[Record] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    # Row and what the total says, for `summed` and for the number of records ("47回").
    totals: list[tuple[int, int | None, int | None]] = field(default_factory=list)
    # The product itself wrote the table (own_tables).
    is_own: bool = False


@dataclass(frozen=True)
class Reading:
    """How a sheet is to be read: where its header is, which column holds what, what was corrected."""

    header: Header
    columns: Mapping[str, int]
    corrected: Mapping[tuple[int, str], str] = field(default_factory=dict)
    takes_hidden_rows: bool = False

    @cached_property
    def corrected_of(self) -> Mapping[int, Mapping[str, str]]:
        """By row: there may be as many corrections as rows, and every row asks for its own."""
        rows: dict[int, dict[str, str]] = {}
        for (row, key), text in self.corrected.items():
            rows.setdefault(row, {})[key] = text
        return rows


def find_records(sheet: Sheet, schema: Schema, reading: Reading) -> Found:
    found = Found()
    section = ""
    covered = _covered(sheet, reading)
    above: Mapping[str, Cell] = {}
    going_on: list[tuple[int, Cell]] = []
    for row in range(reading.header.below, len(sheet.rows)):
        if all(is_empty(cell) for cell in sheet.rows[row]) and row not in reading.corrected_of:
            continue
        is_hidden = row in sheet.hidden_rows
        reason = _no_record(sheet, row, schema, reading)
        if reason == SECTION:
            section = _line(sheet, row)
        if reason == TOTAL:
            found.totals.append((row, *_totals(sheet, row, schema, reading)))
        if reason:
            found.skipped.append(Skipped(row, reason, _line(sheet, row)))
            continue
        if is_hidden and not reading.takes_hidden_rows:
            found.skipped.append(Skipped(row, "隠れた行", _line(sheet, row)))
            continue
        cells = _cells(sheet, row, reading)
        if found.records and _goes_on(cells, row, schema, covered):
            going_on.append((row, cells[schema.text]))
            continue
        _join(found, going_on, schema)
        record = replace(
            _resolved(row, cells, above, covered=covered, schema=schema),
            section=section,
            is_hidden=is_hidden,
        )
        above = record.cells
        found.records.append(record)
    _join(found, going_on, schema)
    return found


SECTION, TOTAL, HEADING = "区切りの行", "合計の行", "見出しの繰り返し"


def _no_record(sheet: Sheet, row: int, schema: Schema, reading: Reading) -> str:
    filled = [(column, cell) for column, cell in enumerate(sheet.rows[row]) if not is_empty(cell)]
    if not filled or row in reading.corrected_of:
        return ""
    # A heading or a total is a short word; notes need no folding to be told apart from one.
    words = [folded(text_of(cell)[:LONGEST_WORD]) for _, cell in filled]
    text_column = reading.columns.get(schema.text)
    if words[0] in TOTALS or (words[0].removesuffix("数") in TOTALS and len(filled) <= 4):
        return TOTAL
    # One lonely cell that is not the text itself parts the table: ＜８月＞
    if len(filled) == 1 and filled[0][0] != text_column:
        return SECTION
    headings = {folded(part) for heading in reading.header.headings for part in heading.parts}
    if len(filled) >= 3 and sum(word in headings for word in words) >= len(filled) * 0.8:
        return HEADING
    return ""


def _totals(sheet: Sheet, row: int, schema: Schema, reading: Reading) -> tuple[int | None, int | None]:
    """What the row says about the sum, and about the number of records: a number with 回 or 件 elsewhere."""
    summed = reading.columns.get(schema.summed)
    of_sum = whole_number(sheet.cell(row, summed)) if summed is not None else None
    others = (
        text_of(cell)
        for column, cell in enumerate(sheet.rows[row])
        if column != summed and not is_empty(cell)
    )
    counts = (whole_number(text) for text in others if re.search(r"[0-9０-９]\s*(回|件|行|名)", text))
    return of_sum, next(counts, None)


def whole_number(cell: Cell) -> int | None:
    """5 for 5, ５, №5, 5件; None for what is no number."""
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() else None
    match = NUMBER.match(unicodedata.normalize("NFKC", text_of(cell)).replace(",", ""))
    return int(match[1]) if match else None


def _cells(sheet: Sheet, row: int, reading: Reading) -> dict[str, Cell]:
    cells = {key: sheet.cell(row, column) for key, column in reading.columns.items()}
    return {**cells, **reading.corrected_of.get(row, {})}


def _covered(sheet: Sheet, reading: Reading) -> dict[tuple[int, str], Cell]:
    """Cells of the body that a merged range covers from above, with the value that stands in its first cell."""
    keys = {column: key for key, column in reading.columns.items()}
    covered = {}
    for merge in sheet.merges:
        if merge.top < reading.header.below or merge.bottom == merge.top or merge.left not in keys:
            continue
        value = sheet.cell(merge.top, merge.left)
        for row in range(merge.top + 1, min(merge.bottom + 1, len(sheet.rows))):
            covered[row, keys[merge.left]] = value
    return covered


def _goes_on(
    cells: Mapping[str, Cell], row: int, schema: Schema, covered: Mapping[tuple[int, str], Cell]
) -> bool:
    """A row that has nothing of its own but a text belongs to the record above."""
    own = {key for key, cell in cells.items() if not is_empty(cell)}
    if not schema.text_goes_on or not own <= {schema.text} or not own:
        return False
    # Merged downwards with a number of its own it would be a record; here it has none.
    return (row, schema.text) not in covered


def _join(found: Found, going_on: list[tuple[int, Cell]], schema: Schema) -> None:
    """Put what goes on into the record above, all at once: a text of thousands of rows is copied once."""
    if not going_on:
        return
    record = found.records[-1]
    text = "\n".join([text_of(record.cells.get(schema.text)), *(text_of(cell) for _, cell in going_on)])
    told = [CONTINUED.format(row=row + 1) for row, _ in going_on]
    if len(told) > TOLD_ONE_BY_ONE:
        first, last = going_on[0][0] + 1, going_on[-1][0] + 1
        told = [ALL_CONTINUED.format(first=first, last=last, rows=len(told))]
    notices = [Notice(schema.text, each) for each in told]
    found.records[-1] = replace(
        record, cells={**record.cells, schema.text: text}, notices=(*record.notices, *notices)
    )
    going_on.clear()


def _resolved(
    row: int,
    cells: Mapping[str, Cell],
    above: Mapping[str, Cell],
    *,
    covered: Mapping[tuple[int, str], Cell],
    schema: Schema,
) -> Record:
    values, notices = dict(cells), []
    for key, cell in cells.items():
        if is_empty(cell) and (row, key) in covered:
            # Over a range of three the row above has the value already, corrected where somebody did.
            values[key] = above.get(key) if not is_empty(above.get(key)) else covered[row, key]
            notices.append(Notice(key, MERGED.format(label=schema.field(key).label)))
        elif key != schema.dated and not is_empty(above.get(key)) and DITTO.match(text_of(cell).strip()):
            values[key] = above[key]
            text = FROM_ABOVE.format(label=schema.field(key).label, mark=text_of(cell).strip())
            notices.append(Notice(key, text))
    return Record(row, values, tuple(notices))


def _line(sheet: Sheet, row: int) -> str:
    cells: Sequence[Cell] = sheet.rows[row]
    return " ".join(" ".join(text_of(cell).split()) for cell in cells if not is_empty(cell))[:100]
