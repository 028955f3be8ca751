"""Making groups of opinions, moving opinions between them, merging groups and undoing it."""

from collections.abc import Sequence

from sqlalchemy import func, select

from consult import clock
from consult.answer_standing import awaits_group
from consult.domain.errors import EditConflict, GroupRefused
from consult.extensions import db
from consult.group_voices import text_that_leaves
from consult.models import AnswerGroup, AuditEvent, Consultation, OfficialResponse, Opinion, StaffMember
from consult.summary.moving import MOVED_MEANWHILE, Move, carry_out
from consult.summary.opinion_filter import GroupingFilter

# One by one is for a round that a person reads from end to end.
MOST_ONE_BY_ONE = 200
# What one statement can be asked about.
MOST_COMPARED = 5_000
SAME_GROUP = "いまと同じ回答単位です。別の番号を入力してください。"


def found_by(asked: GroupingFilter, *, expected: int) -> list[int]:
    """Every opinion of a list; EditConflict when it holds more or fewer than the person was shown."""
    ids = list(db.session.scalars(asked.found().order_by(Opinion.id)))
    if len(ids) != expected:
        raise EditConflict(MOVED_MEANWHILE)
    return ids


def waiting(consultation: Consultation, ids: Sequence[int], *, with_copies: bool = False) -> list[int]:
    """Those ticked, which all must still wait in this case; with every waiting copy of their texts, if wanted."""
    waits = awaits_group(consultation.id)
    rows = db.session.execute(select(Opinion.id, Opinion.text_digest).where(waits, Opinion.id.in_(ids))).all()
    if len(rows) != len(ids):
        raise EditConflict(MOVED_MEANWHILE)
    if not with_copies:
        return list(ids)
    digests = {row.text_digest for row in rows}
    copies = select(Opinion.id).where(waits, Opinion.text_digest.in_(digests))
    return list(db.session.scalars(copies.order_by(Opinion.id)))


def make_group(consultation: Consultation, ids: Sequence[int], *, by: StaffMember) -> AnswerGroup:
    """Of opinions that wait for a group. One text is its own summary, to begin with."""
    if not ids:
        raise GroupRefused("意見を1件以上選んでください。")
    group = _new_groups(consultation, [_first_text(ids)], by=by)[0]
    carry_out(consultation, [Move(tuple(ids), None, group.id)], word="made")
    return group


def make_group_of_each(
    consultation: Consultation, ids: Sequence[int], *, by: StaffMember
) -> list[AnswerGroup]:
    """One press for a small round: every opinion is answered by itself."""
    if len(ids) > MOST_ONE_BY_ONE:
        raise GroupRefused(f"1件ずつの回答単位を一度に作れるのは、{MOST_ONE_BY_ONE}件までです。")
    if not ids:
        raise GroupRefused("まだまとめていない意見はありません。")
    wordings = db.session.execute(select(Opinion.id, Opinion.wording).where(Opinion.id.in_(ids)))
    texts = text_that_leaves([(row.id, row.wording) for row in wordings])
    groups = _new_groups(consultation, [texts[opinion_id] for opinion_id in ids], by=by)
    moves = [Move((opinion_id,), None, group.id) for opinion_id, group in zip(ids, groups, strict=True)]
    carry_out(consultation, moves, word="made_each")
    return groups


def put_into(group: AnswerGroup, ids: Sequence[int]) -> AuditEvent:
    return carry_out(group.consultation, [Move(tuple(ids), None, group.id)], word="put_in")


def take_out(group: AnswerGroup, ids: Sequence[int]) -> AuditEvent:
    """They wait for a group again."""
    return carry_out(group.consultation, [Move(_members(group, ids), group.id, None)], word="taken_out")


def move(group: AnswerGroup, ids: Sequence[int], target: AnswerGroup) -> AuditEvent:
    if group.id == target.id:
        raise GroupRefused(SAME_GROUP, field="target")
    return carry_out(group.consultation, [Move(_members(group, ids), group.id, target.id)], word="moved")


def split_off(group: AnswerGroup, ids: Sequence[int], *, by: StaffMember) -> AnswerGroup:
    """Into a group of their own."""
    members = _members(group, ids)
    if not members:
        raise GroupRefused("意見を1件以上選んでください。")
    made = _new_groups(group.consultation, [_first_text(members)], by=by)[0]
    carry_out(group.consultation, [Move(members, group.id, made.id)], word="split")
    return made


def merge(group: AnswerGroup, target: AnswerGroup) -> AuditEvent:
    """Everything goes into the target. The emptied group keeps its texts, so that it can be undone."""
    everything = db.session.scalars(
        select(Opinion.id).where(Opinion.answer_group_id == group.id).order_by(Opinion.id)
    ).all()
    if group.id == target.id:
        raise GroupRefused(SAME_GROUP, field="target")
    return carry_out(group.consultation, [Move(tuple(everything), group.id, target.id)], word="merged")


def _members(group: AnswerGroup, ids: Sequence[int]) -> tuple[int, ...]:
    members = select(Opinion.id).where(Opinion.answer_group_id == group.id, Opinion.id.in_(ids))
    found = set(db.session.scalars(members))
    if len(found) != len(ids):
        raise EditConflict(MOVED_MEANWHILE)
    return tuple(ids)


def _first_text(ids: Sequence[int]) -> str:
    """The text, where the opinions are copies of one; of several a person makes the summary."""
    if len(ids) > MOST_COMPARED:
        return ""
    rows = db.session.execute(
        select(func.min(Opinion.id)).where(Opinion.id.in_(ids)).group_by(Opinion.text_digest).limit(2)
    ).all()
    if len(rows) != 1:
        return ""
    opinion = db.session.get_one(Opinion, rows[0][0])
    return text_that_leaves([(opinion.id, opinion.wording)])[opinion.id]


def _new_groups(
    consultation: Consultation, summaries: Sequence[str], *, by: StaffMember
) -> list[AnswerGroup]:
    last = db.session.scalar(
        select(func.max(AnswerGroup.number)).where(AnswerGroup.consultation_id == consultation.id)
    )
    now = clock.now()
    groups = [
        AnswerGroup(
            consultation=consultation, number=number, summary=summary, made_by_id=by.id, created_at=now
        )
        for number, summary in enumerate(summaries, start=(last or 0) + 1)
    ]
    db.session.add_all(groups)
    db.session.add_all(OfficialResponse(answer_group=group, created_at=now) for group in groups)
    db.session.flush()
    return groups
