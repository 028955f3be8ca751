"""Reads: the learned taggers, the refits, the blind labels to compare on, and whether learning anew is worth it."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from consult import clock, nlp_gateway, nlp_learning, standing
from consult.domain.vocabulary import Facet, TaggerState
from consult.extensions import db
from consult.learning import lessons
from consult.models import BlindCode, LearnedTagger, Opinion, Refit, SampledOpinion
from consult.nlp_learning import ENOUGH_BLIND, Condition, Labelled

CODERS = 2


def active() -> LearnedTagger | None:
    return _in_state(TaggerState.ACTIVE)


def shadow() -> LearnedTagger | None:
    return _in_state(TaggerState.SHADOW)


def _in_state(state: TaggerState) -> LearnedTagger | None:
    return db.session.scalar(_taggers().where(LearnedTagger.state == state))


def tagger_of(digest: str) -> LearnedTagger | None:
    return db.session.scalar(_taggers().where(LearnedTagger.digest == digest))


def tagger_or_404(tagger_id: int) -> LearnedTagger:
    return db.first_or_404(_taggers().where(LearnedTagger.id == tagger_id))


def all_taggers() -> Select[tuple[LearnedTagger]]:
    """The newest first, to be paged."""
    return _taggers().order_by(LearnedTagger.id.desc())


def _taggers() -> Select[tuple[LearnedTagger]]:
    people = (LearnedTagger.made_by, LearnedTagger.activated_by)
    return select(LearnedTagger).options(*(joinedload(each) for each in people))


def open_refit() -> Refit | None:
    return db.session.scalar(_refits().where(Refit.is_open.is_(True)))


def last_refit() -> Refit | None:
    """The newest, open or ended."""
    return db.session.scalar(_refits().order_by(Refit.id.desc()).limit(1))


def refit_or_404(refit_id: int) -> Refit:
    return db.first_or_404(_refits().where(Refit.id == refit_id))


def _refits() -> Select[tuple[Refit]]:
    return select(Refit).options(joinedload(Refit.asked_by))


def condition_of(row: LearnedTagger) -> Condition:
    """Whether the row's file can be used with the plan in force."""
    return nlp_learning.condition_of(nlp_gateway.learned_file(row.digest), nlp_gateway.strategy_in_force())


def new_decisions() -> int:
    """Opinions decided since the newest learned tagger was made."""
    newest = db.session.scalar(select(func.max(LearnedTagger.newest_review_id))) or 0
    return lessons.decisions_since(newest)


def blind_labels() -> list[Labelled]:
    """Opinions that two people coded without seeing a suggestion, with both answers; two queries."""
    rows = db.session.scalars(
        _labelled()
        .options(joinedload(SampledOpinion.opinion), selectinload(SampledOpinion.codes))
        .order_by(SampledOpinion.opinion_id)
    )
    return [_label(row) for row in rows]


def count_of_blind_labels() -> int:
    return db.session.scalar(_labelled().with_only_columns(func.count())) or 0


def enough_blind_labels() -> bool:
    return count_of_blind_labels() >= ENOUGH_BLIND


def _labelled() -> Select[tuple[SampledOpinion]]:
    """Both have answered, nothing was released, and the time to take a slip back is over."""
    answers = (
        select(func.count(BlindCode.id))
        .where(BlindCode.sampled_opinion_id == SampledOpinion.id, BlindCode.undone_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(SampledOpinion)
        .join(Opinion, Opinion.id == SampledOpinion.opinion_id)
        .where(answers == CODERS, SampledOpinion.released_at.is_(None))
        .where(SampledOpinion.opens_at <= clock.now(), standing.counts())
    )


def _label(row: SampledOpinion) -> Labelled:
    opinion = row.opinion
    answers = sorted((code for code in row.codes if code.undone_at is None), key=lambda code: code.coder)
    coders = tuple({facet.value: tuple(one.codes_of(facet)) for facet in Facet} for one in answers)
    agreed = {
        facet.value: tuple(code for code in coders[0][facet.value] if code in coders[1][facet.value])
        for facet in Facet
    }
    source = f"hearing {opinion.hearing_id}" if opinion.hearing_id else f"submission {opinion.submission_id}"
    return Labelled(str(opinion.id), source, opinion.wording, coders, agreed)
