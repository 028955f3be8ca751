"""Which opinions of a case wait for a group, and which groups for an approved answer, said once in SQL (R31, R35)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select

from consult import standing
from consult.domain.answering import WRITABLE, LeftOver, check_writable
from consult.domain.errors import ResponseFrozen
from consult.domain.vocabulary import ResponseState
from consult.extensions import db
from consult.models import AnswerGroup, OfficialResponse, Opinion, Submission

BATCH = 5_000


def of_case(consultation_id: int) -> ColumnElement[bool]:
    """Of an Opinion: it was sent to this case."""
    sent = select(Submission.id).where(Submission.consultation_id == consultation_id)
    return Opinion.submission_id.in_(sent)


def awaits_group(consultation_id: int) -> ColumnElement[bool]:
    """Of an Opinion of the case: it asks for an answer and belongs to no group yet."""
    return and_(of_case(consultation_id), standing.asks_for_answer(), Opinion.answer_group_id.is_(None))


def group_sizes(consultation_id: int) -> Subquery:
    """(group_id, opinions) of each group that has opinions asking for an answer; an emptied group is not in it."""
    return (
        select(Opinion.answer_group_id.label("group_id"), func.count().label("opinions"))
        .where(of_case(consultation_id), standing.asks_for_answer(), Opinion.answer_group_id.is_not(None))
        .group_by(Opinion.answer_group_id)
        .subquery()
    )


def left_over(consultation_id: int) -> LeftOver:
    """Two queries; the case cannot be published while there is any (R35)."""
    opinions = db.session.scalar(
        select(func.count()).select_from(Opinion).where(awaits_group(consultation_id))
    )
    sizes = group_sizes(consultation_id)
    unapproved = or_(OfficialResponse.id.is_(None), OfficialResponse.state != ResponseState.APPROVED)
    answers = db.session.scalar(
        select(func.count())
        .select_from(AnswerGroup)
        .join(sizes, sizes.c.group_id == AnswerGroup.id)
        .outerjoin(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
        .where(unapproved)
    )
    return LeftOver(opinions or 0, answers or 0)


def check_not_frozen(opinion_ids: Sequence[int]) -> None:
    """How many opinions an approved answer stands for is part of what was approved (R37): ResponseFrozen names the first."""
    for at in range(0, len(opinion_ids), BATCH):
        rows = db.session.execute(
            select(AnswerGroup.number, OfficialResponse.state)
            .join(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
            .join(Opinion, Opinion.answer_group_id == AnswerGroup.id)
            .where(Opinion.id.in_(opinion_ids[at : at + BATCH]), OfficialResponse.state.not_in(WRITABLE))
            .order_by(AnswerGroup.number)
            .limit(1)
        )
        for number, state in rows:
            try:
                check_writable(state)
            except ResponseFrozen as frozen:
                raise ResponseFrozen(f"この意見に答える回答{number}は{frozen.message}") from frozen
