"""What people chose about columns otherwise than it was proposed, kept for the next table of the same headings."""

from sqlalchemy import select

from consult.domain.vocabulary import ImportKind
from consult.extensions import db
from consult.imports.choices import Choices, SheetChoice
from consult.imports.dry_run import book_of, choices_of
from consult.models import ImportBatch, RememberedColumn
from consult.spreadsheets.columns import keys_of, layout_of


def remember(batch: ImportBatch, before: Choices) -> None:
    """The columns a person chose otherwise than they stood, for the next table of the same headings, and no other.

    What nobody touched is a guess: the next file's content may tell better.
    """
    after = choices_of(batch)
    for sheet, was, now in zip(book_of(batch).sheets, before.sheets, after.sheets, strict=True):
        header = now.header_of(sheet)
        if header is not None and was.header == now.header:
            changed = _changed_columns(keys_of(header.headings), was, now)
            _remember_table(batch.kind, layout_of(header.headings), changed)


def _changed_columns(keys: list[str], was: SheetChoice, now: SheetChoice) -> dict[str, str]:
    old, new = ({column: key for key, column in choice.columns.items()} for choice in (was, now))
    return {
        key: new.get(column, "")
        for column, key in enumerate(keys)
        if key and old.get(column, "") != new.get(column, "")
    }


def _remember_table(kind: ImportKind, layout: str, changed: dict[str, str]) -> None:
    rows = select(RememberedColumn).where(RememberedColumn.kind == kind, RememberedColumn.layout == layout)
    for row in db.session.scalars(rows):
        row.field = changed.pop(row.heading, row.field)
    db.session.add_all(
        RememberedColumn(kind=kind, layout=layout, heading=key, field=field) for key, field in changed.items()
    )
    db.session.flush()
