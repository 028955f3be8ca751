"""Whether learning anew is due: decisions made since, or a learned tagger that can no longer be used."""

from typing import Any

from sqlalchemy import Select, func, select

from consult import learning_gateway, nlp_gateway, standing, strategy_gateway
from consult.domain.refit_steps import WORTH_A_REFIT
from consult.extensions import db
from consult.learning_gateway import Condition
from consult.models import LearnedTagger, Opinion, Review


def new_decisions() -> int:
    """Opinions decided by people after the newest lesson; two queries."""
    newest = db.session.scalar(select(func.max(LearnedTagger.newest_review_id))) or 0
    newer = teaching(Review.id).where(Review.id > newest, Review.staff_member_id.is_not(None))
    return db.session.scalar(select(func.count()).select_from(newer.subquery())) or 0


def is_worth_a_refit(decisions: int) -> bool:
    return decisions >= WORTH_A_REFIT


def condition_in_force() -> Condition:
    """Of the learned tagger in use; the cold one can always be used."""
    learned = nlp_gateway.learned_in_force()
    if learned is None:
        return Condition.USABLE
    return learning_gateway.condition_of(learned, strategy_gateway.strategy_in_force())


def teaching(*columns: Any) -> Select[Any]:
    """Current reviews of opinions that may teach, in the order of the opinions."""
    return (
        select(*columns)
        .select_from(Opinion)
        .join(Review, Review.opinion_id == Opinion.id)
        .where(Review.is_current.is_(True), standing.counts(), standing.may_teach())
        .order_by(Opinion.id)
    )
