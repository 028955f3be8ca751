"""宿題: what was promised in a hearing, until when, and that it was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from consult import audit, clock
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.hearings.hearing_filter import stands
from consult.hearings.removal import refuse_removed
from consult.models import FollowUp, Hearing, StaffMember
from consult.paging import Page, paged

WORDING_LIMIT = 500
OPEN, DUE, DONE = "open", "due", "done"
SHOWS = {OPEN: "残っているもの", DUE: "期限が来たもの", DONE: "済んだもの"}


@dataclass(frozen=True)
class Promise:
    """What was promised; without a day it has no deadline."""

    wording: str
    due_on: date | None = None


def add(hearing: Hearing, promises: Iterable[Promise], *, by: StaffMember | None) -> None:
    refuse_removed(hearing)
    for each in promises:
        row = FollowUp(
            hearing_id=hearing.id, wording=each.wording, due_on=each.due_on, created_at=clock.now()
        )
        db.session.add(row)
        db.session.flush()
        audit.record(AuditAction.ADDED, row, by=by, hearing=hearing.id)


def change(follow_up: FollowUp, promise: Promise, *, seen: str, by: StaffMember) -> None:
    """EditConflict when it is no longer what the page had shown (TW1)."""
    refuse_removed(follow_up)
    if seen != state_of(follow_up):
        raise EditConflict()
    new = {"wording": promise.wording, "due_on": promise.due_on}
    changed = [name for name, value in new.items() if getattr(follow_up, name) != value]
    for name in changed:
        setattr(follow_up, name, new[name])
    if changed:
        db.session.flush()
        audit.record(AuditAction.CHANGED, follow_up, by=by, fields=changed)


def mark(follow_up: FollowUp, *, is_done: bool, by: StaffMember) -> None:
    """Done, or open again. Who says so twice changes nothing."""
    refuse_removed(follow_up)
    if (follow_up.done_at is not None) == is_done:
        return
    follow_up.done_at, follow_up.done_by_id = (clock.now(), by.id) if is_done else (None, None)
    db.session.flush()
    audit.record(AuditAction.CHANGED, follow_up, by=by, fields=["done_at"], is_done=is_done)


def state_of(follow_up: FollowUp) -> str:
    """What a page shows of it, and sends back to say what it has seen."""
    return f"{follow_up.due_on or ''} {follow_up.wording}"


def follow_up_or_404(follow_up_id: int) -> FollowUp:
    return db.one_or_404(select(FollowUp).where(FollowUp.id == follow_up_id))


def listed(show: str, number: int) -> Page:
    """One page over all hearings: the nearest deadline first, what has none last; done ones by when they were done."""
    statement = _of_standing_hearings().where(*_asked(show))
    order = (
        (FollowUp.done_at.desc(),)
        if show == DONE
        else (FollowUp.due_on.asc().nulls_last(), FollowUp.created_at)
    )
    return paged(statement.order_by(*order, FollowUp.id), number)


def numbers() -> Mapping[str, int]:
    """Of each of SHOWS; three queries."""
    return {show: _count(_of_standing_hearings().where(*_asked(show))) for show in SHOWS}


def hearings_of(rows: Iterable[FollowUp]) -> dict[int, Hearing]:
    ids = {row.hearing_id for row in rows}
    statement = select(Hearing).options(joinedload(Hearing.counterpart)).where(Hearing.id.in_(ids))
    return {hearing.id: hearing for hearing in db.session.scalars(statement)}


def _of_standing_hearings() -> Select[tuple[FollowUp]]:
    return select(FollowUp).join(Hearing, Hearing.id == FollowUp.hearing_id).where(stands())


def _asked(show: str) -> list[Any]:
    is_done = FollowUp.done_at.is_not(None) if show == DONE else FollowUp.done_at.is_(None)
    due = [FollowUp.due_on <= clock.today()] if show == DUE else []
    return [FollowUp.removed_at.is_(None), is_done, *due]


def _count(statement: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
