"""Where a table begins: under titles, with a heading of one to three rows, merged or not."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.spreadsheets.columns import Heading, Schema, name_score
from consult.spreadsheets.tables import Cell, Sheet, is_empty, text_of

LOOK_AT = 40
HEIGHTS = (1, 2, 3)
CLEARLY = 0.6
# Fewer columns than this are no table that anybody could recognise.
FEWEST = 2
LONGEST_HEADING = 30


@dataclass(frozen=True)
class Header:
    """Rows `first` to `first + height - 1`; `titles` are the texts above."""

    first: int
    height: int
    headings: tuple[Heading, ...]
    titles: tuple[str, ...] = ()

    @property
    def below(self) -> int:
        return self.first + self.height


def find_header(sheet: Sheet, schema: Schema) -> Header | None:
    """The rows that name the most columns; None where fewer than two are recognised."""
    best: tuple[float, int, int] = (0, 0, 0)
    for first in range(min(LOOK_AT, len(sheet.rows))):
        for height in HEIGHTS:
            if not _may_be_heading(sheet, first, height):
                break
            score = _recognised(headings_at(sheet, first, height), schema)
            best = max(best, (score, -height, -first))
    score, height, first = best[0], -best[1], -best[2]
    return header_at(sheet, first, height) if score >= FEWEST else None


def header_at(sheet: Sheet, first: int, height: int = 1) -> Header:
    """The header that a person names, whatever stands there."""
    titles = (text_of(cell) for row in sheet.rows[:first] for cell in row if not is_empty(cell))
    return Header(first, height, headings_at(sheet, first, height), tuple(titles))


def headings_at(sheet: Sheet, first: int, height: int) -> tuple[Heading, ...]:
    """Each column's words from top to bottom; a group's word stands above each of its columns."""
    levels = [_level(sheet, row, first, height) for row in range(first, first + height)]
    return tuple(
        Heading(tuple(dict.fromkeys(level[column] for level in levels if level[column])))
        for column in range(sheet.width)
    )


def _level(sheet: Sheet, row: int, first: int, height: int) -> list[str]:
    level = [text_of(sheet.cell(row, column)).strip() for column in range(sheet.width)]
    merged = set()
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.top >= first:
            word = text_of(sheet.cell(merge.top, merge.left)).strip()
            for column in range(merge.left, min(merge.right + 1, sheet.width)):
                level[column] = word
                merged.add(column)
    is_last = row == first + height - 1
    if not is_last and not sheet.merges:
        _spread(level, [text_of(cell).strip() for cell in sheet.rows[row + 1]])
    return level


def _spread(level: list[str], under: Sequence[str]) -> None:
    """Without merged cells (CSV) a group's word stands above its first column alone."""
    word = ""
    for column in range(len(level)):
        word = level[column] or word
        if not level[column] and column < len(under) and under[column]:
            level[column] = word


def _recognised(headings: Sequence[Heading], schema: Schema) -> float:
    """How many different fields are named, in whole columns; a perfect name counts a little more."""
    found: dict[str, float] = {}
    for heading in headings:
        scores = [(name_score(field.names, heading.parts), field.key) for field in schema.fields]
        score, key = max(scores)
        if score >= CLEARLY:
            found[key] = max(found.get(key, 0.0), score)
    return sum(found.values())


def _may_be_heading(sheet: Sheet, first: int, height: int) -> bool:
    """A heading is made of short words; numbers, days and sentences are data."""
    if first + height > len(sheet.rows):
        return False
    row: list[Cell] = sheet.rows[first + height - 1]
    return all(is_empty(cell) or _is_short_text(cell) for cell in row) and any(not is_empty(c) for c in row)


def _is_short_text(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= LONGEST_HEADING
