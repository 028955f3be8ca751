"""The import itself: rows become hearings and committee submissions, all of them or none, in a few statements."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from sqlalchemy import func, insert, select

from consult import audit, clock, nlp_gateway
from consult.bulk import add_in_one, add_opinions
from consult.domain import claims as cutting
from consult.domain import receipt
from consult.domain.claims import CLAIMS_LIMIT, Claim, Claims
from consult.domain.period import JAPAN
from consult.domain.submission_rules import MAX_OPINION_CHARACTERS
from consult.domain.vocabulary import AuditAction, Channel, OpinionSource, Reach, SubmitterKind
from consult.extensions import db
from consult.hearing_records import counterparts_for, opinion_values
from consult.imports import queries
from consult.imports.hearing_rows import HearingRow
from consult.imports.planning import Plan
from consult.imports.rows import PlannedRow
from consult.models import (
    Counterpart,
    District,
    FollowUp,
    Hearing,
    ImportBatch,
    ImportedRow,
    OwnSector,
    StaffMember,
    Submission,
    Submitter,
)
from consult.spreadsheets.columns import folded

# Notes to the claims cut from them: the slow part, done before the transaction that writes.
Cuts = Mapping[str, Claims]


@dataclass
class Recorded:
    """What came of it, in numbers."""

    hearings: int = 0
    committee: int = 0
    submissions: int = 0
    opinions: int = 0
    # Values of KPIs and assessments that came with a returned sheet.
    answers: int = 0
    # Numbers of hearings in whose notes nothing was found that is an opinion.
    without_opinions: list[int] = field(default_factory=list)


def cut(notes: str) -> Claims:
    """What `nlp` proposes, as far as one hearing can hold it."""
    return cutting.proposed(nlp_gateway.claims_of(notes))[:CLAIMS_LIMIT]


def cuts_of(plan: Plan) -> dict[str, Claims]:
    """Every notes of the plan, cut at once; the worker does it step by step."""
    return {notes: cut(notes) for notes in notes_to_cut(plan)}


def notes_to_cut(plan: Plan) -> list[str]:
    """Each once; what comes back from our own export knows its opinions."""
    return list(dict.fromkeys(row.content.notes for row in plan.imported if row.content.claims is None))


def record_rows(
    rows: Sequence[PlannedRow], cuts: Cuts, *, batch: ImportBatch, by: StaffMember | None, is_invented: bool
) -> Recorded:
    """Adds everything and flushes; the caller commits or rolls back."""
    done = Recorded()
    heard = [row for row in rows if not row.content.is_committee]
    given = [row for row in rows if row.content.is_committee]
    _record_hearings(heard, cuts, batch=batch, by=by, is_invented=is_invented, done=done)
    _record_submissions(given, cuts, batch=batch, by=by, done=done)
    return done


def _record_hearings(
    rows: Sequence[PlannedRow],
    cuts: Cuts,
    *,
    batch: ImportBatch,
    by: StaffMember | None,
    is_invented: bool,
    done: Recorded,
) -> None:
    bodies = _bodies([row.content for row in rows])
    numbers = _numbers([row.content for row in rows])
    hearings = [
        _hearing(row.content, body, number, by=by, is_invented=is_invented)
        for row, body, number in zip(rows, bodies, numbers, strict=True)
    ]
    add_in_one(hearings)
    opinions: list[dict[str, Any]] = []
    for row, hearing in zip(rows, hearings, strict=True):
        known = row.content.claims
        claims = cutting.checked(hearing.notes, cuts[hearing.notes] if known is None else known)
        claims = cutting.opinions_of(claims)
        opinions += [
            {"hearing_id": hearing.id, **opinion_values(hearing.notes, claim, n)}
            for n, claim in enumerate(claims, start=1)
        ]
        if not claims:
            done.without_opinions.append(hearing.number)
    add_opinions(opinions)
    add_in_one(list(_follow_ups(rows, hearings)))
    _add_origins([(row, {"hearing_id": each.id}) for row, each in zip(rows, hearings, strict=True)], batch)
    details = [{"number": each.number, "import_batch": batch.id} for each in hearings]
    audit.record_each(AuditAction.ADDED, list(zip(hearings, details, strict=True)), by=by)
    done.hearings = len(hearings)
    done.opinions += len(opinions)


def _hearing(
    row: HearingRow, body: Counterpart, number: int, *, by: StaffMember | None, is_invented: bool
) -> Hearing:
    return Hearing(
        number=number,
        kind=row.kind,
        held_on=row.held_on,
        held_on_typed=row.held_on_typed,
        method=row.method,
        notes=row.notes,
        consent=row.consent,
        counterpart=body,
        registered_by_id=by.id if by else None,
        is_invented=is_invented or row.is_invented,
        created_at=clock.now(),
        **row.texts,
    )


def _follow_ups(rows: Sequence[PlannedRow], hearings: Sequence[Hearing]) -> Iterator[FollowUp]:
    for row, hearing in zip(rows, hearings, strict=True):
        for each in row.content.follow_ups:
            done = datetime.combine(each.done_on, time(0), tzinfo=JAPAN) if each.done_on else None
            yield FollowUp(
                hearing_id=hearing.id,
                wording=each.wording,
                due_on=each.due_on,
                done_at=done,
                created_at=clock.now(),
            )


def _bodies(rows: Sequence[HearingRow]) -> list[Counterpart]:
    """The bodies heard; what the file says about a new one goes with it, a registered one keeps what it has."""
    own_sectors = {folded(own.name): own for own in db.session.scalars(select(OwnSector))} if rows else {}
    districts = {folded(each.name): each for each in db.session.scalars(select(District))} if rows else {}
    bodies = counterparts_for([(row.name, row.sector) for row in rows])
    for row, body in zip(rows, bodies, strict=True):
        if body.reach is Reach.UNKNOWN and row.reach is not Reach.UNKNOWN:
            body.reach = row.reach
        own = own_sectors.get(folded(row.sector_word))
        if body.own_sector_id is None and own is not None and own.sector is body.sector:
            body.own_sector_id = own.id
        district = districts.get(folded(row.district))
        if body.district_id is None and district is not None:
            body.district_id = district.id
    return bodies


def _numbers(rows: Sequence[HearingRow]) -> list[int]:
    """The file's own number where it is free; else the next one after all."""
    taken = queries.numbers_in_use()
    numbers: list[int] = []
    for row in rows:
        number = row.number if row.number is not None and row.number not in taken else None
        numbers.append(number or 0)
        taken |= {number} if number else set()
    following = max(taken, default=0)
    for n, number in enumerate(numbers):
        if not number:
            following += 1
            numbers[n] = following
    _give_up(set(numbers), following)
    return numbers


