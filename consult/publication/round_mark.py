"""A mark of all that a release is made of: while it stays the same, what was worked out from it still holds.

A release is worked out while others write, and written under the lock (decision 0166). Rows are compared as they are
stored, whole, so no column can be forgotten; a test holds the list to the tables that `services.proposed` reads.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, select, text, true

from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import (
    AcceptedMethod,
    AnswerGroup,
    AskedItem,
    AuditEvent,
    Consultation,
    District,
    Division,
    DraftDocument,
    DraftSection,
    OfficialResponse,
    Opinion,
    OpinionFlag,
    PersonalLook,
    PlanEdition,
    PolicyPackage,
    PriorityModel,
    Publication,
    Redaction,
    ResponseAct,
    ResponseVersion,
    ResultClass,
    Review,
    Revision,
    RevisionGroup,
    Submission,
    Submitter,
    TagDecision,
    Theme,
)
from consult.models.base import Base

# Few rows, or of few cases: compared as a whole.
WHOLE = (
    *(AcceptedMethod, AskedItem, ResultClass, District, Division, DraftDocument, DraftSection),
    *(AnswerGroup, OfficialResponse, ResponseVersion, ResponseAct, Revision, RevisionGroup),
    *(Theme, PlanEdition, PolicyPackage, PriorityModel),
)
OF_OPINION = (OpinionFlag, PersonalLook, Redaction, Review)
# Acts after which a row may read as it did before another act.
TAKES_BACK = (AuditAction.CHANGED, AuditAction.PUT_BACK, AuditAction.UNDID)
# A small part stays in the processor's cache: a large one takes twice the time.
AT_ONCE = 500


def mark_of(consultation: Consultation) -> int:
    """Equal within one process while nothing changed. A statement per table, whatever their size."""
    mark = hash(_last_taken_back())
    for table, condition in _compared(consultation.id):
        rows = select(text("*")).select_from(table.__table__).where(condition).order_by(table.id)
        for part in db.session.execute(rows.execution_options(yield_per=AT_ONCE)).partitions():
            mark = hash((mark, table.__tablename__, tuple(part)))
    return mark


def _last_taken_back() -> int | None:
    """What was changed and put back between two looks was perhaps read in between."""
    statement = select(AuditEvent.id).where(AuditEvent.action.in_(TAKES_BACK))
    return db.session.scalar(statement.order_by(AuditEvent.id.desc()).limit(1))


def _compared(consultation_id: int) -> Iterator[tuple[type[Base], ColumnElement[Any]]]:
    of_case = Submission.consultation_id == consultation_id
    opinions = select(Opinion.id).join(Submission, Submission.id == Opinion.submission_id).where(of_case)
    reviews = select(Review.id).where(Review.opinion_id.in_(opinions))
    yield Consultation, Consultation.id == consultation_id
    yield Publication, Publication.consultation_id == consultation_id
    yield Submission, of_case
    yield Submitter, Submitter.id.in_(select(Submission.submitter_id).where(of_case))
    yield Opinion, Opinion.id.in_(opinions)
    yield from ((table, table.opinion_id.in_(opinions)) for table in OF_OPINION)
    yield TagDecision, TagDecision.review_id.in_(reviews)
    yield from ((table, true()) for table in WHOLE)
