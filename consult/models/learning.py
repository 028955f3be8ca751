"""What the tagger learned from decisions: fitted taggers, the refits that make them, and what one in shadow would say."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import RefitState, TaggerState
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.opinion import Opinion
from consult.models.staff import StaffMember


class LearnedTagger(Base):
    """学習結果: a fitted tagger, kept as the file `models/<digest>.npz` of the data folder.

    Without an active one the cold tagger is at work. `newest_review_id` is the last decision it may have learned from.
    """

    __tablename__ = "learned_tagger"
    __table_args__ = (
        Index("uq_learned_tagger_active", "state", unique=True, sqlite_where=text("state = 'active'")),
        Index("uq_learned_tagger_shadow", "state", unique=True, sqlite_where=text("state = 'shadow'")),
        CheckConstraint("state <> 'active' OR activated_at IS NOT NULL", name="active_since"),
    )

    digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[TaggerState] = mapped_column(Coded(TaggerState))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    # Distinct texts, and the decided opinions they stand for.
    lessons: Mapped[int]
    decided_opinions: Mapped[int]
    newest_review_id: Mapped[int]
    # The paired comparison on blind labels: how many, against which (empty: the cold tagger), and a row per facet.
    blind_labels: Mapped[int] = mapped_column(default=0)
    compared_with_id: Mapped[int | None] = mapped_column(ForeignKey("learned_tagger.id"))
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Empty when the comparison put it in force.
    activated_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    activation_reason: Mapped[str | None] = mapped_column(Text)

    made_by: Mapped[StaffMember | None] = relationship(foreign_keys=[made_by_id])
    activated_by: Mapped[StaffMember | None] = relationship(foreign_keys=[activated_by_id])
    compared_with: Mapped["LearnedTagger | None"] = relationship(remote_side="LearnedTagger.id")


class Refit(Base):
    """One act of learning anew, asked for on a page and done by the worker. At most one is open."""

    __tablename__ = "refit"
    __table_args__ = (
        # A partial index over one expression that is the same for every open row.
        Index("uq_refit_open", "is_open", unique=True, sqlite_where=text("is_open = 1")),
        CheckConstraint("is_open = (state IN ('waiting', 'running'))", name="open_until_it_ends"),
    )

    state: Mapped[RefitState] = mapped_column(Coded(RefitState))
    is_open: Mapped[bool] = mapped_column(default=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    # How often the worker began; how far it is (a place among the steps of `domain.refit_steps`).
    attempts: Mapped[int] = mapped_column(default=0)
    step: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Why it failed, for the reader.
    message: Mapped[str | None] = mapped_column(Text)
    learned_tagger_id: Mapped[int | None] = mapped_column(ForeignKey("learned_tagger.id"))

    asked_by: Mapped[StaffMember] = relationship()
    learned_tagger: Mapped[LearnedTagger | None] = relationship()


class ShadowLook(Base):
    """What a tagger in shadow says about an opinion that waits: `adds` and `drops` beside the suggestions shown."""

    __tablename__ = "shadow_look"
    __table_args__ = (Index(None, "is_different", "opinion_id"),)

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), unique=True)
    learned_tagger_id: Mapped[int] = mapped_column(ForeignKey("learned_tagger.id", ondelete="CASCADE"))
    is_different: Mapped[bool]
    # Pairs of facet and code.
    adds: Mapped[list[list[str]]] = mapped_column(JSON)
    drops: Mapped[list[list[str]]] = mapped_column(JSON)

    opinion: Mapped[Opinion] = relationship()
