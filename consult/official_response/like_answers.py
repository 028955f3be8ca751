"""Earlier answers to like opinions, offered for reuse (O12): of the same text, on the same tags, or in like words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from consult.domain.folding import bigrams, fold
from consult.domain.vocabulary import Facet, Outcome, ResponseState
from consult.extensions import db
from consult.models import (
    AnswerGroup,
    Consultation,
    OfficialResponse,
    Opinion,
    ResponseAct,
    Review,
    TagDecision,
)

OFFERED = 3
# The newest so many approved answers are compared: a city writes a few hundred a year.
COMPARED = 300
LIKE_ENOUGH = 0.35
SAME_TEXT, PER_TAG = 2.0, 0.25


@dataclass(frozen=True)
class LikeAnswer:
    """`reasons` say why it is offered."""

    response_id: int
    case: str
    number: int
    summary: str
    wording: str
    approved_at: datetime | None
    reasons: tuple[str, ...]


def like_answers(group: AnswerGroup) -> list[LikeAnswer]:
    """The likest first; four queries, whatever there is."""
    candidates = _approved(group)
    if not candidates:
        return []
    ids = [row.group_id for row in candidates]
    same, tags = _with_same_text(group, ids), _shared_tags(group, ids)
    mine = _pieces(group.summary)
    found = []
    for row in candidates:
        likeness = _likeness(mine, _pieces(row.summary))
        reasons = tuple(_reasons(row.group_id in same, tags.get(row.group_id, 0), likeness))
        score = SAME_TEXT * (row.group_id in same) + PER_TAG * tags.get(row.group_id, 0) + likeness
        if reasons:
            found.append(
                (score, LikeAnswer(row.id, row.title, row.number, row.summary, row.wording, row.at, reasons))
            )
    found.sort(key=lambda each: (-each[0], -each[1].response_id))
    return [answer for _score, answer in found[:OFFERED]]


def wording_of(response_id: int) -> str:
    """The words of an approved answer; nothing of any other."""
    found = db.session.get(OfficialResponse, response_id)
    return found.wording if found and found.state is ResponseState.APPROVED else ""


def _approved(group: AnswerGroup) -> Sequence:
    approved_at = (
        select(func.max(ResponseAct.at))
        .where(ResponseAct.official_response_id == OfficialResponse.id)
        .correlate(OfficialResponse)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            OfficialResponse.id,
            OfficialResponse.wording,
            AnswerGroup.id.label("group_id"),
            AnswerGroup.number,
            AnswerGroup.summary,
            Consultation.title,
            approved_at.label("at"),
        )
        .join(AnswerGroup, AnswerGroup.id == OfficialResponse.answer_group_id)
        .join(Consultation, Consultation.id == AnswerGroup.consultation_id)
        .where(OfficialResponse.state == ResponseState.APPROVED, AnswerGroup.id != group.id)
        .order_by(OfficialResponse.id.desc())
        .limit(COMPARED)
    ).all()


def _with_same_text(group: AnswerGroup, among: Sequence[int]) -> set[int]:
    here = select(Opinion.text_digest).where(Opinion.answer_group_id == group.id)
    rows = select(Opinion.answer_group_id).where(
        Opinion.answer_group_id.in_(among), Opinion.text_digest.in_(here)
    )
    return {found for found in db.session.scalars(rows.distinct()) if found}


def _shared_tags(group: AnswerGroup, among: Sequence[int]) -> dict[int, int]:
    """How many confirmed packages and models the opinions of each share with those here."""
    mine, opinion, review = aliased(TagDecision), aliased(Opinion), aliased(Review)
    here = (
        select(mine.code)
        .join(review, review.id == mine.review_id)
        .join(opinion, opinion.id == review.opinion_id)
        .where(
            opinion.answer_group_id == group.id,
            review.is_current,
            mine.outcome == Outcome.CONFIRMED,
            mine.facet != Facet.THEME,
        )
    )
    rows = db.session.execute(
        select(Opinion.answer_group_id, func.count(TagDecision.code.distinct()))
        .join(Review, Review.opinion_id == Opinion.id)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(
            Opinion.answer_group_id.in_(among),
            Review.is_current,
            TagDecision.outcome == Outcome.CONFIRMED,
            TagDecision.facet != Facet.THEME,
            TagDecision.code.in_(here),
        )
        .group_by(Opinion.answer_group_id)
    )
    return {group_id: number for group_id, number in rows if group_id}


def _reasons(same: bool, tags: int, likeness: float) -> Iterable[str]:
    if same:
        yield "同じ文の意見への回答"
    if tags:
        yield "同じ分類の意見への回答"
    if likeness >= LIKE_ENOUGH:
        yield "概要のことばが似ている回答"


def _pieces(text: str) -> frozenset[str]:
    return frozenset(bigrams(fold(text)))


def _likeness(mine: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's pairs of letters that the other has too."""
    shorter = min(len(mine), len(other))
    return len(mine & other) / shorter if shorter > 3 else 0.0
