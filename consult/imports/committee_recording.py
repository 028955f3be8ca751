"""Rows of committee members become submissions about no case (R43)."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from consult import audit, clock
from consult.bulk import add_in_one, add_opinions
from consult.domain import claims as cutting
from consult.domain import receipt
from consult.domain.claims import Claim
from consult.domain.period import JAPAN
from consult.domain.submission_rules import MAX_OPINION_CHARACTERS
from consult.domain.vocabulary import AuditAction, Channel, OpinionSource, SubmitterKind
from consult.extensions import db
from consult.imports.hearing_rows import HearingRow
from consult.imports.recording import Cuts, Recorded, add_origins
from consult.imports.rows import PlannedRow
from consult.models import ImportBatch, StaffMember, Submission, Submitter


def record_committee(
    rows: Sequence[PlannedRow], cuts: Cuts, *, batch: ImportBatch, by: StaffMember | None, done: Recorded
) -> None:
    submitters = _submitters([row.content for row in rows])
    add_in_one([each for each in dict.fromkeys(submitters) if each.id is None])
    submissions = [_submission(row, submitter) for row, submitter in zip(rows, submitters, strict=True)]
    add_in_one(submissions)
    pairs = list(zip(rows, submissions, strict=True))
    opinions = [
        opinion for row, each in pairs for opinion in _opinions_of_submission(row.content.notes, cuts, each)
    ]
    add_opinions(opinions)
    # Who sent an opinion stands in Submitter and nowhere else.
    origins = [(row, {"submission_id": each.id}) for row, each in pairs]
    add_origins(origins, batch, without="counterpart")
    details = {"channel": Channel.COMMITTEE.value, "import_batch": batch.id}
    audit.record_each(AuditAction.RECEIVED, [(each, details) for each in submissions], by=by)
    done.committee = len(submissions)
    done.opinions += len(opinions)


def _submitters(rows: Sequence[HearingRow]) -> list[Submitter]:
    """One for each member by name, also those known from earlier: 名 counts persons (R43)."""
    names = {row.name for row in rows}
    known = {
        submitter.name: submitter
        for submitter in db.session.scalars(
            select(Submitter)
            .join(Submission, Submission.submitter_id == Submitter.id)
            .where(Submission.channel == Channel.COMMITTEE, Submitter.name.in_(names))
            .order_by(Submitter.id.desc())
        )
    }
    return [known.setdefault(row.name, Submitter(kind=SubmitterKind.PERSON, name=row.name)) for row in rows]


def _submission(row: PlannedRow, submitter: Submitter) -> Submission:
    """About no consultation, and without a receipt: the two hashes are of numbers that nobody has."""
    content: HearingRow = row.content
    moment = clock.now()
    if content.held_on is not None:
        moment = datetime.combine(content.held_on, time(0), tzinfo=JAPAN)
    return Submission(
        consultation=None,
        submitter=submitter,
        channel=Channel.COMMITTEE,
        received_at=moment,
        receipt_hash=receipt.fingerprint(secrets.token_hex(32)),
        form_token_hash=receipt.fingerprint(secrets.token_hex(32)),
        content_hash=row.fingerprint,
    )


def _opinions_of_submission(notes: str, cuts: Cuts, submission: Submission) -> Iterator[dict[str, Any]]:
    claims = cutting.opinions_of(cutting.checked(notes, cuts[notes]))
    wordings = [part for claim in claims for part in _fitting(notes, claim)]
    for position, wording in enumerate(wordings, start=1):
        yield {
            "source": OpinionSource.SUBMISSION,
            "submission_id": submission.id,
            "position": position,
            "wording": wording,
            "created_at": clock.now(),
        }


def _fitting(notes: str, claim: Claim) -> list[str]:
    """A submitted opinion has a limit; what is longer is cut after a sentence, and only without one in the middle."""
    parts: list[str] = []
    start = claim.start
    while claim.end - start > MAX_OPINION_CHARACTERS:
        rest = Claim(start, claim.end)
        places = [at for at in cutting.places_to_split(notes, rest) if at - start <= MAX_OPINION_CHARACTERS]
        end = places[-1] if places else start + MAX_OPINION_CHARACTERS
        parts.append(notes[start:end].strip())
        start = end
    return [part for part in (*parts, notes[start : claim.end].strip()) if part]
