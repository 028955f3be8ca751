"""Opinions move into a group, out of it and back; an opinion is in one group or in none (R31, TW3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from consult import audit, revision_causes
from consult.domain.answering import check_writable
from consult.domain.errors import EditConflict, GroupRefused, ResponseFrozen
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AnswerGroup, AuditEvent, Consultation, OfficialResponse, Opinion

BATCH = 5_000
MOVED_MEANWHILE = "その間に、ほかの人が意見をまとめ直しました。一覧を見て、もう一度選んでください。"


@dataclass(frozen=True)
class Move:
    """Opinions from one group (None: not grouped yet) to another. What an act did, and what undoing it reverses."""

    opinion_ids: tuple[int, ...]
    from_id: int | None
    to_id: int | None

    def as_json(self) -> dict[str, object]:
        return {"opinions": list(self.opinion_ids), "from": self.from_id, "to": self.to_id}


def carry_out(consultation: Consultation, moves: Sequence[Move], *, word: str) -> AuditEvent:
    """All of it or nothing: EditConflict when an opinion is no longer where the person saw it."""
    check_frozen({group_id for move in moves for group_id in (move.from_id, move.to_id) if group_id})
    for move in moves:
        if not move.opinion_ids:
            raise GroupRefused("意見を1件以上選んでください。")
        if _moved(move) != len(move.opinion_ids):
            raise EditConflict(MOVED_MEANWHILE)
    changes = revision_causes.follow_into_groups([each for move in moves for each in move.opinion_ids])
    told = [move.as_json() for move in moves]
    if not changes:
        return audit.record(AuditAction.GROUPED, consultation, act=word, moves=told)
    return audit.record(AuditAction.GROUPED, consultation, act=word, moves=told, changes=changes)


def take_back(consultation: Consultation, event: AuditEvent) -> int:
    """What still stands where the act left it goes back to where it was; how many opinions."""
    moves = [Move(tuple(each["opinions"]), each["from"], each["to"]) for each in event.details["moves"]]
    check_frozen({group_id for move in moves for group_id in (move.from_id, move.to_id) if group_id})
    number = sum(_moved(Move(move.opinion_ids, move.to_id, move.from_id)) for move in moves)
    if not number:
        raise EditConflict("取り消すものがありません。その後の操作で、意見はほかへ移っています。")
    revision_causes.take_back([(change, group) for change, group in event.details.get("changes", ())])
    revision_causes.follow_into_groups([each for move in moves for each in move.opinion_ids])
    audit.record(AuditAction.UNDID, consultation, act=event.details["act"], of=event.id, opinions=number)
    return number


def check_frozen(group_ids: Iterable[int]) -> None:
    """How many opinions an approved answer stands for is part of what was approved (R37)."""
    rows = db.session.execute(
        select(AnswerGroup.number, OfficialResponse.state)
        .join(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
        .where(AnswerGroup.id.in_(list(group_ids)))
        .order_by(AnswerGroup.number)
    )
    for number, state in rows:
        try:
            check_writable(state)
        except ResponseFrozen as frozen:
            raise ResponseFrozen(f"回答{number}は{frozen.message}") from frozen


def _moved(move: Move) -> int:
    """How many were where they were said to be: nobody's opinion is pulled out of a group unseen."""
    stands = (
        Opinion.answer_group_id.is_(None) if move.from_id is None else Opinion.answer_group_id == move.from_id
    )
    moved = 0
    for at in range(0, len(move.opinion_ids), BATCH):
        ids = move.opinion_ids[at : at + BATCH]
        changed = db.session.execute(
            update(Opinion)
            .where(Opinion.id.in_(ids), stands)
            .values(answer_group_id=move.to_id)
            .execution_options(synchronize_session="fetch")
        )
        moved += changed.rowcount  # type: ignore[attr-defined]
    return moved
