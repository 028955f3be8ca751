"""Rows of a list of hearings become hearings with their opinions; those of committee members become submissions."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import func, select

from consult import audit, clock
from consult.bulk import add_in_one, add_opinions
from consult.domain import claims as cutting
from consult.domain.period import JAPAN
from consult.domain.vocabulary import AuditAction, Reach
from consult.extensions import db
from consult.hearing_records import counterparts_for, opinion_values
from consult.imports import queries
from consult.imports.committee_recording import record_committee
from consult.imports.hearing_rows import HearingRow
from consult.imports.recording import Cuts, Recorded, add_origins
from consult.imports.rows import PlannedRow
from consult.models import Counterpart, District, FollowUp, Hearing, ImportBatch, OwnSector, StaffMember
from consult.spreadsheets.columns import folded


def record_rows(
    rows: Sequence[PlannedRow], cuts: Cuts, *, batch: ImportBatch, by: StaffMember | None, is_invented: bool
) -> Recorded:
    """Adds everything and flushes; the caller commits or rolls back."""
    done = Recorded()
    heard = [row for row in rows if not row.content.is_committee]
    given = [row for row in rows if row.content.is_committee]
    _record_hearings(heard, cuts, batch=batch, by=by, is_invented=is_invented, done=done)
    record_committee(given, cuts, batch=batch, by=by, done=done)
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
    add_origins([(row, {"hearing_id": each.id}) for row, each in zip(rows, hearings, strict=True)], batch)
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
