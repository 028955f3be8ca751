"""The late marks of a case anew: its last day or its rule for letters has changed since they were set (R23).

What came by the form was taken or refused at its moment and is never marked.
"""

from sqlalchemy import select

from consult import audit
from consult.domain.deadline import Arrival, Deadline
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Consultation, StaffMember, Submission


def arrival_of(submission: Submission) -> Arrival | None:
    """None for what came by the form."""
    if submission.arrived_on is None:
        return None
    return Arrival(submission.channel, submission.arrived_on, submission.postmarked_on)


def deadline_of(consultation: Consultation) -> Deadline:
    return Deadline(consultation.period, consultation.deadline_rule)


def is_late(submission: Submission, deadline: Deadline) -> bool:
    arrival = arrival_of(submission)
    return arrival is not None and deadline.verdict(arrival).is_late


def mark_anew(consultation: Consultation, *, by: StaffMember | None = None) -> int:
    """How many submissions are late now and were not, or the other way round."""
    deadline = deadline_of(consultation)
    entered = Submission.consultation_id == consultation.id, Submission.arrived_on.is_not(None)
    changed = []
    for submission in db.session.scalars(select(Submission).where(*entered)):
        late = is_late(submission, deadline)
        if submission.is_late is not late:
            submission.is_late = late
            submission.version += 1
            changed.append(submission)
    db.session.flush()
    details = {"fields": ["is_late"], "consultation": consultation.id}
    audit.record_each(AuditAction.CHANGED, [(each, details) for each in changed], by=by)
    return len(changed)
