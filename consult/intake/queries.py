"""Reads: for citizens a consultation that is announced and one's own submission, for staff one submission of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import draft_places
from consult.domain import receipt
from consult.domain.asked_items import Asked, AskedItems
from consult.domain.vocabulary import ConsultationStage, SubmitterItem, SubmitterKind
from consult.extensions import db
from consult.models import Consultation, District, Opinion, StaffMember, Submission, Submitter


@dataclass(frozen=True)
class SentOpinion:
    """One opinion as its writer may read it again; `about` is the place in the draft, in words."""

    about: str
    wording: str
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class SentSubmission:
    """A submission as its sender may read it again: no row, so nothing is asked after the commit (TR2)."""

    consultation_id: int
    consultation_title: str
    # How and when the results will be public (R8).
    results_plan: str
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


def own_opinions(submission: Submission) -> list[Opinion]:
    """In the sender's own order and words: not the parts that staff cut, and of a mended slip the mended text."""
    rows = db.session.scalars(
        select(Opinion).where(Opinion.submission_id == submission.id).order_by(Opinion.position, Opinion.id)
    ).all()
    mended = {row.split_from_id for row in rows if row.part_start is None}
    return [row for row in rows if row.part_start is None and row.id not in mended]


def as_sent(submission: Submission, own: Sequence[Opinion] | None = None) -> SentSubmission:
    """`own`: its `own_opinions`, where they have been read already."""
    own = own_opinions(submission) if own is None else own
    about = draft_places.labels_of(own)
    assert submission.consultation is not None  # found by a form or a receipt, which only consultations give
    return SentSubmission(
        submission.consultation.id,
        submission.consultation.title,
        submission.consultation.results_plan,
        submission.received_at,
        submission.withdrawn_at,
        tuple(SentOpinion(about[each.id], each.wording, each.withdrawn_at) for each in own),
    )


def consultation_or_404(consultation_id: int) -> Consultation:
    """For staff: every stage."""
    return db.session.get(Consultation, consultation_id) or abort(404)


def submission_or_404(consultation_id: int, submission_id: int) -> Submission:
    found = db.session.scalar(
        select(Submission)
        .options(joinedload(Submission.consultation), joinedload(Submission.submitter))
        .where(Submission.id == submission_id, Submission.consultation_id == consultation_id)
    )
    return found or abort(404)


def opinion_or_404(submission: Submission, opinion_id: int) -> Opinion:
    """Of this very submission, and standing: one that became others is no longer changed."""
    found = db.session.scalar(
        select(Opinion).where(
            Opinion.id == opinion_id,
            Opinion.submission_id == submission.id,
            Opinion.superseded_at.is_(None),
        )
    )
    return found or abort(404)


def opinions_of(submission: Submission) -> Sequence[Opinion]:
    """Those that stand, and those that were taken back by themselves; not what became another."""
    return db.session.scalars(
        select(Opinion)
        .options(joinedload(Opinion.about_section))
        .where(Opinion.submission_id == submission.id, Opinion.superseded_at.is_(None))
        .order_by(Opinion.position, Opinion.id)
    ).all()


def superseded_of(submission: Submission) -> Sequence[Opinion]:
    """Wordings that were corrected or split: what was on record before."""
    return db.session.scalars(
        select(Opinion)
        .where(Opinion.submission_id == submission.id, Opinion.superseded_at.is_not(None))
        .order_by(Opinion.position, Opinion.id)
    ).all()


def number_of_opinions(submission: Submission) -> int:
    return sum(not each.withdrawn_at for each in opinions_of(submission))


def required_and_missing(consultation: Consultation, submitter: Submitter) -> list[str]:
    """What the case requires of such a submitter and nobody wrote on the paper (R21)."""
    asked = asked_items(consultation)
    is_organisation = submitter.kind is SubmitterKind.ORGANISATION
    return [
        each.item.label
        for each in asked.lines
        if asked.must_have(each.item, is_organisation=is_organisation)
        and not getattr(submitter, each.item.value)
    ]


def name_of(staff_member_id: int | None) -> str:
    member = db.session.get(StaffMember, staff_member_id) if staff_member_id else None
    return member.name if member else ""
