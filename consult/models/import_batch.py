"""Imports that can be undone: a staged workbook, what people chose about it, and which row became what."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from consult.domain.vocabulary import ImportKind, ImportState
from consult.models.attachment import StoredFile
from consult.models.base import Base, Coded, Timestamped, UtcDateTime
from consult.models.staff import StaffMember


class ImportBatch(Timestamped, Base):
    """取込: one file on its way into the register. Until it is done, nothing of it counts anywhere.

    `cells` is what was read from the file, so that a stranger's file is opened once. `choices` are people's:
    sheets, columns, corrections (consult.imports.choices). The file itself is never changed.
    """

    __tablename__ = "import_batch"

    kind: Mapped[ImportKind] = mapped_column(Coded(ImportKind))
    state: Mapped[ImportState] = mapped_column(Coded(ImportState), default=ImportState.DRAFT, index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    # Of submissions: the case that they were sent to.
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"))
    # Of returned sheets: the inquiry that they answer.
    inquiry_id: Mapped[int | None] = mapped_column(ForeignKey("inquiry.id"))
    cells: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    # Who pressed the last button: the worker acts for that person.
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    # Progress while it runs, and what came of it (domain words, no texts).
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    message: Mapped[str] = mapped_column(Text, default="")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    file: Mapped[StoredFile] = relationship()
    created_by: Mapped[StaffMember | None] = relationship(foreign_keys=created_by_id)


class ImportedRow(Base):
    """Which row of a file became which hearing or submission, and how it stood there.

    `fingerprint` knows the row again: the same day, body and notes, whatever the file.
    """

    __tablename__ = "imported_row"
    __table_args__ = (
        CheckConstraint(
            "(hearing_id IS NOT NULL) + (submission_id IS NOT NULL) = 1", name="became_one_thing"
        ),
    )

    import_batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(200))
    # As the spreadsheet counts: from 1.
    row: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    # Field to text, after corrections; and what was read otherwise than it stands.
    cells: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    notices: Mapped[list[str]] = mapped_column(JSON, default=list)
    hearing_id: Mapped[int | None] = mapped_column(ForeignKey("hearing.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), index=True)

    batch: Mapped[ImportBatch] = relationship()


class RememberedColumn(Base):
    """What a person chose for a column otherwise than proposed: the next table of the same headings starts there.

    `layout` stands for all headings of the table, so that no file's choices count for another kind of file.
    An empty field: not used.
    """

    __tablename__ = "remembered_column"
    __table_args__ = (UniqueConstraint("kind", "layout", "heading"),)

    kind: Mapped[ImportKind] = mapped_column(Coded(ImportKind))
    layout: Mapped[str] = mapped_column(String(64))
    heading: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(32))
