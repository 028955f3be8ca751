"""Putting on record what came in by another way than the form: one act, once, with its scan and its late mark (R20, O8)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from consult import audit, clock
from consult.domain import receipt
from consult.domain.deadline import Arrival, check_arrival
from consult.domain.errors import AlreadySent
from consult.domain.period import JAPAN
from consult.domain.vocabulary import AuditAction, Channel, OpinionSource
from consult.draft_places import PlaceColumns
from consult.extensions import db
from consult.intake import queries
from consult.late_marks import deadline_of
from consult.models import (
    Consultation,
    Opinion,
    StaffMember,
    Submission,
    SubmissionFile,
    Submitter,
)
from consult.uploads import SetAside


@dataclass(frozen=True)
class EnteredOpinion:
    place: PlaceColumns
    wording: str


@dataclass(frozen=True)
class Entry:
    """What staff read off one letter: how it came, who wrote it (column by column), all its words, its opinions."""

    arrival: Arrival
    submitter: dict[str, Any]
    original_text: str
    opinions: tuple[EnteredOpinion, ...]
    internal_note: str = ""

    def content_hash(self, consultation_id: int) -> str:
        """Tells a repeated send from a changed one (TR7)."""
        content = [
            consultation_id,
            self.arrival.channel.value,
            str(self.arrival.arrived_on),
            str(self.arrival.postmarked_on),
            sorted((name, str(value)) for name, value in self.submitter.items()),
            self.original_text,
            [[*vars(each.place).values(), each.wording] for each in self.opinions],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def enter(
    consultation: Consultation,
    entry: Entry,
    *,
    form_token: str,
    files: Iterable[SetAside],
    by: StaffMember,
) -> Submission:
    """On record, late or not by the rule. A page sent again is the same submission (TR5); changed, it is AlreadySent.

    Raises ArrivalImpossible for days that cannot be. Letters are taken at any time: what comes late is kept (R23).
    """
    earlier = queries.submission_by_form_token(form_token)
    digest = entry.content_hash(consultation.id)
    if earlier is not None:
        if earlier.content_hash != digest or earlier.consultation_id != consultation.id:
            raise AlreadySent("この画面からは、すでに別の内容で登録されています。")
        return earlier
    check_arrival(entry.arrival, clock.today())
    submission = _keep(consultation, entry, form_token=form_token, content_hash=digest, by=by)
    attach(submission, files, by=by)
    audit.record(
        AuditAction.RECEIVED,
        submission,
        by=by,
        channel=submission.channel.value,
        opinions=len(entry.opinions),
        is_late=submission.is_late,
    )
    return submission


def _keep(
    consultation: Consultation, entry: Entry, *, form_token: str, content_hash: str, by: StaffMember
) -> Submission:
    arrival = entry.arrival
    submission = Submission(
        consultation=consultation,
        submitter=_submitter(consultation, entry),
        channel=arrival.channel,
        received_at=start_of(arrival.arrived_on),
        arrived_on=arrival.arrived_on,
        postmarked_on=arrival.postmarked_on,
        is_late=deadline_of(consultation).verdict(arrival).is_late,
        original_text=entry.original_text,
        internal_note=entry.internal_note,
        entered_by_id=by.id,
        receipt_hash=receipt.fingerprint(receipt.receipt_number(form_token)),
        form_token_hash=receipt.fingerprint(form_token),
        content_hash=content_hash,
    )
    db.session.add(submission)
    db.session.flush()
    for position, each in enumerate(entry.opinions, start=1):
        db.session.add(opinion_of(submission, each, position))
    db.session.flush()
    return submission


def opinion_of(submission: Submission, entered: EnteredOpinion, position: int) -> Opinion:
    return Opinion(
        source=OpinionSource.SUBMISSION,
        submission=submission,
        position=position,
        wording=entered.wording,
        created_at=clock.now(),
        **vars(entered.place),
    )


def _submitter(consultation: Consultation, entry: Entry) -> Submitter:
    """A committee's member is one row for all that he or she gave: 名 counts members (R43, D8)."""
    if entry.arrival.channel is Channel.COMMITTEE:
        known = db.session.scalar(
            select(Submitter)
            .join(Submission, Submission.submitter_id == Submitter.id)
            .where(
                Submission.channel == Channel.COMMITTEE,
                Submission.consultation_id == consultation.id,
                Submitter.name == entry.submitter["name"],
            )
            .limit(1)
        )
        if known is not None:
            return known
    return Submitter(**entry.submitter)


def attach(submission: Submission, files: Iterable[SetAside], *, by: StaffMember) -> None:
    for each in files:
        each.file.is_set_aside = False
        row = SubmissionFile(
            submission_id=submission.id, file=each.file, added_by_id=by.id, created_at=clock.now()
        )
        db.session.add(row)
        db.session.flush()
        audit.record(AuditAction.ADDED, row, by=by, submission=submission.id)


def start_of(day: date) -> datetime:
    """Of paper only the day is known."""
    return datetime.combine(day, time(0), tzinfo=JAPAN)
