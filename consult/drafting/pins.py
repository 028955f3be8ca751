"""Voices that a drafter puts first on a package's page: pinned, ordered, taken off. A person's choice; no re-run touches it."""

from sqlalchemy import select

from consult import audit, clock
from consult.domain.errors import NotConfirmed
from consult.domain.vocabulary import AuditAction, Facet
from consult.drafting import ordered
from consult.drafting.ordered import Direction
from consult.drafting.services import check_it_may_leave, is_confirmed
from consult.extensions import db
from consult.models import Opinion, PinnedOpinion, StaffMember


def pinned_ids(package: str) -> tuple[int, ...]:
    """In their order, also those that do not count as confirmed any more."""
    return tuple(row.opinion_id for row in _pinned(package))


def pin(package: str, opinion_id: int, *, by: StaffMember, position: int | None = None) -> None:
    """Last or at `position`; one that is pinned already stays.

    Raises NotConfirmed for an opinion that is not confirmed on the package, or whose text is pinned already, NotCleared
    for one that may not leave the house: the committee paper has it.
    """
    pinned = _pinned(package)
    if ordered.place_of(pinned, opinion_id):
        return
    if not is_confirmed(Facet.PACKAGE, package, opinion_id):
        raise NotConfirmed(
            "この政策パッケージに確定した意見だけを選べます。意見の番号と、分類が確定しているかを確かめてください。"
        )
    opinion = db.session.get_one(Opinion, opinion_id)
    for row in pinned:
        if row.opinion.text_digest == opinion.text_digest:
            raise NotConfirmed(f"同じ文面の意見{row.opinion_id}を、すでに選んでいます。")
    check_it_may_leave(opinion)
    row = PinnedOpinion(
        package=package, opinion=opinion, position=0, staff_member_id=by.id, pinned_at=clock.now()
    )
    db.session.add(row)
    ordered.put_in(pinned, row, position)
    audit.record(AuditAction.CHOSE, row, by=by, package=package, opinion_id=opinion_id)


def unpin(package: str, opinion_id: int, *, by: StaffMember) -> int | None:
    """The place it had, None when it was not pinned."""
    pinned = _pinned(package)
    place = ordered.place_of(pinned, opinion_id)
    if place is None:
        return None
    row = pinned.pop(place - 1)
    audit.record(AuditAction.REMOVED, row, by=by, package=package, opinion_id=opinion_id)
    db.session.delete(row)
    ordered.number(pinned)
    return place


def move(package: str, opinion_id: int, direction: Direction, *, by: StaffMember) -> None:
    """One place up or down; at the end nothing happens."""
    moved = ordered.exchange(_pinned(package), opinion_id, direction)
    if moved:
        audit.record(AuditAction.CHANGED, moved, by=by, package=package, fields=["position"])


def _pinned(package: str) -> list[PinnedOpinion]:
    of_package = select(PinnedOpinion).where(PinnedOpinion.package == package)
    return list(db.session.scalars(of_package.order_by(PinnedOpinion.position, PinnedOpinion.id)))
