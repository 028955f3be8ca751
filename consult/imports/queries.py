"""What imports read: staged files, what of a file stands in the register already, what an undo would take."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from consult.domain.vocabulary import ImportKind, ImportState
from consult.extensions import db
from consult.imports.choices import Remembered
from consult.models import (
    Consultation,
    District,
    FollowUp,
    Hearing,
    HearingAttachment,
    ImportBatch,
    ImportedRow,
    Opinion,
    OwnSector,
    RememberedColumn,
    Review,
    Submission,
)
from consult.paging import Page, paged

OPEN = (ImportState.WAITING, ImportState.RUNNING)


def batch_or_404(batch_id: int) -> ImportBatch:
    """With what was read from its file."""
    found = db.session.get(ImportBatch, batch_id, options=[undefer(ImportBatch.cells)])
    return found or abort(404)


def cases() -> Sequence[Consultation]:
    """Those that submissions may have come to, the newest first."""
    return db.session.scalars(select(Consultation).order_by(Consultation.opens_on.desc())).all()


def batches(page: int) -> Page:
    statement = select(ImportBatch).options(joinedload(ImportBatch.file), joinedload(ImportBatch.created_by))
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


@dataclass(frozen=True)
class Undoing:
    """What an undo takes out, and which hearings people have worked on since."""

    hearings: int
    submissions: int
    opinions: int
    changed: list[Hearing]

    @property
    def sign(self) -> str:
        """Another one as soon as somebody works on another of them, or saves one again; empty while nobody has."""
        worked_on = ",".join(f"{each.id}.{each.version}" for each in self.changed)
        return hashlib.sha256(worked_on.encode()).hexdigest()[:16] if worked_on else ""


def undoing(batch: ImportBatch) -> Undoing:
    hearing_ids = _still_there(batch, ImportedRow.hearing_id)
    submission_ids = _still_there(batch, ImportedRow.submission_id)
    opinions = select(func.count(Opinion.id)).where(
        or_(Opinion.hearing_id.in_(hearing_ids), Opinion.submission_id.in_(submission_ids)),
        Opinion.withdrawn_at.is_(None),
    )
    return Undoing(
        hearings=_count(hearing_ids),
        submissions=_count(submission_ids),
        opinions=db.session.scalar(opinions) or 0,
        changed=list(db.session.scalars(_changed(hearing_ids))),
    )


def _changed(hearing_ids: Select[tuple[int]]) -> Select[tuple[Hearing]]:
    """Saved again, reviewed, or with a follow-up or a file: somebody's work hangs on it."""
    reviewed = (
        select(Opinion.hearing_id)
        .join(Review, Review.opinion_id == Opinion.id)
        .where(Review.undone_at.is_(None))
    )
    hung_on = (select(FollowUp.hearing_id), select(HearingAttachment.hearing_id), reviewed)
    is_worked_on = or_(Hearing.version > 1, *(Hearing.id.in_(ids) for ids in hung_on))
    statement = select(Hearing).options(joinedload(Hearing.counterpart))
    return statement.where(Hearing.id.in_(hearing_ids), is_worked_on).order_by(Hearing.number)


def _still_there(batch: ImportBatch, column: Any) -> Select[tuple[int]]:
    """Ids of what the import brought and nobody has removed since."""
    statement = select(column).where(ImportedRow.import_batch_id == batch.id, column.is_not(None))
    if column is ImportedRow.hearing_id:
        return statement.join(Hearing, Hearing.id == column).where(Hearing.removed_at.is_(None))
    return statement.join(Submission, Submission.id == column).where(Submission.withdrawn_at.is_(None))


def _count(ids: Select[tuple[int]]) -> int:
    # Several rows may have become one submission.
    return db.session.scalar(select(func.count()).select_from(ids.distinct().subquery())) or 0


def hearings_still_there(batch: ImportBatch) -> Sequence[Hearing]:
    ids = _still_there(batch, ImportedRow.hearing_id)
    return db.session.scalars(select(Hearing).where(Hearing.id.in_(ids))).all()


def submissions_still_there(batch: ImportBatch) -> Sequence[Submission]:
    ids = _still_there(batch, ImportedRow.submission_id)
    return db.session.scalars(select(Submission).where(Submission.id.in_(ids))).all()


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
