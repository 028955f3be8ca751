"""Two bodies that are one: a person merges them, may undo it, or says that they are two. Nothing happens by itself.

Acts of merging form a tree: each body points to the one that stands for it now (`merged_into`), each act remembers
which hearings it moved. Undone in any order, every hearing is with exactly one body that stands for itself.
"""

from sqlalchemy import select, update

from consult import audit, clock
from consult.counterparts.services import refuse_stale
from consult.domain.errors import CounterpartRefused, EditConflict
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Counterpart, CounterpartMerge, DistinctCounterparts, Hearing, StaffMember
from consult.search.keeping import index_bodies

# Far below what a statement may name.
BATCH = 5_000


def merge(
    kept: Counterpart, merged: Counterpart, *, versions: tuple[int, int], by: StaffMember
) -> CounterpartMerge:
    """The hearings of `merged` go to `kept`, and whoever types its name means `kept` from now on."""
    if kept.id == merged.id:
        raise CounterpartRefused("同じ相手方です。ほかの相手方を選んでください。")
    for body, version in zip((kept, merged), versions, strict=True):
        refuse_stale(body, version)
    hearing_ids = list(
        db.session.scalars(select(Hearing.id).where(Hearing.counterpart_id == merged.id).order_by(Hearing.id))
    )
    _move_hearings(hearing_ids, away_from=merged, to=kept)
    db.session.execute(
        update(Counterpart).where(Counterpart.merged_into_id == merged.id).values(merged_into_id=kept.id)
    )
    merged.merged_into_id = kept.id
    kept.version += 1
    merged.version += 1
    act = CounterpartMerge(
        kept=kept, merged=merged, hearing_ids=hearing_ids, staff_member_id=by.id, created_at=clock.now()
    )
    db.session.add(act)
    db.session.flush()
    index_bodies([kept.id, merged.id])
    audit.record(AuditAction.MERGED, act, by=by, kept=kept.id, merged=merged.id, hearings=len(hearing_ids))
    return act


def undo(act: CounterpartMerge, *, by: StaffMember) -> Counterpart:
    """The merged body stands for itself again, with the hearings that this act moved and those bodies that were its own."""
    merged = act.merged
    if act.undone_at is not None or merged.merged_into_id is None:
        raise EditConflict()
    stood_for_it = db.session.get_one(Counterpart, merged.merged_into_id)
    merged.merged_into_id = None
    db.session.execute(
        update(Counterpart).where(Counterpart.id.in_(_own_bodies(merged))).values(merged_into_id=merged.id)
    )
    _move_hearings(act.hearing_ids, away_from=stood_for_it, to=merged)
    _forget_moves(act)
    act.undone_at, act.undone_by_id = clock.now(), by.id
    merged.version += 1
    stood_for_it.version += 1
    db.session.flush()
    index_bodies([stood_for_it.id, merged.id])
    audit.record(AuditAction.UNDID, act, by=by, kept=act.kept_id, merged=merged.id)
    return merged


def tell_apart(first: Counterpart, second: Counterpart, *, by: StaffMember) -> DistinctCounterparts:
    """別の相手方です: the two are proposed no more. Said twice, it is said once."""
    if first.id == second.id or first.merged_into_id or second.merged_into_id:
        raise EditConflict()
    low, high = sorted((first.id, second.id))
    known = db.session.scalar(
        select(DistinctCounterparts).where(
            DistinctCounterparts.first_id == low, DistinctCounterparts.second_id == high
        )
    )
    if known is not None:
        return known
    pair = DistinctCounterparts(first_id=low, second_id=high, staff_member_id=by.id, created_at=clock.now())
    db.session.add(pair)
    db.session.flush()
    audit.record(AuditAction.ADDED, pair, by=by, first=low, second=high)
    return pair


def propose_again(pair: DistinctCounterparts, *, by: StaffMember) -> None:
    """Takes back 別の相手方です."""
    audit.record(AuditAction.UNDID, pair, by=by, first=pair.first_id, second=pair.second_id)
    db.session.delete(pair)
    db.session.flush()


def _move_hearings(hearing_ids: list[int], *, away_from: Counterpart, to: Counterpart) -> None:
    """Only those that are still there: a hearing that was given another body since stays with that."""
    for start in range(0, len(hearing_ids), BATCH):
        db.session.execute(
            update(Hearing)
            .where(Hearing.id.in_(hearing_ids[start : start + BATCH]), Hearing.counterpart_id == away_from.id)
            .values(counterpart_id=to.id)
        )


def _forget_moves(undone: CounterpartMerge) -> None:
    """Acts that carried these hearings further must not fetch them from where they are now, undone some day."""
    gone = set(undone.hearing_ids)
    further = _act_that_merged(undone.kept_id)
    while further is not None:
        further.hearing_ids = [each for each in further.hearing_ids if each not in gone]
        further = _act_that_merged(further.kept_id)


def _act_that_merged(body_id: int) -> CounterpartMerge | None:
    """The one that still holds: a body is merged once at a time."""
    return db.session.scalar(
        select(CounterpartMerge).where(
            CounterpartMerge.merged_id == body_id, CounterpartMerge.undone_at.is_(None)
        )
    )


def _own_bodies(body: Counterpart) -> list[int]:
    """Those that were merged into it, and into them, by acts that still hold."""
    acts = db.session.execute(
        select(CounterpartMerge.kept_id, CounterpartMerge.merged_id).where(
            CounterpartMerge.undone_at.is_(None)
        )
    )
    below: dict[int, list[int]] = {}
    for kept_id, merged_id in acts:
        below.setdefault(kept_id, []).append(merged_id)
    found, waiting = [], list(below.get(body.id, ()))
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += below.get(each, ())
    return found
