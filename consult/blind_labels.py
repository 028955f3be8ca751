"""What two people gave opinions of the blind sample: the only labels on which a tagger may be measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from consult import standing
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import BlindCode, Opinion, SampledOpinion

# The newest ones. Intervals over more would hold the page up and tell nothing more.
MOST = 5_000


@dataclass(frozen=True)
class BlindLabel:
    """One opinion with the answers of coders a and b, main codes first.

    `group` is shared by remarks of one hearing, opinions of one submission, and copies of one text: they are not
    independent, so an interval must draw them together.
    """

    opinion_id: int
    group: str
    wording: str
    coders: tuple[dict[Facet, tuple[str, ...]], ...]


def count_of_blind_labels() -> int:
    return db.session.scalar(select(func.count()).select_from(_complete().subquery())) or 0


def blind_labels() -> list[BlindLabel]:
    """Opinions that count, that both people have answered, and that are open: two queries, oldest first."""
    rows = db.session.scalars(
        select(BlindCode)
        .join(BlindCode.sampled)
        .join(SampledOpinion.opinion)
        .options(contains_eager(BlindCode.sampled).contains_eager(SampledOpinion.opinion))
        .where(BlindCode.undone_at.is_(None), SampledOpinion.id.in_(_complete()))
        .order_by(SampledOpinion.id, BlindCode.coder)
    ).all()
    by_opinion: dict[Opinion, list[BlindCode]] = {}
    for row in rows:
        by_opinion.setdefault(row.sampled.opinion, []).append(row)
    groups = _groups(by_opinion)
    return [
        BlindLabel(opinion.id, groups[opinion.id], opinion.wording, tuple(_given(each) for each in codes))
        for opinion, codes in by_opinion.items()
    ]


def _complete() -> Select[tuple[int]]:
    answers = (
        select(BlindCode.sampled_opinion_id)
        .where(BlindCode.undone_at.is_(None))
        .group_by(BlindCode.sampled_opinion_id)
        .having(func.count() == 2)
    )
    return (
        select(SampledOpinion.id)
        .join(SampledOpinion.opinion)
        .where(SampledOpinion.id.in_(answers), standing.counts(), ~standing.is_held())
        .order_by(SampledOpinion.id.desc())
        .limit(MOST)
    )


def _given(row: BlindCode) -> dict[Facet, tuple[str, ...]]:
    return {facet: tuple(row.codes_of(facet)) for facet in Facet}


def _groups(opinions: Iterable[Opinion]) -> dict[int, str]:
    """The first opinion of each group names it: an opinion joins whoever shares its source or its words."""
    leaders: dict[Sequence[object], int] = {}
    found: dict[int, str] = {}
    for opinion in opinions:
        source = (opinion.source, opinion.hearing_id or opinion.submission_id)
        text = (opinion.text_digest,)
        leader = leaders.get(source) or leaders.get(text) or opinion.id
        leaders[source] = leaders[text] = leader
        found[opinion.id] = str(leader)
    return found
