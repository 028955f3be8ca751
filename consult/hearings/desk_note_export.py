"""The listed desk notes as Excel or CSV: what each says as it is written, for use in the house."""

from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import select

from consult import audit
from consult.domain.dates import wareki
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.hearings.desk_notes import DeskFilter, links_of_page, ordered
from consult.models import DeskNote, StaffMember
from consult.spreadsheets.csv_writing import Cell, write_csv
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx

BATCH = 200
NAME = "国等の動向"
COLUMNS = (
    Column("番号", 8), Column("日付"), Column("日付（和暦）", 20), Column("題名", 40), Column("発表した機関", 24),
    Column("出典", 40), Column("要点", 60), Column("政策パッケージ", 16), Column("施策", 40), Column("記録の状態", 16),
)  # fmt: skip


def record_export(asked: DeskFilter, *, by: StaffMember) -> None:
    """What was searched for is not kept, as of every list (TS13)."""
    audit.record(
        AuditAction.EXPORTED,
        DeskNote,
        by=by,
        package=asked.package,
        removed=asked.is_removed,
        has_search=bool(asked.words),
    )


def as_file(asked: DeskFilter, *, is_excel: bool) -> BinaryIO:
    if is_excel:
        return write_xlsx([Sheet(NAME, COLUMNS, _rows(asked))], title=NAME)
    return write_csv([each.heading for each in COLUMNS], _rows(asked))


def _rows(asked: DeskFilter) -> Iterator[list[Cell]]:
    """In the order of the list, a batch at a time."""
    for batch in db.session.scalars(ordered(select(DeskNote), asked)).yield_per(BATCH).partitions():
        links = links_of_page(batch)
        for note in batch:
            of_note = links.get(note.id, [])
            yield [
                note.id,
                note.noted_on.isoformat() if note.noted_on else None,
                wareki(note.noted_on) if note.noted_on else note.noted_on_typed,
                f"{note.title}（架空のデータ）" if note.is_invented else note.title,
                note.publisher,
                note.source,
                note.body,
                "、".join(dict.fromkeys(each.package_code for each in of_note)),
                "、".join(each.measure for each in of_note if each.measure),
                "取り消し" if note.removed_at else "",
            ]
