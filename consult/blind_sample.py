"""Draws arriving opinions into the blind sample. Whoever hands an opinion to the tagger's suggestions asks here first."""

from collections.abc import Iterable

from sqlalchemy import insert, select

from consult import clock
from consult.domain.sampling import is_in_share
from consult.domain.vocabulary import OpinionSource
from consult.extensions import db
from consult.models import BlindSampling, Opinion, Review, SampledOpinion


def draw(arriving: Iterable[int]) -> int:
    """Take the share of these opinions into the sample; how many were drawn. Three queries at most.

    Call it in the transaction that brings an opinion's first suggestions: nobody has seen any. What the city has
    published, or somebody has decided on already, cannot be coded blind any more and is left out.
    """
    sampling = db.session.scalars(select(BlindSampling)).one()
    share = sampling.share_percent
    chosen = [each for each in arriving if is_in_share(each, key=sampling.key, share_percent=share)]
    if not chosen:
        return 0
    decided = select(Review.id).where(Review.opinion_id == Opinion.id)
    fit = db.session.scalars(
        select(Opinion.id).where(
            Opinion.id.in_(chosen), Opinion.source != OpinionSource.PUBLISHED_PAGE, ~decided.exists()
        )
    ).all()
    if fit:
        now = clock.now()
        rows = [{"opinion_id": each, "drawn_at": now, "share_percent": share} for each in fit]
        db.session.execute(insert(SampledOpinion), rows)
    return len(fit)
