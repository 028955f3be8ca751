"""What people decide about a file before it is imported; kept with the import, never in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consult.spreadsheets.columns import Schema, layout_of, matched
from consult.spreadsheets.headers import Header, find_header, header_at
from consult.spreadsheets.own_tables import own_sheets
from consult.spreadsheets.tables import Sheet, Workbook

Place = tuple[int, int]
# What people chose otherwise than it was proposed: by the headings of a table (layout_of), then by column (keys_of).
Remembered = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class SheetChoice:
    """`header` is the first row of the heading (from 0) and its height; None: none was recognised."""

    is_taken: bool
    header: tuple[int, int] | None
    columns: Mapping[str, int] = field(default_factory=dict)
    takes_hidden_rows: bool = False

    def header_of(self, sheet: Sheet) -> Header | None:
        return header_at(sheet, *self.header) if self.header else None


@dataclass(frozen=True)
class Choices:
    """A place is (sheet, row), both from 0. `agreed`: rows to which a person said yes where the program asks.

    `fallback` is the code for rows whose kind is not told.
    """

    sheets: tuple[SheetChoice, ...]
    fallback: str
    corrected: Mapping[tuple[int, int, str], str] = field(default_factory=dict)
    left_out: frozenset[Place] = frozenset()
    agreed: frozenset[Place] = frozenset()
    is_invented: bool = False

    def of_sheet(self, sheet: int) -> dict[tuple[int, str], str]:
        return {(row, key): text for (at, row, key), text in self.corrected.items() if at == sheet}

    def as_json(self) -> dict[str, Any]:
        return {
            "sheets": [
                {
                    "is_taken": sheet.is_taken,
                    "header": list(sheet.header) if sheet.header else None,
                    "columns": dict(sheet.columns),
                    "takes_hidden_rows": sheet.takes_hidden_rows,
                }
                for sheet in self.sheets
            ],
            "fallback": self.fallback,
            "corrected": [[*place, text] for place, text in self.corrected.items()],
            "left_out": sorted(self.left_out),
            "agreed": sorted(self.agreed),
            "is_invented": self.is_invented,
        }


def from_json(kept: Mapping[str, Any]) -> Choices:
    return Choices(
        sheets=tuple(
            SheetChoice(
                each["is_taken"],
                tuple(each["header"]) if each["header"] else None,
                each["columns"],
                each["takes_hidden_rows"],
            )
            for each in kept["sheets"]
        ),
        fallback=kept["fallback"],
        corrected={(sheet, row, key): text for sheet, row, key, text in kept["corrected"]},
        left_out=frozenset((sheet, row) for sheet, row in kept["left_out"]),
        agreed=frozenset((sheet, row) for sheet, row in kept["agreed"]),
        is_invented=kept["is_invented"],
    )


def first_choices(
    book: Workbook, schema: Schema, *, remembered: Remembered, fallback: str, is_invented: bool = False
) -> Choices:
    """What the program proposes: every visible sheet whose header it knows, and the columns it recognises."""
    sheets = []
    # Beside a table of our own, the others are there to be read.
    own = own_sheets(book, schema)
    for number, sheet in enumerate(book.sheets):
        header = find_header(sheet, schema)
        columns = recognised(sheet, header, schema, remembered) if header else {}
        sheets.append(
            SheetChoice(
                is_taken=not sheet.is_hidden and header is not None and (not own or number in own),
                header=(header.first, header.height) if header else None,
                columns=columns,
            )
        )
    return Choices(tuple(sheets), fallback=fallback, is_invented=is_invented or says_invented(book))


def recognised(sheet: Sheet, header: Header, schema: Schema, remembered: Remembered) -> dict[str, int]:
    of_this_table = remembered.get(layout_of(header.headings), {})
    return matched(sheet, header.headings, schema, first_row=header.below, remembered=of_this_table)


def says_invented(book: Workbook) -> bool:
    """A file that calls itself 架空, above its table or in every row of it, is marked so on every page."""
    for sheet in book.sheets:
        filled = [row for row in sheet.rows if any(cell is not None for cell in row)]
        told = [any("架空（" in str(cell) or "架空・" in str(cell) for cell in row) for row in filled]
        if any(told[:3]) or (len(told) > 1 and all(told[1:])):
            return True
    return False
