"""What of the opinions is public: the newest publication of each case, and the pages the city has published. Nothing else.

How an answered opinion was read (theme, package, links) is what its publication kept at release; how a printed one was
read is what people have confirmed, with the day of the last change. A suggestion is never public.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from consult import link_standing, standing
from consult.domain.vocabulary import ConsultationStage, Facet, Outcome, PublicationKind, PublishedOutcome
from consult.extensions import db
from consult.models import (
    Consultation,
    LinkDecision,
    Opinion,
    Publication,
    PublishedLink,
    PublishedOpinion,
    PublishedPage,
    PublishedReading,
    Review,
    TagDecision,
)

NO_CLASS = "回答（区分なし）"
AS_PUBLISHED = "主な意見として公表"
OF_LINK = (
    *("opinion_id", "kind", "measure_id", "kpi_id", "consultation_id", "section_key", "passage"),
    *("target_text", "target_place"),
)


def newest_publications() -> Select[tuple[int]]:
    """The id of the last version of each case that citizens may see; a plan that was dropped answers nothing."""
    newest = (
        select(func.max(Publication.id))
        .join(Consultation, Consultation.id == Publication.consultation_id)
        .where(Consultation.stage == ConsultationStage.ANNOUNCED)
        .group_by(Publication.consultation_id)
    )
    return select(Publication.id).where(
        Publication.id.in_(newest), Publication.kind != PublicationKind.NOT_ADOPTED
    )


def is_released() -> ColumnElement[bool]:
    """Of a PublishedOpinion: answered in the newest version of its case."""
    return and_(
        PublishedOpinion.publication_id.in_(newest_publications()),
        PublishedOpinion.outcome == PublishedOutcome.ANSWERED,
    )


def on_published_page() -> ColumnElement[bool]:
    """Of an Opinion: the city has printed it, and it counts."""
    # By the pages, of which there are few: whether it has any would be asked of every opinion.
    return and_(Opinion.published_page_id.in_(select(PublishedPage.id)), standing.counts())


def printed_ids() -> Select[tuple[int]]:
    return select(Opinion.id).where(on_published_page())


def kept_tags() -> Select[tuple[int, Any, str, bool]]:
    """(opinion_id, facet, code, is_main) of answered opinions, as their publication kept them."""
    table = PublishedReading
    return select(table.opinion_id, table.facet, table.code, table.is_main).where(
        table.publication_id.in_(newest_publications())
    )


def printed_tags() -> Select[tuple[int, Any, str, bool]]:
    """The same of what the city has printed: the theme is the one that it was printed under, whatever staff decide."""
    own = (
        select(func.max(Review.id))
        .where(Review.published_page_id.is_not(None), Review.opinion_id.in_(printed_ids()))
        .group_by(Review.opinion_id)
    )
    is_theme = TagDecision.facet == Facet.THEME
    return (
        select(Review.opinion_id, TagDecision.facet, TagDecision.code, TagDecision.is_main)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(
            or_(and_(is_theme, Review.id.in_(own)), and_(not_(is_theme), Review.is_current)),
            TagDecision.outcome == Outcome.CONFIRMED,
            Review.opinion_id.in_(printed_ids()),
        )
    )


def kept_links() -> Select[Any]:
    """Columns `OF_LINK` of answered opinions, as their publication kept them."""
    return select(*(getattr(PublishedLink, name) for name in OF_LINK)).where(
        PublishedLink.publication_id.in_(newest_publications())
    )


def printed_links() -> Select[Any]:
    """The same of what the city has printed."""
    return select(*(getattr(LinkDecision, name) for name in OF_LINK)).where(
        link_standing.is_in_force(),
        link_standing.has_target(),
        LinkDecision.outcome == Outcome.CONFIRMED,
        LinkDecision.opinion_id.in_(printed_ids()),
    )


def printed_changed_at() -> datetime | None:
    """When somebody last decided how the printed opinions are read or where they lead."""
    moments = [
        db.session.scalar(select(func.max(column)).where(table.opinion_id.in_(printed_ids())))
        for table in (Review, LinkDecision)
        for column in (table.decided_at, table.undone_at)
    ]
    return max((each for each in moments if each), default=None)
