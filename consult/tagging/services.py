"""Writes: suggestions of the tagger. They replace earlier suggestions; nothing here touches a decision."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from consult import audit, blind_sample, clock, standing
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Opinion, ShadowLook, Tag, TaggerRun
from consult.nlp_gateway import Suggested


def replace_suggestions(suggested: Sequence[Suggested], *, tagger_version: str) -> int:
    """Keep what the tagger said about a batch of opinions; how many of them still wanted it.

    The tagger works outside of the write transaction, so an opinion may have gone meanwhile: it is skipped.
    A few statements, whatever the size of the batch.
    """
    present = _still_countable([each.opinion_id for each in suggested])
    kept = [each for each in suggested if each.opinion_id in present]
    if not kept:
        return 0
    drawn = blind_sample.draw(present - _seen_before(present))
    db.session.execute(delete(Tag).where(Tag.opinion_id.in_(present)))
    db.session.execute(delete(TaggerRun).where(TaggerRun.opinion_id.in_(present)))
    # What a tagger in shadow said, it said beside the suggestions that go now.
    db.session.execute(delete(ShadowLook).where(ShadowLook.opinion_id.in_(present)))
    db.session.execute(insert(TaggerRun), _run_rows(kept, tagger_version))
    tags = _tag_rows(kept, tagger_version)
    if tags:
        db.session.execute(insert(Tag), tags)
    # One event for the batch: 200,000 events about a machine would hide what people did.
    audit.record(
        AuditAction.SUGGESTED,
        TaggerRun,
        opinions=len(kept),
        suggestions=len(tags),
        drawn_into_blind_sample=drawn,
        tagger_version=tagger_version,
    )
    db.session.flush()
    return len(kept)


def _still_countable(ids: list[int]) -> set[int]:
    return set(db.session.scalars(select(Opinion.id).where(Opinion.id.in_(ids), standing.counts())))


def _seen_before(ids: set[int]) -> set[int]:
    return set(db.session.scalars(select(TaggerRun.opinion_id).where(TaggerRun.opinion_id.in_(ids))))


def _run_rows(kept: Sequence[Suggested], tagger_version: str) -> list[dict[str, object]]:
    now = clock.now()
    return [
        {
            "opinion_id": each.opinion_id,
            "tagger_version": tagger_version,
            "ran_at": now,
            "ranked_packages": each.ranked_packages,
        }
        for each in kept
    ]


def _tag_rows(kept: Sequence[Suggested], tagger_version: str) -> list[dict[str, object]]:
    return [
        {
            "opinion_id": each.opinion_id,
            "facet": tag.facet,
            "code": tag.code,
            "probability": tag.probability,
            "evidence": tag.evidence,
            "reasons": tag.reasons,
            "score": tag.score,
            "threshold": tag.threshold,
            "tagger_version": tagger_version,
        }
        for each in kept
        for tag in each.tags
    ]
