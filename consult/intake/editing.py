"""What may change about a submission on record: how it came, who sent it, whether it stands; never what was said (R24, R30).

A slip of the typist is mended by a new opinion that stands in the place of the old one; both stay on record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from consult import audit, clock
from consult.domain.deadline import Arrival, check_arrival
from consult.domain.errors import EditConflict, SubmissionRefused
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.intake.entering import EnteredOpinion, opinion_of, start_of
from consult.late_marks import deadline_of
from consult.models import Opinion, OpinionFlag, StaffMember, Submission, Submitter

CHANGED_MEANWHILE = (
    "この提出は、開いてからほかの人が変えています。いまの内容を確かめて、もう一度保存してください。"
)


@dataclass(frozen=True)
class Facts:
    """`arrival` is None for what came by the form: its moment is the server's, and nobody changes it."""

    arrival: Arrival | None
    internal_note: str


def was_typed_by_staff(submission: Submission) -> bool:
    """What a citizen typed is the citizen's; of paper, staff have the original beside them."""
    return submission.arrived_on is not None


def change_facts(submission: Submission, facts: Facts, *, version: int, by: StaffMember) -> None:
    """The late mark follows. EditConflict when somebody saved meanwhile (TW1), ArrivalImpossible for impossible days."""
    _refuse_unseen(submission, version)
    values: dict[str, Any] = {"internal_note": facts.internal_note}
    if facts.arrival is not None and submission.consultation is not None:
        check_arrival(facts.arrival, clock.today())
        values |= {
            "channel": facts.arrival.channel,
            "arrived_on": facts.arrival.arrived_on,
            "postmarked_on": facts.arrival.postmarked_on,
            "received_at": start_of(facts.arrival.arrived_on),
            "is_late": deadline_of(submission.consultation).verdict(facts.arrival).is_late,
        }
    _save(submission, submission, values, by=by)


def look_at_submitter(submitter: Submitter, *, by: StaffMember) -> Submitter:
    """Whoever reads who sent something leaves a trace (TP17)."""
    audit.record(AuditAction.VIEWED, submitter, by=by)
    return submitter


def change_submitter(
    submission: Submission, values: dict[str, Any], *, version: int, by: StaffMember
) -> None:
    """Field names go into the log, what stands in them does not (TS13)."""
    _refuse_unseen(submission, version)
    _save(submission, submission.submitter, values, by=by)


def _save(
    submission: Submission,
    target: Submission | Submitter | Opinion,
    values: Mapping[str, Any],
    *,
    by: StaffMember,
) -> None:
    changed = [name for name, value in values.items() if getattr(target, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(target, name, values[name])
    submission.version += 1
    db.session.flush()
    audit.record(AuditAction.CHANGED, target, by=by, fields=changed)


def withdraw(submission: Submission, reason: str, *, by: StaffMember) -> None:
    """取り下げ: a status with its day and reason, not a deletion. A second press changes nothing (R24)."""
    if is_blank(reason):
        raise SubmissionRefused("取り下げの理由を入力してください。", field="reason")
    if submission.withdrawn_at is None:
        submission.withdrawn_at, submission.withdrawal_reason = clock.now(), reason
        submission.version += 1
        db.session.flush()
        audit.record(AuditAction.WITHDREW, submission, by=by)


def put_back(submission: Submission, *, by: StaffMember) -> None:
    if submission.withdrawn_at is not None:
        submission.withdrawn_at, submission.withdrawal_reason = None, ""
        submission.version += 1
        db.session.flush()
        audit.record(AuditAction.PUT_BACK, submission, by=by)


def withdraw_opinion(opinion: Opinion, *, by: StaffMember) -> None:
    if opinion.withdrawn_at is None:
        _set_withdrawn(opinion, clock.now(), AuditAction.WITHDREW, by)


def put_back_opinion(opinion: Opinion, *, by: StaffMember) -> None:
    if opinion.withdrawn_at is not None:
        _set_withdrawn(opinion, None, AuditAction.PUT_BACK, by)


def _set_withdrawn(opinion: Opinion, at: datetime | None, action: AuditAction, by: StaffMember) -> None:
    opinion.withdrawn_at = at
    db.session.flush()
    audit.record(action, opinion, by=by)


def add_opinion(submission: Submission, entered: EnteredOpinion, *, by: StaffMember) -> Opinion:
    """One that was overlooked in the letter."""
    _refuse_foreign_words(submission)
    last = db.session.scalar(select(func.max(Opinion.position)).where(Opinion.submission_id == submission.id))
    opinion = opinion_of(submission, entered, (last or 0) + 1)
    db.session.add(opinion)
    submission.version += 1
    db.session.flush()
    audit.record(AuditAction.ADDED, opinion, by=by, submission=submission.id)
    return opinion


def correct_opinion(
    submission: Submission, opinion: Opinion, entered: EnteredOpinion, *, version: int, by: StaffMember
) -> Opinion:
    """The place changes where it stands; other words become an opinion of their own, and the old one stays superseded.

    Refused for a citizen's own words, and while an answer stands for it: that was given to the old words.
    """
    _refuse_unseen(submission, version)
    if entered.wording == opinion.wording:
        _save(submission, opinion, vars(entered.place), by=by)
        return opinion
    _refuse_foreign_words(submission)
    if opinion.answer_group_id is not None:
        raise SubmissionRefused(
            "この意見は回答単位に入っています。打ち間違いを直すときは、先に回答単位から外してください。",
            field="wording",
        )
    return _superseded(submission, opinion, entered, by=by)


def _superseded(submission: Submission, old: Opinion, entered: EnteredOpinion, *, by: StaffMember) -> Opinion:
    new = opinion_of(submission, entered, old.position)
    new.split_from_id, new.gist, new.withdrawn_at = old.id, old.gist, old.withdrawn_at
    db.session.add(new)
    old.superseded_at = clock.now()
    submission.version += 1
    db.session.flush()
    flags = select(OpinionFlag).where(OpinionFlag.opinion_id == old.id, OpinionFlag.lifted_at.is_(None))
    for flag in db.session.scalars(flags).all():
        db.session.add(
            OpinionFlag(
                opinion_id=new.id,
                kind=flag.kind,
                reason=flag.reason,
                raised_at=flag.raised_at,
                raised_by_id=flag.raised_by_id,
            )
        )
    db.session.flush()
    audit.record(AuditAction.CHANGED, new, by=by, fields=["wording"], instead_of=old.id)
    return new


def _refuse_foreign_words(submission: Submission) -> None:
    if not was_typed_by_staff(submission):
        raise SubmissionRefused("電子フォームで届いた意見の文章は変えられません。", field="wording")


def _refuse_unseen(submission: Submission, version: int) -> None:
    if submission.version != version:
        raise EditConflict(CHANGED_MEANWHILE)
