"""The public page of one opinion: what was said, how it was read, where it leads, the answer, what changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from flask import abort
from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload

from consult.domain.vocabulary import Facet, LinkKind
from consult.extensions import db
from consult.link_targets import LinkTarget, plan_targets
from consult.models import (
    Consultation,
    LinkDecision,
    Opinion,
    Publication,
    PublishedAnswer,
    PublishedLink,
    PublishedOpinion,
    PublishedPage,
    PublishedReading,
    Review,
    RoadCode,
)
from consult.plan_codes import PlanCode, PlanCodes
from consult.tracing import released
from consult.tracing.road_voices import Changed, changes_of, passage_in, published_text, words_of_page


@dataclass(frozen=True)
class OpinionRoad:
    """`answer` is a row of the published table of `case`; both None for what the city printed itself (`page`).

    `read_at`: since when themes, packages and links stand as they are shown.
    """

    wording: str
    case: Consultation | None
    page: PublishedPage | None
    answer: PublishedAnswer | None
    themes: tuple[PlanCode, ...]
    packages: tuple[PlanCode, ...]
    links: tuple[LinkTarget, ...]
    changes: tuple[Changed, ...]
    read_at: datetime | None


def opinion_road_or_404(code: str, codes: PlanCodes) -> OpinionRoad:
    """A dozen queries, and a few for each passage that it is linked to."""
    opinion_id = db.session.scalar(select(RoadCode.opinion_id).where(RoadCode.code == code)) or abort(404)
    row = _released_row(opinion_id)
    page = None if row else _printed(opinion_id)
    if row is None and page is None:
        abort(404)
    publication = _publication_of(row) if row else None
    tags, answer = _read_as(opinion_id, codes), row.answer if row else None
    return OpinionRoad(
        (row.wording or "") if row else words_of_page([opinion_id])[opinion_id],
        publication.consultation if publication else None,
        page,
        answer,
        tuple(each for each in tags if each.facet is Facet.THEME),
        tuple(each for each in tags if each.facet is Facet.PACKAGE),
        tuple(_links_of(opinion_id)),
        changes_of([answer] if answer else []),
        publication.published_at if publication else released.printed_changed_at(),
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


def _publication_of(row: PublishedOpinion) -> Publication:
    found = select(Publication).options(joinedload(Publication.consultation))
    return db.session.scalars(found.where(Publication.id == row.publication_id)).one()


def _read_as(opinion_id: int, codes: PlanCodes) -> list[PlanCode]:
    rows = db.session.execute(
        union_all(
            released.kept_tags().where(PublishedReading.opinion_id == opinion_id),
            released.printed_tags().where(Review.opinion_id == opinion_id),
        )
    )
    chosen = {(facet, code) for _, facet, code, _ in rows}
    return [each for each in (*codes.themes, *codes.packages) if (each.facet, each.code) in chosen]


def _links_of(opinion_id: int) -> Iterator[LinkTarget]:
    """To the plan, in its words of now or, where it has it no more, of then; and to what citizens can read of a draft."""
    plan = {each: each for each in plan_targets()}
    rows = db.session.execute(
        union_all(
            released.kept_links().where(PublishedLink.opinion_id == opinion_id),
            released.printed_links().where(LinkDecision.opinion_id == opinion_id),
        )
    )
    for each in rows:
        if each.kind is LinkKind.PASSAGE:
            text = published_text(each.consultation_id)
            for section in text.sections if text else ():
                if section.key == each.section_key:
                    yield passage_in(section, each.target_text, each.passage)
        else:
            bare = LinkTarget(each.kind, each.measure_id or each.kpi_id or 0)
            yield plan.get(bare, replace(bare, text=each.target_text, place=each.target_place))
