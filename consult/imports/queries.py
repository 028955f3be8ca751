"""What imports read: staged files and what of a file stands in the register already."""

from collections.abc import Collection, Container, Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, undefer

from consult.domain.vocabulary import ImportKind, ImportState
from consult.extensions import db
from consult.imports.choices import Remembered
from consult.models import (
    Consultation,
    District,
    Hearing,
    ImportBatch,
    ImportedRow,
    Inquiry,
    Opinion,
    OwnSector,
    RememberedColumn,
)
from consult.paging import Page, paged

OPEN = (ImportState.WAITING, ImportState.RUNNING)


def batch_or_404(batch_id: int, kinds: Container[ImportKind]) -> ImportBatch:
    """With what was read from its file; 404 for a kind that the reader may not see."""
    found = db.session.get(ImportBatch, batch_id, options=[undefer(ImportBatch.cells)])
    return found if found is not None and found.kind in kinds else abort(404)


def inquiry_of(batch: ImportBatch) -> Inquiry | None:
    """The one that the batch answers; None of every other kind."""
    return db.session.get(Inquiry, batch.inquiry_id) if batch.inquiry_id is not None else None


def cases() -> Sequence[Consultation]:
    """Those that submissions may have come to, the newest first."""
    return db.session.scalars(select(Consultation).order_by(Consultation.opens_on.desc())).all()


def batches(page: int, kinds: Collection[ImportKind]) -> Page:
    statement = select(ImportBatch).options(joinedload(ImportBatch.file), joinedload(ImportBatch.created_by))
    statement = statement.where(ImportBatch.kind.in_(kinds))
    return paged(statement.order_by(ImportBatch.id.desc()), page, size=20)


def next_to_run() -> ImportBatch | None:
    """The first that was asked for; also one whose worker died in the middle."""
    statement = select(ImportBatch).options(undefer(ImportBatch.cells))
    return db.session.scalar(statement.where(ImportBatch.state.in_(OPEN)).order_by(ImportBatch.id).limit(1))


def remembered(kind: ImportKind) -> Remembered:
    found: dict[str, dict[str, str]] = {}
    for row in db.session.scalars(select(RememberedColumn).where(RememberedColumn.kind == kind)):
        found.setdefault(row.layout, {})[row.heading] = row.field
    return found


def numbers_in_use() -> set[int]:
    """Numbers of the register; those of an undone import may be given to other hearings again."""
    given_up = numbers_given_up().with_only_columns(Hearing.number)
    return set(db.session.scalars(select(Hearing.number).where(Hearing.number.not_in(given_up))))


def numbers_given_up() -> Select[tuple[Hearing]]:
    """Hearings that count nowhere because their import was undone."""
    return (
        select(Hearing)
        .join(ImportedRow, ImportedRow.hearing_id == Hearing.id)
        .join(ImportBatch, ImportBatch.id == ImportedRow.import_batch_id)
        .where(Hearing.removed_at.is_not(None), ImportBatch.state == ImportState.UNDONE)
    )


def row_of(*, hearing_id: int | None = None, submission_id: int | None = None) -> ImportedRow:
    """The row that something came from; 404 for what was not imported."""
    is_it = (
        ImportedRow.hearing_id == hearing_id
        if hearing_id is not None
        else ImportedRow.submission_id == submission_id
    )
    statement = select(ImportedRow).options(joinedload(ImportedRow.batch).joinedload(ImportBatch.file))
    return db.session.scalar(statement.where(is_it).limit(1)) or abort(404)


def opinions_of_submission(submission_id: int) -> Sequence[Opinion]:
    statement = select(Opinion).where(Opinion.submission_id == submission_id, Opinion.withdrawn_at.is_(None))
    return db.session.scalars(statement.order_by(Opinion.position)).all()


def words_of_lists() -> dict[str, set[str]]:
    """The names in the city's own lists, by the field that uses them."""
    return {
        "own_sector": set(db.session.scalars(select(OwnSector.name))),
        "district": set(db.session.scalars(select(District.name))),
    }


def districts_offered() -> list[str]:
    """The names of the city's districts that are not retired."""
    return list(db.session.scalars(select(District.name).where(District.retired_at.is_(None))))
