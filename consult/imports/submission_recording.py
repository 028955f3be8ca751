"""Rows become submissions of a case: rows of one group are one submission with several opinions; all of them or none."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from consult import audit, clock
from consult.bulk import add_in_one, add_opinions
from consult.domain import receipt
from consult.domain.period import JAPAN
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import AuditAction, Channel, OpinionSource, SubmitterKind
from consult.extensions import db
from consult.imports.recording import Cuts, Recorded, add_origins
from consult.imports.rows import PlannedRow
from consult.imports.submission_rows import SubmissionRow
from consult.late_marks import deadline_of, is_late
from consult.models import Consultation, ImportBatch, StaffMember, Submission, Submitter

ASIDE = "書き出した表で受付対象外"


def record_rows(
    rows: Sequence[PlannedRow], cuts: Cuts, *, batch: ImportBatch, by: StaffMember | None, is_invented: bool
) -> Recorded:
    """Adds everything and flushes; the caller commits or rolls back."""
    groups: dict[str, list[PlannedRow]] = {}
    for row in rows:
        groups.setdefault(row.content.group, []).append(row)
    firsts = [group[0].content for group in groups.values()]
    submitters = _submitters(firsts, batch)
    add_in_one([each for each in dict.fromkeys(submitters) if each.id is None])
    submissions = [
        _submission(content, submitter, batch=batch, by=by)
        for content, submitter in zip(firsts, submitters, strict=True)
    ]
    # By the days of now: they may have moved since the rows were looked at, and another site's are not this case's.
    deadline = deadline_of(db.session.get_one(Consultation, batch.consultation_id))
    for each in submissions:
        each.is_late = is_late(each, deadline)
    add_in_one(submissions)
    pairs = list(zip(groups.values(), submissions, strict=True))
    opinions = [values for group, each in pairs for values in _opinions(group, each)]
    add_opinions(opinions)
    # `shown` holds nothing of who sent it: that stands in Submitter and nowhere else.
    add_origins([(row, {"submission_id": each.id}) for group, each in pairs for row in group], batch)
    audit.record_each(
        AuditAction.RECEIVED,
        [(each, {"channel": each.channel.value, "import_batch": batch.id}) for each in submissions],
        by=by,
    )
    return Recorded(submissions=len(submissions), opinions=len(opinions))


def _submitters(rows: Sequence[SubmissionRow], batch: ImportBatch) -> list[Submitter]:
    """A committee's member is one for all that he or she gave; whoever else sends twice is joined by staff (R42)."""
    names = {row.name for row in rows if row.is_committee}
    members = {
        each.name: each
        for each in db.session.scalars(
            select(Submitter)
            .join(Submission, Submission.submitter_id == Submitter.id)
            .where(Submission.channel == Channel.COMMITTEE, Submitter.name.in_(names))
            .where(Submission.consultation_id == batch.consultation_id)
        )
    }
    return [
        members.setdefault(row.name, _submitter(row)) if row.is_committee and row.name else _submitter(row)
        for row in rows
    ]


def _submitter(row: SubmissionRow) -> Submitter:
    told = row.submitter
    if not is_blank(told["organisation"]):
        kind = SubmitterKind.ORGANISATION
    else:
        is_told = any(not is_blank(told[key]) for key in ("name", "kana", "address", "phone", "email"))
        kind = SubmitterKind.PERSON if is_told else SubmitterKind.ANONYMOUS
    return Submitter(kind=kind, **told)


def _submission(
    row: SubmissionRow, submitter: Submitter, *, batch: ImportBatch, by: StaffMember | None
) -> Submission:
    """Without our own mark there is no receipt: the two hashes are of numbers that nobody has."""
    own = row.own
    assert row.held_on is not None  # a row without a day stops the import
    is_aside = own is not None and own.is_set_aside
    return Submission(
        consultation_id=batch.consultation_id,
        submitter=submitter,
        channel=row.channel,
        received_at=own.received_at if own else _start_of(row.held_on),
        arrived_on=row.held_on if own is None or own.is_on_paper else None,
        postmarked_on=row.postmarked_on,
        internal_note=row.internal_note,
        entered_by_id=by.id if by else None,
        receipt_hash=own.receipt_hash if own else receipt.fingerprint(secrets.token_hex(32)),
        form_token_hash=receipt.fingerprint(secrets.token_hex(32)),
        content_hash=receipt.fingerprint(row.group),
        withdrawn_at=_start_of(own.withdrawn_on) if own and own.withdrawn_on else None,
        set_aside_at=clock.now() if is_aside else None,
        set_aside_reason=ASIDE if is_aside else "",
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=JAPAN)


def _opinions(group: Sequence[PlannedRow], submission: Submission) -> list[dict[str, Any]]:
    told = [opinion for row in group for opinion in row.content.opinions]
    return [
        {
            "source": OpinionSource.SUBMISSION,
            "submission_id": submission.id,
            "position": position,
            "wording": wording,
            "created_at": clock.now(),
            **vars(place),
        }
        for position, (place, wording) in enumerate(told, start=1)
    ]
