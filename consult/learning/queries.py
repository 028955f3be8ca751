"""Reads: the learned taggers, the refits, and the blind labels to compare on."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from consult import learning_gateway, nlp_gateway, standing, strategy_gateway
from consult.blind_labels import blind_labels, count_of_blind_labels
from consult.domain.vocabulary import Facet, TaggerState
from consult.extensions import db
from consult.learning_gateway import ENOUGH_BLIND, Condition, Labelled
from consult.models import LearnedTagger, Opinion, Refit, ShadowLook, TaggerRun


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
    return learning_gateway.condition_of(
        nlp_gateway.learned_file(row.digest), strategy_gateway.strategy_in_force()
    )


def labels() -> list[Labelled]:
    """What two people gave opinions without seeing a suggestion, for a comparison."""
    return [
        Labelled(str(each.opinion_id), each.group, each.wording, tuple(map(_plain, each.coders)), {})
        for each in blind_labels()
    ]


def _plain(coder: dict[Facet, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {facet.value: codes for facet, codes in coder.items()}


def enough_blind_labels() -> bool:
    return count_of_blind_labels() >= ENOUGH_BLIND


def texts_to_look_at(tagger: LearnedTagger, *, tagger_version: str, limit: int) -> dict[int, str]:
    """Opinions in the queue that the tagger at work has looked at and this one has not."""
    looked = select(ShadowLook.id).where(
        ShadowLook.opinion_id == Opinion.id, ShadowLook.learned_tagger_id == tagger.id
    )
    run = select(TaggerRun.id).where(
        TaggerRun.opinion_id == Opinion.id, TaggerRun.tagger_version == tagger_version
    )
    rows = select(Opinion.id, Opinion.wording).where(standing.awaits_review(), run.exists(), ~looked.exists())
    return dict(db.session.execute(rows.order_by(Opinion.id).limit(limit)).tuples().all())
