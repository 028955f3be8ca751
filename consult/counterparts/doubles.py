"""Bodies whose names may mean one, for a person to look at; and those that a person found to be two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from consult.counterparts.queries import Heard, heard_of
from consult.domain.near_names import Likeness, Near, near_names
from consult.extensions import db
from consult.models import Counterpart, DistinctCounterparts, StaffMember
from consult.paging import Page, listed


@dataclass(frozen=True)
class Proposal:
    """Two bodies, how often each was heard, and why they are shown together."""

    first: Counterpart
    second: Counterpart
    heard: dict[int, Heard]
    likeness: Likeness


@dataclass(frozen=True)
class ToldApart:
    pair: DistinctCounterparts
    first: Counterpart
    second: Counterpart
    by: str
    at: datetime


def nearby() -> list[Near]:
    """Three queries; the names are compared in memory, as thousands of bodies allow."""
    stands_for = func.coalesce(Counterpart.merged_into_id, Counterpart.id)
    # The oldest first: of many alike, it is the one that the others are compared with.
    names = db.session.execute(
        select(stands_for, Counterpart.name).where(Counterpart.name != "").order_by(stands_for)
    )
    standing_for: dict[int, int] = {
        body: kept
        for body, kept in db.session.execute(
            select(Counterpart.id, Counterpart.merged_into_id).where(Counterpart.merged_into_id.is_not(None))
        )
        if kept is not None
    }
    known = set()
    for pair in db.session.execute(select(DistinctCounterparts.first_id, DistinctCounterparts.second_id)):
        first, second = sorted(standing_for.get(each, each) for each in pair)
        known.add((first, second))
    return near_names(((row[0], row[1]) for row in names), known_as_two=known)


def proposal_page(number: int) -> Page:
    """One page of proposals; the rows of this page alone are read."""
    page = listed(nearby(), number)
    ids = {each for near in page.rows for each in (near.first, near.second)}
    bodies = {
        body.id: body for body in db.session.scalars(select(Counterpart).where(Counterpart.id.in_(ids)))
    }
    figures = heard_of(list(bodies.values()))
    rows: Sequence[Proposal] = [
        Proposal(bodies[near.first], bodies[near.second], figures, near.likeness) for near in page.rows
    ]
    return Page(rows, page.number, page.size, page.total)


def told_apart(number: int) -> Page:
    """別の相手方とした組, the newest first."""
    total = db.session.scalar(select(func.count(DistinctCounterparts.id))) or 0
    page = listed(range(total), number)
    first, second = aliased(Counterpart), aliased(Counterpart)
    rows = db.session.execute(
        select(DistinctCounterparts, first, second, StaffMember.name)
        .join(first, first.id == DistinctCounterparts.first_id)
        .join(second, second.id == DistinctCounterparts.second_id)
        .outerjoin(StaffMember, DistinctCounterparts.staff_member_id == StaffMember.id)
        .order_by(DistinctCounterparts.id.desc())
        .limit(page.size)
        .offset((page.number - 1) * page.size)
    )
    apart = [ToldApart(pair, one, two, name or "職員", pair.created_at) for pair, one, two, name in rows]
    return Page(apart, page.number, page.size, total)


def pair_or_404(pair_id: int) -> DistinctCounterparts:
    return db.session.get(DistinctCounterparts, pair_id) or abort(404)
