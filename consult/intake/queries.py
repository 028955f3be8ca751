"""Reads for citizens: a consultation that is announced, and one's own submission."""

from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import select

from consult.domain import receipt
from consult.domain.asked_items import Asked, AskedItems
from consult.domain.vocabulary import ConsultationStage, SubmitterItem
from consult.extensions import db
from consult.models import Consultation, District, Opinion, Submission


@dataclass(frozen=True)
class SentOpinion:
    """One opinion as its writer may read it again."""

    about_package: str | None
    wording: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class SentSubmission:
    """A submission as its sender may read it again: no row, so nothing is asked after the commit (TR2)."""

    consultation_id: int
    consultation_title: str
    received_at: datetime
    withdrawn_at: datetime | None
    opinions: tuple[SentOpinion, ...]


def announced_or_404(consultation_id: int) -> Consultation:
    """What is not announced does not exist for citizens (TP3)."""
    consultation = db.session.get(Consultation, consultation_id)
    if consultation is None or consultation.stage is not ConsultationStage.ANNOUNCED:
        abort(404)
    return consultation


def asked_items(consultation: Consultation) -> AskedItems:
    return AskedItems(tuple(Asked(each.item, each.demand, each.reason) for each in consultation.asked_items))


def districts_asked(asked: AskedItems) -> list[str]:
    """The city's districts in its order, where the case asks for one."""
    if SubmitterItem.DISTRICT not in asked.items:
        return []
    offered = select(District.name).where(District.retired_at.is_(None)).order_by(District.position)
    return list(db.session.scalars(offered))


def submission_by_form_token(form_token: str) -> Submission | None:
    return db.session.scalar(
        select(Submission).where(Submission.form_token_hash == receipt.fingerprint(form_token))
    )


def submission_by_receipt(receipt_number: str) -> Submission | None:
    """What a committee member gave outside of any consultation has no receipt, whatever its hash."""
    return db.session.scalar(
        select(Submission).where(
            Submission.receipt_hash == receipt.fingerprint(receipt_number),
            Submission.consultation_id.is_not(None),
        )
    )


def as_sent(submission: Submission) -> SentSubmission:
    opinions = db.session.execute(
        select(Opinion.about_package, Opinion.wording, Opinion.withdrawn_at)
        .where(Opinion.submission_id == submission.id)
        .order_by(Opinion.position)
    )
    assert submission.consultation is not None  # found by a form or a receipt, which only consultations give
    return SentSubmission(
        submission.consultation.id,
        submission.consultation.title,
        submission.received_at,
        submission.withdrawn_at,
        tuple(SentOpinion(*row) for row in opinions),
    )
