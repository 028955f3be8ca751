"""Which column of a staged file was taken for what."""

from dataclasses import dataclass

from consult.imports.dry_run import book_of, choices_of, importer_of
from consult.models import ImportBatch
from consult.spreadsheets.tables import column_letter


@dataclass(frozen=True)
class SheetColumns:
    """A sheet in words: the row where its heading begins (from 1), and (field, column) pairs."""

    name: str
    header_row: int
    pairs: tuple[tuple[str, str], ...]


def columns_of(batch: ImportBatch) -> list[SheetColumns]:
    """Of each sheet that is taken: which column was taken for what."""
    book, choices, schema = book_of(batch), choices_of(batch), importer_of(batch).schema
    found = []
    for sheet, choice in zip(book.sheets, choices.sheets, strict=True):
        header = choice.header_of(sheet)
        if choice.is_taken and header is not None:
            pairs = [
                (schema.field(key).label, f"{column_letter(column)}列「{header.headings[column].text}」")
                for key, column in sorted(choice.columns.items(), key=lambda item: item[1])
            ]
            found.append(SheetColumns(sheet.name, header.first + 1, tuple(pairs)))
    return found


def has_header(batch: ImportBatch) -> bool:
    """Whether there is a sheet to take, with a heading that the program knows or that a person named."""
    return any(choice.is_taken and choice.header for choice in choices_of(batch).sheets)
