"""Draws arriving opinions into the blind sample. Whoever hands an opinion to the tagger's suggestions asks here first."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, insert, or_, select
from sqlalchemy.orm import aliased

from consult import clock
from consult.domain.sampling import is_in_share
from consult.domain.vocabulary import OpinionSource
from consult.extensions import db
from consult.models import BlindSampling, Opinion, Review, SampledOpinion, TaggerRun


def draw(arriving: Iterable[int]) -> int:
    """Take the share of these opinions into the sample; how many were drawn. Three queries at most.

    Call it in the transaction that brings an opinion's first suggestions: nobody has seen any. What the city has
    published, or somebody has decided on already, cannot be coded blind any more and is left out.

    What is drawn is a text: its first opinion stands for all its copies, so that a flood of them is coded once.
    """
    sampling = db.session.scalars(select(BlindSampling)).one()
    share = sampling.share_percent
    chosen = [each for each in arriving if is_in_share(each, key=sampling.key, share_percent=share)]
    if not chosen:
        return 0
    fit = db.session.execute(
        select(Opinion.id, Opinion.text_digest).where(
            Opinion.id.in_(chosen),
            Opinion.source != OpinionSource.PUBLISHED_PAGE,
            ~_has_earlier_copy(),
            ~_is_known(),
        )
    ).all()
    if fit:
        now = clock.now()
        rows = [
            {"opinion_id": number, "text_digest": digest, "drawn_at": now, "share_percent": share}
            for number, digest in fit
        ]
        db.session.execute(insert(SampledOpinion), rows)
    return len(fit)


def _has_earlier_copy() -> ColumnElement[bool]:
    # Asks for one row next to its own in the index, however many copies there are.
    earlier = aliased(Opinion)
    return exists().where(earlier.text_digest == Opinion.text_digest, earlier.id < Opinion.id)


def _is_known() -> ColumnElement[bool]:
    """Somebody may have seen a suggestion for the text, or has decided on it: on this opinion, or on a copy."""
    copy = aliased(Opinion)
    seen = exists().where(TaggerRun.opinion_id == copy.id).correlate(copy)
    decided = exists().where(Review.opinion_id == copy.id).correlate(copy)
    return exists().where(copy.text_digest == Opinion.text_digest, or_(seen, decided))
