"""Opinions as lists, boards and exports show them: wording, tags, standing and source; never who sent it.

A record is built from named columns only. Nothing here reads Submitter, nor the name of a body heard, so no page
or file made of records can show them (TP7, R52).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from consult import standing
from consult.database import ids_in_batches
from consult.domain.counting import WayIn, way_in
from consult.domain.dates import month_of
from consult.domain.period import JAPAN
from consult.domain.vocabulary import Facet, OpinionSource, Outcome, Standing
from consult.extensions import db
from consult.models import Hearing, Opinion, Review, Submission, Tag, TagDecision
from consult.plan_codes import PlanCode, PlanCodes

BATCH = 1_000
# No record tells them, and they are longer than all that it tells.
WITHOUT_NOTES = joinedload(Opinion.hearing).defer(Hearing.notes)


@dataclass(frozen=True)
class Source:
    """Where an opinion came from: its way in, a line to print under a quotation, the day, and the source's id.

    `consultation_id` is the case of a submission; a committee member's may be about none.
    """

    kind: OpinionSource
    way: WayIn
    text: str
    day: date | None
    source_id: int
    consultation_id: int | None = None


@dataclass(frozen=True)
class ConfirmedTag:
    code: PlanCode
    is_main: bool


@dataclass(frozen=True)
class SuggestedTag:
    code: PlanCode
    probability: float


@dataclass(frozen=True)
class OpinionRecord:
    """`suggested` is what the machine says, whoever has decided since; `candidates` are those still to be decided."""

    opinion_id: int
    wording: str
    gist: str
    source: Source
    is_withdrawn: bool
    is_reviewed: bool
    confirmed: tuple[ConfirmedTag, ...]
    suggested: tuple[SuggestedTag, ...]
    # What was said in a hearing leaves the house only where the body agreed to it (公表の承諾).
    may_leave: bool = True
    # Told by `redactions.leaving`: some of the marks stand for proposals on which nobody has decided.
    awaits_check: bool = False

    @property
    def spoken(self) -> str:
        """What stands for the opinion in short: the gist, or the wording while there is none."""
        return self.gist or self.wording

    @property
    def candidates(self) -> tuple[SuggestedTag, ...]:
        return () if self.is_reviewed else self.suggested

    @property
    def standing(self) -> Standing:
        if self.confirmed:
            return Standing.CONFIRMED
        if self.is_reviewed:
            return Standing.UNTAGGED
        return Standing.SUGGESTED if self.suggested else Standing.UNREVIEWED

    def is_confirmed_on(self, facet: Facet, code: str) -> bool:
        """Whether it counts as confirmed on one tag (standing.is_confirmed says the same in SQL)."""
        tags = {(tag.code.facet, tag.code.code) for tag in self.confirmed}
        return not self.is_withdrawn and (facet, code) in tags

    def confirmed_labels(self, facet: Facet) -> list[str]:
        return [tag.code.label for tag in self.confirmed if tag.code.facet is facet]

    @property
    def main_theme(self) -> str:
        return next((tag.code.label for tag in self.confirmed if tag.is_main), "")


def with_sources() -> Select[tuple[Opinion]]:
    """Opinions with what their source line needs; the order and the conditions are the caller's."""
    joined = select(Opinion).outerjoin(Opinion.submission).outerjoin(Opinion.hearing)
    return joined.options(*source_options())


def source_options() -> tuple[_AbstractLoad, ...]:
    """What must be loaded with an opinion before `records`, so that no row asks for more."""
    return (
        joinedload(Opinion.hearing),
        joinedload(Opinion.submission).joinedload(Submission.consultation),
        joinedload(Opinion.published_page),
    )