def _give_up(wanted: set[int], highest: int) -> None:
    """A hearing whose import was undone stands in no list: its number goes to the one that comes instead."""
    freed = db.session.scalars(queries.numbers_given_up().where(Hearing.number.in_(wanted))).all()
    if not freed:
        return
    highest = max(highest, db.session.scalar(select(func.max(Hearing.number))) or 0)
    for n, hearing in enumerate(freed, start=1):
        hearing.number = highest + n
    db.session.flush()


def _record_submissions(
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
    _add_origins([(row, {"submission_id": each.id}) for row, each in pairs], batch)
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


def _add_origins(rows: Sequence[tuple[PlannedRow, dict[str, int]]], batch: ImportBatch) -> None:
    if rows:
        db.session.execute(insert(ImportedRow), [_origin(row, batch) | became for row, became in rows])


def _origin(row: PlannedRow, batch: ImportBatch) -> dict[str, Any]:
    shown: dict[str, Any] = dict(row.shown or {})
    if row.content.is_committee:
        # Who sent an opinion stands in Submitter and nowhere else.
        shown.pop("counterpart", None)
    return {
        "import_batch_id": batch.id,
        "sheet": row.sheet[:200],
        "row": row.line,
        "fingerprint": row.fingerprint,
        "cells": shown,
        "notices": [notice.text for notice in (*row.notices, *row.problems)],
    }
