"""Reads: one opinion of the queue, what is suggested for it and what was decided about it."""

from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from consult import opinion_records, standing
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import (
    Consultation,
    Opinion,
    PublishedPage,
    Review,
    ShadowLook,
    StaffMember,
    Tag,
    TaggerRun,
)

ACTOR = func.coalesce(StaffMember.name, PublishedPage.title, "")


@dataclass(frozen=True)
class PastReview:
    """A review and the person or published page whose act it was."""

    review: Review
    actor: str


def shadow_look_of(opinion: Opinion) -> ShadowLook | None:
    """Where a tagger in shadow differs from what is shown for it; None where it does not."""
    look = select(ShadowLook).where(ShadowLook.opinion_id == opinion.id, ShadowLook.is_different.is_(True))
    return db.session.scalar(look)


def suggestions_of(opinion: Opinion) -> list[Tag]:
    """Facet by facet, the most probable first."""
    rows = select(Tag).where(Tag.opinion_id == opinion.id).order_by(Tag.probability.desc(), Tag.id)
    order = list(Facet)
    return sorted(db.session.scalars(rows), key=lambda tag: order.index(tag.facet))


def get_or_404(opinion_id: int) -> Opinion:
    """An opinion that counts, with its source."""
    statement = opinion_records.with_sources().where(Opinion.id == opinion_id, standing.counts())
    return db.first_or_404(statement)


def is_held(opinion: Opinion) -> bool:
    """Whether two people are to code it first, without seeing what the tagger says."""
    return db.session.scalar(select(standing.is_held()).where(Opinion.id == opinion.id)) or False


def has_run(opinion: Opinion) -> bool:
    """Whether the tagger has looked at it: no suggestion then means that it abstains."""
    return db.session.scalar(select(exists().where(TaggerRun.opinion_id == opinion.id))) or False


def history(opinion: Opinion) -> list[PastReview]:
    """Every act of deciding on it, the newest first; also what was taken back."""
    rows = (
        _with_actor()
        .options(selectinload(Review.decisions))
        .where(Review.opinion_id == opinion.id)
        .order_by(Review.id.desc())
    )
    return [PastReview(review, actor) for review, actor in db.session.execute(rows)]


def current_review(opinion_id: int) -> Review | None:
    return db.session.scalar(_reviews().where(Review.opinion_id == opinion_id, Review.is_current))


def review_or_404(opinion_id: int, review_id: int) -> Review:
    return db.first_or_404(_reviews().where(Review.id == review_id, Review.opinion_id == opinion_id))


def last_review_by(person: StaffMember) -> PastReview | None:
    """What this person decided last and could still undo."""
    own = _reviews().where(Review.staff_member_id == person.id, Review.is_current)
    newest = own.order_by(Review.decided_at.desc(), Review.id.desc()).limit(1)
    review = db.session.scalar(newest.options(joinedload(Review.opinion)))
    return PastReview(review, person.name) if review else None


def actor_of(review: Review) -> str:
    """The name of the person, or the title of the published page, whose act it was."""
    return db.session.scalar(_with_actor().where(Review.id == review.id).with_only_columns(ACTOR)) or ""


def consultations() -> list[tuple[int, str]]:
    """(id, title) for the filter."""
    rows = select(Consultation.id, Consultation.title).order_by(Consultation.opens_on.desc(), Consultation.id)
    return [(number, title) for number, title in db.session.execute(rows)]


def _with_actor() -> Select[tuple[Review, str]]:
    return (
        select(Review, ACTOR)
        .outerjoin(StaffMember, Review.staff_member_id == StaffMember.id)
        .outerjoin(PublishedPage, PublishedPage.id == Review.published_page_id)
    )


def _reviews() -> Select[tuple[Review]]:
    return select(Review).options(selectinload(Review.decisions))
