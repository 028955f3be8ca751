"""Reads: lists of consultations, one with its files, what it has received."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import Select, case, func, not_, select
from sqlalchemy.orm import selectinload

from consult import case_phases, standing
from consult.domain.counting import Received
from consult.domain.vocabulary import CasePhase, ConsultationStage
from consult.extensions import db
from consult.models import (
    Consultation,
    DraftDocument,
    DraftFile,
    Opinion,
    StaffMember,
    StoredFile,
    Submission,
)
from consult.paging import Page, paged

WITH_FILES = selectinload(Consultation.files).joinedload(DraftFile.file)


@dataclass(frozen=True)
class ReceivedSubmission:
    """One line of the list: a submission and how many opinions it holds."""

    submission: Submission
    opinions: int


def consultation_or_404(consultation_id: int) -> Consultation:
    found = db.session.get(Consultation, consultation_id, options=[WITH_FILES])
    return found or abort(404)


def announced_or_404(consultation_id: int) -> Consultation:
    """For citizens: what is not announced does not exist (TP3)."""
    found = consultation_or_404(consultation_id)
    return found if found.stage is ConsultationStage.ANNOUNCED else abort(404)


def released_texts(consultation: Consultation) -> int:
    """How many versions of the draft's text citizens may read."""
    statement = select(func.count()).where(
        DraftDocument.consultation_id == consultation.id, DraftDocument.released_at.is_not(None)
    )
    return db.session.scalar(statement) or 0


def latest_announced() -> Consultation | None:
    """The case whose addresses and sentences a new one takes over."""
    return db.session.scalar(_announced().order_by(Consultation.announced_at.desc(), Consultation.id.desc()))


def uses_of_divisions() -> dict[int, int]:
    """How many active members of staff belong to each."""
    rows = db.session.execute(
        select(StaffMember.division_id, func.count())
        .where(StaffMember.active)
        .group_by(StaffMember.division_id)
    )
    return {division_id: count for division_id, count in rows if division_id is not None}


def file_or_404(consultation: Consultation, file_id: int) -> StoredFile:
    """A file of this consultation, with its bytes."""
    found = next((each for each in consultation.files if each.id == file_id), None)
    return found.file if found else abort(404)


def announced_in(phase: CasePhase, at: datetime) -> Sequence[Consultation]:
    """Open or upcoming ones, the first to close first."""
    statement = select(Consultation).where(case_phases.is_in(phase, at))
    return db.session.scalars(statement.order_by(Consultation.closes_on, Consultation.id)).all()


def announced_over(phases: Iterable[CasePhase], at: datetime, page: int) -> Page:
    """Those that take nothing any more, the last to close first."""
    codes = [each.value for each in phases]
    statement = select(Consultation).where(case_phases.phase_code(at).in_(codes))
    return paged(statement.order_by(Consultation.closes_on.desc(), Consultation.id.desc()), page)


def _announced() -> Select[tuple[Consultation]]:
    return select(Consultation).where(Consultation.stage == ConsultationStage.ANNOUNCED)


def received_by(consultation_ids: Iterable[int]) -> dict[int, Received]:
    """名 and 件 of each consultation, in one query; zero for those that received nothing."""
    ids = list(consultation_ids)
    in_force = standing.counts()
    rows = db.session.execute(
        select(
            Submission.consultation_id,
            func.count(func.distinct(case((in_force, standing.person())))),
            func.count(case((in_force, Opinion.id))),
            func.count(case((not_(in_force) & standing.is_set_aside(), Opinion.id))),
            func.count(Opinion.id),
        )
        .join(Submission.submitter)
        .join(Opinion, Opinion.submission_id == Submission.id)
        # What was split stands in its parts: it is neither counted nor withdrawn.
        .where(Submission.consultation_id.in_(ids), Opinion.superseded_at.is_(None))
        .group_by(Submission.consultation_id)
    )
    found = {
        key: Received(submitters, opinions, total - opinions - set_aside, set_aside)
        for key, submitters, opinions, set_aside, total in rows
    }
    return {key: found.get(key, Received()) for key in ids}


def submissions_of(consultation: Consultation, page: int) -> tuple[Page, list[ReceivedSubmission]]:
    """The newest first, in the order of arrival; four queries whatever their number."""
    statement = select(Submission).where(Submission.consultation_id == consultation.id)
    found = paged(statement.order_by(Submission.id.desc()), page)
    rows = db.session.execute(
        select(Opinion.submission_id, func.count())
        .where(Opinion.submission_id.in_([each.id for each in found.rows]))
        .group_by(Opinion.submission_id)
    )
    numbers = {row[0]: row[1] for row in rows}
    return found, [ReceivedSubmission(each, numbers.get(each.id, 0)) for each in found.rows]
