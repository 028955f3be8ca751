"""Reads: the blind labels beside the suggestions that stand, the decisions of the review, and measured seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from consult import standing, stopwatch
from consult.blind_labels import BlindLabel, blind_labels
from consult.domain.vocabulary import Facet, Outcome
from consult.extensions import db
from consult.learning_gateway import Measured
from consult.models import (
    BlindCode,
    BlindSampling,
    Review,
    SampledOpinion,
    StaffMember,
    Tag,
    TagDecision,
    TaggerRun,
)

RELEASES_SHOWN = 20


@dataclass(frozen=True)
class BlindSet:
    """The coded opinions whose suggestions are those of the newest tagger; `outdated` still wait for it."""

    share_percent: int
    drawn: int
    tagger_version: str
    measured: tuple[Measured, ...]
    outdated: int

    @property
    def empty_by_machine(self) -> float | None:
        """Share of opinions without a suggestion on any facet: the tagger abstained altogether."""
        return _ratio(sum(not each.suggested for each in self.measured), len(self.measured))

    @property
    def empty_by_people(self) -> float | None:
        """Share of answers that were どれにも当たらない."""
        answers = [answer for each in self.measured for answer in each.coders]
        return _ratio(sum(not any(answer.values()) for answer in answers), len(answers))


@dataclass(frozen=True)
class Anchored:
    """How often a suggestion was confirmed, rejected, or missing, in reviews by people who saw the suggestions."""

    confirmed: int
    rejected: int
    added: int

    @property
    def precision(self) -> float | None:
        return _ratio(self.confirmed, self.confirmed + self.rejected)

    @property
    def recall(self) -> float | None:
        return _ratio(self.confirmed, self.confirmed + self.added)

    @property
    def f1(self) -> float | None:
        return _ratio(2 * self.confirmed, 2 * self.confirmed + self.rejected + self.added)


@dataclass(frozen=True)
class AnchoredSet:
    """`empty_by_people` and `empty_by_machine`: reviews that confirmed nothing, and those that were shown nothing."""

    reviews: int
    people: int
    empty_by_people: int
    empty_by_machine: int
    by_code: dict[tuple[Facet, str], Anchored]

    def of(self, facet: Facet) -> Anchored:
        """All codes of a facet together."""
        found = [each for (of, _), each in self.by_code.items() if of is facet]
        return Anchored(
            sum(each.confirmed for each in found),
            sum(each.rejected for each in found),
            sum(each.added for each in found),
        )


@dataclass(frozen=True)
class Release:
    """Opinions that an administrator took out of the sample in one act, and why: they are in no blind figure."""

    at: datetime
    by: str
    reason: str
    opinions: int


@dataclass(frozen=True)
class Seconds:
    """Time of one kind of act: how many were measured, the median, and how many took the longest that counts."""

    acts: int
    median: float | None
    capped: int


def blind_set() -> BlindSet:
    """Six queries, whatever the size of the sample."""
    labels = blind_labels()
    ids = [label.opinion_id for label in labels]
    newest = db.session.scalar(select(TaggerRun.tagger_version).order_by(TaggerRun.id.desc()).limit(1)) or ""
    runs = select(TaggerRun).where(TaggerRun.opinion_id.in_(ids), TaggerRun.tagger_version == newest)
    ranked = {run.opinion_id: run.ranked_packages for run in db.session.scalars(runs)}
    current = [label for label in labels if label.opinion_id in ranked]
    drawn = select(func.count(SampledOpinion.id)).join(SampledOpinion.opinion).where(standing.counts())
    return BlindSet(
        share_percent=db.session.scalar(select(BlindSampling.share_percent)) or 0,
        drawn=db.session.scalar(drawn) or 0,
        tagger_version=newest,
        measured=tuple(_measured(current, ranked)),
        outdated=len(labels) - len(current),
    )


def _measured(labels: Sequence[BlindLabel], ranked: dict[int, list[str]]) -> list[Measured]:
    rows = select(Tag.opinion_id, Tag.facet, Tag.code, Tag.probability).where(
        Tag.opinion_id.in_([label.opinion_id for label in labels])
    )
    suggested: dict[int, dict[tuple[Facet, str], float]] = {}
    for opinion_id, facet, code, probability in db.session.execute(rows):
        suggested.setdefault(opinion_id, {})[facet, code] = probability
    return [
        Measured(
            label.opinion_id,
            label.group,
            label.coders,
            suggested.get(label.opinion_id, {}),
            ranked[label.opinion_id],
        )
        for label in labels
    ]


def releases() -> list[Release]:
    """The newest first; opinions released together are one."""
    rows = (
        select(SampledOpinion.released_at, StaffMember.name, SampledOpinion.release_reason, func.count())
        .outerjoin(StaffMember, SampledOpinion.released_by_id == StaffMember.id)
        .where(SampledOpinion.released_at.is_not(None))
        .group_by(SampledOpinion.released_at, StaffMember.name, SampledOpinion.release_reason)
        .order_by(SampledOpinion.released_at.desc())
    )
    return [
        Release(at, name or "職員", reason or "", count)
        for at, name, reason, count in db.session.execute(rows.limit(RELEASES_SHOWN))
    ]


def anchored_set() -> AnchoredSet:
    """Current reviews by people, of opinions that count: two queries. What a published page decided is no review."""
    by_person = (Review.is_current, Review.staff_member_id.is_not(None), standing.counts())
    was_right = TagDecision.outcome == Outcome.CONFIRMED
    counted = (
        select(
            TagDecision.facet,
            TagDecision.code,
            func.count().filter(was_right & TagDecision.was_suggested),
            func.count().filter(~was_right),
            func.count().filter(was_right & ~TagDecision.was_suggested),
        )
        .join(TagDecision.review)
        .join(Review.opinion)
        .where(*by_person)
        .group_by(TagDecision.facet, TagDecision.code)
    )
    by_code = {(facet, code): Anchored(*counts) for facet, code, *counts in db.session.execute(counted)}
    of_review = TagDecision.review_id == Review.id
    totals = select(
        func.count(Review.id),
        func.count(Review.staff_member_id.distinct()),
        func.count().filter(~exists().where(of_review, was_right).correlate(Review)),
        func.count().filter(~exists().where(of_review, TagDecision.was_suggested).correlate(Review)),
    )
    reviews, people, *empty = db.session.execute(
        totals.select_from(Review).join(Review.opinion).where(*by_person)
    ).one()
    return AnchoredSet(reviews, people, empty[0], empty[1], by_code)


def review_seconds() -> Seconds:
    return _seconds(Review.seconds_taken)


def blind_seconds() -> Seconds:
    return _seconds(BlindCode.seconds_taken)


def _seconds(column: InstrumentedAttribute[int | None]) -> Seconds:
    """Two queries. Acts that were taken back took their time all the same."""
    known = column.is_not(None)
    acts, capped = db.session.execute(
        select(func.count(column), func.count().filter(column >= stopwatch.LONGEST_SECONDS)).where(known)
    ).one()
    middle = select(column).where(known).order_by(column).offset((acts - 1) // 2).limit(2 - acts % 2)
    values = [value for value in db.session.scalars(middle) if value is not None] if acts else []
    return Seconds(acts, sum(values) / len(values) if values else None, capped)


def _ratio(over: int, under: int) -> float | None:
    return over / under if under else None