def records(opinions: Sequence[Opinion], codes: PlanCodes) -> list[OpinionRecord]:
    """Three queries for any number of opinions."""
    ids = [opinion.id for opinion in opinions]
    reviewed = set(
        db.session.scalars(select(Review.opinion_id).where(Review.is_current, Review.opinion_id.in_(ids)))
    )
    confirmed, suggested = _confirmed(ids, codes), _suggested(ids, codes)
    return [
        OpinionRecord(
            opinion_id=opinion.id,
            wording=opinion.wording,
            gist=opinion.gist or "",
            source=source_of(opinion),
            is_withdrawn=opinion.is_withdrawn,
            is_reviewed=opinion.id in reviewed,
            confirmed=tuple(confirmed.get(opinion.id, ())),
            suggested=tuple(suggested.get(opinion.id, ())),
            may_leave=opinion.hearing is None or opinion.hearing.consent.lets_content_out,
        )
        for opinion in opinions
    ]


def record_batches(statement: Select[tuple[Opinion]], codes: PlanCodes) -> Iterator[OpinionRecord]:
    """Every record of a list in its order, a batch at a time: an export never holds the whole list, nor up who writes.

    An opinion that is erased meanwhile is left out.
    """
    for ids in ids_in_batches(statement, Opinion.id, BATCH):
        # The list's own conditions are not asked again: what is searched for is looked up once.
        batch = select(Opinion).where(Opinion.id.in_(ids)).options(*source_options(), WITHOUT_NOTES)
        opinions = {opinion.id: opinion for opinion in db.session.scalars(batch)}
        yield from records([opinions[each] for each in ids if each in opinions], codes)


def source_of(opinion: Opinion) -> Source:
    if opinion.hearing is not None:
        hearing = opinion.hearing
        when = month_of(hearing.held_on) if hearing.held_on else "日付要確認"
        text, day = f"ヒアリング第{hearing.number}号（{when}）", hearing.held_on
        return _source(opinion, hearing.kind.value, text, day, hearing.id)
    if opinion.submission is not None:
        submission = opinion.submission
        day = submission.received_at.astimezone(JAPAN).date()
        about, channel = submission.consultation, submission.channel
        if about is None:
            text = f"{channel.label}（{month_of(day)}）"
        else:
            text = f"{about.title}への意見（{channel.label}、{month_of(day)}）"
        source = _source(opinion, channel.value, text, day, submission.id)
        return replace(source, consultation_id=submission.consultation_id)
    page = opinion.published_page
    assert page is not None  # the table's check: exactly one source
    text = f"{page.document}「{page.title}」" + (f"{page.page}ページ" if page.page else "")
    return _source(opinion, opinion.source.value, text, None, page.id)


def _source(opinion: Opinion, code: str, text: str, day: date | None, source_id: int) -> Source:
    way = way_in(code)
    assert way is not None
    return Source(opinion.source, way, text, day, source_id)


def _confirmed(ids: list[int], codes: PlanCodes) -> dict[int, list[ConfirmedTag]]:
    rows = db.session.execute(
        select(Review.opinion_id, TagDecision.facet, TagDecision.code, TagDecision.is_main)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(Review.is_current, Review.opinion_id.in_(ids), TagDecision.outcome == Outcome.CONFIRMED)
        .order_by(TagDecision.is_main.desc(), TagDecision.id)
    )
    found: dict[int, list[ConfirmedTag]] = {}
    for opinion_id, facet, code, is_main in rows:
        found.setdefault(opinion_id, []).append(ConfirmedTag(codes.known(facet, code), is_main))
    return found


def _suggested(ids: list[int], codes: PlanCodes) -> dict[int, list[SuggestedTag]]:
    rows = db.session.execute(
        select(Tag.opinion_id, Tag.facet, Tag.code, Tag.probability)
        .join(Tag.opinion)
        .where(Tag.opinion_id.in_(ids), ~standing.is_held())
        .order_by(Tag.probability.desc(), Tag.id)
    )
    found: dict[int, list[SuggestedTag]] = {}
    for opinion_id, facet, code, probability in rows:
        found.setdefault(opinion_id, []).append(SuggestedTag(codes.known(facet, code), probability))
    return found
