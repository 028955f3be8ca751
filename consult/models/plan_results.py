"""What an earlier edition achieved: results and issues of each goal, and the review as a whole."""

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base
from consult.models.plan import BasicGoal, PlanEdition


class GoalResult(Base):
    """成果と課題 of one basic goal."""

    __tablename__ = "goal_result"
    __table_args__ = (UniqueConstraint("edition_id", "goal_id"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_edition.id"))
    goal_id: Mapped[int] = mapped_column(ForeignKey("basic_goal.id"), index=True)
    summary: Mapped[str | None] = mapped_column(Text)
    achievements: Mapped[list[str]] = mapped_column(JSON, default=list)
    issues: Mapped[list[str]] = mapped_column(JSON, default=list)

    edition: Mapped[PlanEdition] = relationship()
    goal: Mapped[BasicGoal] = relationship()


class ReviewedPurpose(Base):
    """A purpose of the strategy and where it stands, in the review of the whole edition (総括)."""

    __tablename__ = "reviewed_purpose"

    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_edition.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text)
    assessments: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int]

    edition: Mapped[PlanEdition] = relationship()
