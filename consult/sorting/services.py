"""Writes on one opinion or on all copies of its text: flags (R33), and that a person has been through it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from consult import clock
from consult.answer_standing import check_not_frozen, of_case
from consult.bulk import add_in_one
from consult.domain.answering import NOT_ANSWERED
from consult.domain.errors import EditConflict, NotUndoable, SortingRefused
from consult.domain.vocabulary import AuditAction, FlagKind
from consult.extensions import db
from consult.models import AuditEvent, Opinion, OpinionFlag, StaffMember
from consult.sorting import acts
from consult.standing import counts

BATCH = 5_000
LONGEST_REASON = 500
SPLIT_MEANWHILE = (
    "この意見は、その間に分けられたか、1件に戻されました。いまの様子を見て、もう一度選んでください。"
)


@dataclass(frozen=True)
class Scope:
    """One opinion, or every copy of its text in the case: `copies` is the number that the person was shown."""

    opinion: Opinion
    copies: int | None = None

    def ids(self, consultation_id: int) -> list[int]:
        """EditConflict when copies came or went since the page was opened."""
        if self.copies is None:
            return [self.opinion.id]
        same = select(Opinion.id).where(
            of_case(consultation_id), counts(), Opinion.text_digest == self.opinion.text_digest
        )
        found = list(db.session.scalars(same.order_by(Opinion.id)))
        if len(found) != self.copies:
            raise EditConflict(
                "同じ文章の件数が、画面を開いたときと変わりました。件数を見て、もう一度選んでください。"
            )
        return found


def flag(
    scope: Scope, kind: FlagKind, reason: str, *, consultation_id: int, by: StaffMember
) -> AuditEvent | None:
    """The flag with its reason on each; None where it stands on all already. One act, taken back by one undo."""
    _refuse_superseded(scope.opinion)
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise SortingRefused(f"理由は{LONGEST_REASON}字までです（いま{len(reason)}字）。", field="reason")
    ids = scope.ids(consultation_id)
    flagged = _flagged(ids, kind)
    new = [each for each in ids if each not in flagged]
    if not new:
        return None
    if kind in NOT_ANSWERED:
        check_not_frozen(new)
    now = clock.now()
    rows = [
        OpinionFlag(opinion_id=each, kind=kind, reason=reason, raised_at=now, raised_by_id=by.id)
        for each in new
    ]
    add_in_one(rows)
    newly_sorted = _mark_sorted(new)
    return acts.record(
        AuditAction.FLAGGED,
        scope.opinion,
        consultation_id,
        kind=kind.value,
        flags=[row.id for row in rows],
        sorted=newly_sorted,
    )


def lift(raised: OpinionFlag, *, consultation_id: int, by: StaffMember) -> None:
    """Take one flag off one opinion."""
    if raised.lifted_at is not None:
        raise NotUndoable("この印は、すでに外されています。")
    if raised.kind in NOT_ANSWERED:
        check_not_frozen([raised.opinion_id])
    raised.lifted_at, raised.lifted_by_id = clock.now(), by.id
    acts.record(AuditAction.UNDID, raised.opinion, consultation_id, kind=raised.kind.value, flag=raised.id)


def mark_sorted(scope: Scope, *, consultation_id: int) -> AuditEvent | None:
    """A person has been through it; None where somebody has already."""
    _refuse_superseded(scope.opinion)
    marked = _mark_sorted(scope.ids(consultation_id))
    if not marked:
        return None
    return acts.record(AuditAction.SORTED, scope.opinion, consultation_id, sorted=marked)


def take_back(event: AuditEvent, *, by: StaffMember) -> int:
    """Of a flagging or a sorting: how many opinions are as they were."""
    return acts.take_back(event, lambda event: _unmark(event, by))


def _unmark(event: AuditEvent, by: StaffMember) -> int:
    flags = event.details.get("flags", [])
    standing = _in_force(flags)
    if flags and not standing:
        raise NotUndoable("この印は、すでに外されています。")
    check_not_frozen([each.opinion_id for each in standing if each.kind in NOT_ANSWERED])
    ids, now = [each.id for each in standing], clock.now()
    for batch in _batches(ids):
        lifting = update(OpinionFlag).where(OpinionFlag.id.in_(batch))
        db.session.execute(lifting.values(lifted_at=now, lifted_by_id=by.id))
    for batch in _batches(event.details.get("sorted", [])):
        db.session.execute(update(Opinion).where(Opinion.id.in_(batch)).values(sorted_at=None))
    return len(ids) or len(event.details.get("sorted", []))


def _in_force(flag_ids: Sequence[int]) -> list[OpinionFlag]:
    return [
        row
        for batch in _batches(flag_ids)
        for row in db.session.scalars(
            select(OpinionFlag).where(OpinionFlag.id.in_(batch), OpinionFlag.lifted_at.is_(None))
        )
    ]


def _flagged(ids: Sequence[int], kind: FlagKind) -> set[int]:
    return {
        opinion_id
        for batch in _batches(ids)
        for opinion_id in db.session.scalars(
            select(OpinionFlag.opinion_id).where(
                OpinionFlag.opinion_id.in_(batch), OpinionFlag.kind == kind, OpinionFlag.lifted_at.is_(None)
            )
        )
    }


def _mark_sorted(ids: Sequence[int]) -> list[int]:
    """Those that were not marked before."""
    marked: list[int] = []
    for batch in _batches(ids):
        unmarked = select(Opinion.id).where(Opinion.id.in_(batch), Opinion.sorted_at.is_(None))
        found = list(db.session.scalars(unmarked))
        db.session.execute(update(Opinion).where(Opinion.id.in_(found)).values(sorted_at=clock.now()))
        marked += found
    return marked


def _refuse_superseded(opinion: Opinion) -> None:
    if opinion.superseded_at is not None:
        raise EditConflict(SPLIT_MEANWHILE)


def _batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]
