"""The public page of one opinion: what was said, how it was read, where it leads, the answer, what changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import link_standing
from consult.domain.vocabulary import Facet, LinkKind, Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget, plan_targets, target_of
from consult.models import (
    Consultation,
    LinkDecision,
    Opinion,
    Publication,
    PublishedAnswer,
    PublishedOpinion,
    PublishedPage,
    Review,
    RoadCode,
    TagDecision,
)
from consult.plan_codes import PlanCode, PlanCodes
from consult.tracing import released
from consult.tracing.road_voices import Changed, changes_of, passage_in, published_text, words_of_page


@dataclass(frozen=True)
class OpinionRoad:
    """`answer` is a row of the published table of `case`; both None for what the city printed itself (`page`)."""

    wording: str
    case: Consultation | None
    page: PublishedPage | None
    answer: PublishedAnswer | None
    themes: tuple[PlanCode, ...]
    packages: tuple[PlanCode, ...]
    links: tuple[LinkTarget, ...]
    changes: tuple[Changed, ...]


def opinion_road_or_404(code: str, codes: PlanCodes) -> OpinionRoad:
    """A dozen queries, and a few for each passage that it is linked to."""
    opinion_id = db.session.scalar(select(RoadCode.opinion_id).where(RoadCode.code == code)) or abort(404)
    row = _released_row(opinion_id)
    page = None if row else _printed(opinion_id)
    if row is None and page is None:
        abort(404)
    tags, answer = _confirmed(opinion_id, codes), row.answer if row else None
    return OpinionRoad(
        (row.wording or "") if row else words_of_page([opinion_id])[opinion_id],
        _case_of(row) if row else None,
        page,
        answer,
        tuple(each for each in tags if each.facet is Facet.THEME),
        tuple(each for each in tags if each.facet is Facet.PACKAGE),
        tuple(_links_of(opinion_id)),
        changes_of([answer] if answer else []),
    )


def _released_row(opinion_id: int) -> PublishedOpinion | None:
    return db.session.scalar(
        select(PublishedOpinion)
        .options(joinedload(PublishedOpinion.answer))
        .where(
            PublishedOpinion.opinion_id == opinion_id,
            PublishedOpinion.wording.is_not(None),
            released.is_released(),
        )
    )


def _printed(opinion_id: int) -> PublishedPage | None:
    return db.session.scalar(
        select(PublishedPage)
        .join(Opinion, Opinion.published_page_id == PublishedPage.id)
        .where(Opinion.id == opinion_id, released.on_published_page())
    )


def _case_of(row: PublishedOpinion) -> Consultation | None:
    return db.session.scalar(
        select(Consultation)
        .join(Publication, Publication.consultation_id == Consultation.id)
        .where(Publication.id == row.publication_id)
    )


def _confirmed(opinion_id: int, codes: PlanCodes) -> list[PlanCode]:
    rows = db.session.execute(
        select(TagDecision.facet, TagDecision.code)
        .join(Review, Review.id == TagDecision.review_id)
        .where(Review.opinion_id == opinion_id, Review.is_current, TagDecision.outcome == Outcome.CONFIRMED)
    )
    chosen = {(facet, code) for facet, code in rows}
    return [each for each in (*codes.themes, *codes.packages) if (each.facet, each.code) in chosen]


def _links_of(opinion_id: int) -> Iterator[LinkTarget]:
    """Confirmed ones, to what the plan has now and to what citizens can read of a draft."""
    plan = {each: each for each in plan_targets()}
    decisions = select(LinkDecision).where(
        LinkDecision.opinion_id == opinion_id, link_standing.counts_as(Outcome.CONFIRMED)
    )
    for each in db.session.scalars(decisions.order_by(LinkDecision.id)):
        target = target_of(each)
        if target is None:
            continue
        if each.kind is not LinkKind.PASSAGE:
            yield from filter(None, [plan.get(target)])
            continue
        text = published_text(target.row_id)
        for section in text.sections if text else ():
            if section.key == target.section_key:
                yield passage_in(section, each)
