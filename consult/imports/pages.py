"""What the pages of one import show: its columns with examples, its rows with what is to be mended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from consult.domain.vocabulary import RowOutcome
from consult.imports.choices import Choices
from consult.imports.importers import Importer
from consult.imports.planning import Plan
from consult.imports.rows import PlannedRow
from consult.paging import Page, listed
from consult.spreadsheets.headers import header_at
from consult.spreadsheets.tables import Sheet, Workbook, column_letter, is_empty, text_of

EXAMPLES, EXAMPLE_CHARACTERS = 3, 40
ROWS = 50
# The parts of the list, in the order of what has to be done.
PARTS = {
    "to_mend": "要修正",
    "to_check": "要確認",
    "told": "お知らせのある行",
    "imported": "取込",
    "left_out": "対象外",
}


@dataclass(frozen=True)
class ColumnLine:
    """One column of a sheet: its letter, heading, a few cells, what it is taken for."""

    number: int
    letter: str
    heading: str
    examples: str
    is_hidden: bool
    field: str


@dataclass(frozen=True)
class SheetBlock:
    """One sheet on the columns page; rows count from 1, as in the spreadsheet."""

    number: int
    name: str
    is_hidden: bool
    is_taken: bool
    header_row: int
    header_height: int
    has_header: bool
    hidden_rows: int
    takes_hidden_rows: bool
    columns: tuple[ColumnLine, ...]


def sheet_blocks(book: Workbook, choices: Choices) -> list[SheetBlock]:
    blocks = []
    for n, (sheet, choice) in enumerate(zip(book.sheets, choices.sheets, strict=True)):
        # Without a heading the first row that says something is proposed: a person will see whether it is one.
        first, height = choice.header or (_first_filled(sheet), 1)
        fields = {column: key for key, column in choice.columns.items()}
        blocks.append(
            SheetBlock(
                number=n,
                name=sheet.name,
                is_hidden=sheet.is_hidden,
                is_taken=choice.is_taken,
                header_row=first + 1,
                header_height=height,
                has_header=choice.header is not None,
                hidden_rows=len(sheet.hidden_rows),
                takes_hidden_rows=choice.takes_hidden_rows,
                columns=tuple(_columns(sheet, first, height, fields)),
            )
        )
    return blocks


def _first_filled(sheet: Sheet) -> int:
    filled = (n for n, row in enumerate(sheet.rows) if any(not is_empty(cell) for cell in row))
    return next(filled, 0)


def _columns(sheet: Sheet, first: int, height: int, fields: Mapping[int, str]) -> list[ColumnLine]:
    if not sheet.rows:
        return []
    headings = header_at(sheet, first, height).headings
    lines = []
    for column, heading in enumerate(headings):
        below = (sheet.cell(row, column) for row in range(first + height, len(sheet.rows)))
        examples = [text_of(cell) for cell in islice((c for c in below if not is_empty(c)), EXAMPLES)]
        if heading.parts or examples:
            lines.append(
                ColumnLine(
                    number=column,
                    letter=column_letter(column),
                    heading=heading.text,
                    examples=" ／ ".join(_short(text) for text in examples),
                    is_hidden=column in sheet.hidden_columns,
                    field=fields.get(column, ""),
                )
            )
    return lines


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXAMPLE_CHARACTERS else f"{line[:EXAMPLE_CHARACTERS]}…"


def part_of(plan: Plan, part: str, page: int) -> Page:
    """The rows of one part of the list."""
    return listed([row for row in plan.rows if not part or _is_in(row, part)], page, size=ROWS)


def counts_of(plan: Plan) -> list[tuple[str, str, int]]:
    """(part, its word, how many rows), without the empty ones."""
    counts = [(part, word, sum(_is_in(row, part) for row in plan.rows)) for part, word in PARTS.items()]
    return [each for each in counts if each[2]]


def _is_in(row: PlannedRow, part: str) -> bool:
    if part == "told":
        return bool(row.notices)
    if part == "imported":
        return row.is_imported
    if part == "to_check" and row.maybe:
        return True
    return row.outcome is RowOutcome.of(part) if part in PARTS else True


def cells_that_stand(book: Workbook, choices: Choices) -> dict[tuple[int, int, str], str]:
    """What every cell that can be corrected holds now: the file's text, or what was typed over it."""
    found = {
        (n, row, key): text_of(sheet.cell(row, column)).strip()
        for n, (sheet, choice) in enumerate(zip(book.sheets, choices.sheets, strict=True))
        if choice.is_taken and choice.header
        for row in range(sum(choice.header), len(sheet.rows))
        for key, column in choice.columns.items()
    }
    missing = {
        (*place, key): ""
        for place in {(n, row) for n, row, _ in found}
        for key in ("counterpart", "held_on", "notes")
    }
    return missing | found | dict(choices.corrected)


def fields_of(
    row: PlannedRow, importer: Importer, stands: Mapping[tuple[int, int, str], str]
) -> list[tuple[str, str, str]]:
    """(key, label, text) of every cell of a row, in the order of the fields."""
    return [
        (field.key, field.label, stands[(*row.place, field.key)])
        for field in importer.schema.fields
        if (*row.place, field.key) in stands
    ]


def columns_in_words(choices: Choices) -> Callable[[PlannedRow, str], str]:
    """Where a field of a row stands in its sheet: E列; "" where no column was taken for it."""

    def column_of(row: PlannedRow, key: str) -> str:
        column = choices.sheets[row.place[0]].columns.get(key)
        return "" if column is None else f"{column_letter(column)}列"

    return column_of


def to_mend(row: PlannedRow) -> Sequence[str]:
    """The fields of a row that a person is asked about, once each."""
    keys = [problem.field for problem in row.problems if problem.field]
    return list(dict.fromkeys([*keys, "held_on"] if row.question else keys))
