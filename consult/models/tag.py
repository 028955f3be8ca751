"""Tags: what the tagger suggests, and what people decide. Two tables: a re-run replaces suggestions, never decisions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import Facet, Outcome
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.opinion import Opinion


class TaggerRun(Base):
    """The tagger's latest look at one opinion; an opinion without a run of the current tagger is waiting."""

    __tablename__ = "tagger_run"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), unique=True)
    tagger_version: Mapped[str] = mapped_column(String(64), index=True)
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ranked_packages: Mapped[list[str]] = mapped_column(JSON, default=list)


class Tag(Base):
    """A suggestion (候補): facet and code, its probability, and the evidence as code-point spans of the wording."""

    __tablename__ = "tag"
    __table_args__ = (
        UniqueConstraint("opinion_id", "facet", "code"),
        Index(None, "facet", "code"),
        CheckConstraint("probability > 0 AND probability < 1", name="probability_is_open"),
    )

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"))
    facet: Mapped[Facet] = mapped_column(Coded(Facet))
    code: Mapped[str] = mapped_column(String(32))
    probability: Mapped[float]
    evidence: Mapped[list[list[int]]] = mapped_column(JSON)
    # The weights add up to `score`; below `threshold` it would not be suggested. Empty on older rows.
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    score: Mapped[float | None]
    threshold: Mapped[float | None]
    tagger_version: Mapped[str] = mapped_column(String(64))

    opinion: Mapped[Opinion] = relationship()


class Review(Base):
    """One act of deciding on one opinion, by a person or by a page the city has published.

    The newest review that is not undone is the opinion's current one (`is_current`); earlier ones stay as history.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(staff_member_id IS NULL) <> (published_page_id IS NULL)", name="has_one_actor"),
        Index("uq_review_current", "opinion_id", unique=True, sqlite_where=text("is_current = 1")),
        Index(None, "opinion_id"),
        Index(None, "staff_member_id", "decided_at"),
    )

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    published_page_id: Mapped[int | None] = mapped_column(ForeignKey("published_page.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_current: Mapped[bool] = mapped_column(default=True)
    # Between showing and deciding; empty where it was not measured.
    seconds_taken: Mapped[int | None]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    opinion: Mapped[Opinion] = relationship()
    decisions: Mapped[list["TagDecision"]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by="TagDecision.id"
    )


class TagDecision(Base):
    """確定 or 却下 of one tag, made in one review. `is_main` marks the one main theme (主テーマ)."""

    __tablename__ = "tag_decision"
    __table_args__ = (
        UniqueConstraint("review_id", "facet", "code"),
        Index(None, "facet", "code", "outcome"),
        Index("uq_tag_decision_main_theme", "review_id", unique=True, sqlite_where=text("is_main = 1")),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    facet: Mapped[Facet] = mapped_column(Coded(Facet))
    code: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[Outcome] = mapped_column(Coded(Outcome))
    is_main: Mapped[bool] = mapped_column(default=False)
    was_suggested: Mapped[bool] = mapped_column(default=False)

    review: Mapped[Review] = relationship(back_populates="decisions")
