"""Passages that may not leave the house: what the finder proposes, and what people decide. Two tables, as with tags."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import PassageOutcome, PersonalKind, RedactionReason
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.opinion import Opinion
from consult.models.staff import StaffMember


class PersonalLook(Base):
    """The finder's latest look at one opinion: [start, end, kind] in code points of the wording.

    `undecided` counts the passages that no decision in force covers; an opinion without a look is waiting for one.
    """

    __tablename__ = "personal_look"
    __table_args__ = (Index(None, "undecided", "opinion_id"),)

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), unique=True)
    finder_version: Mapped[str] = mapped_column(String(32), index=True)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    passages: Mapped[list[list[int | str]]] = mapped_column(JSON)
    undecided: Mapped[int]

    opinion: Mapped[Opinion] = relationship()


class Redaction(Base):
    """One decision on one passage, 伏せる or 伏せない, with its reason; in force until it is undone. Never deleted."""

    __tablename__ = "redaction"
    __table_args__ = (
        CheckConstraint("start_at >= 0 AND start_at < end_at", name="is_a_passage"),
        CheckConstraint("outcome <> 'masked' OR reason IS NOT NULL", name="masked_for_a_reason"),
        Index(None, "opinion_id", "undone_at"),
    )

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    # Code points of the wording; the wording never changes, so a place stays true.
    start_at: Mapped[int]
    end_at: Mapped[int]
    kind: Mapped[PersonalKind] = mapped_column(Coded(PersonalKind))
    outcome: Mapped[PassageOutcome] = mapped_column(Coded(PassageOutcome))
    reason: Mapped[RedactionReason | None] = mapped_column(Coded(RedactionReason))
    note: Mapped[str] = mapped_column(Text, default="")
    staff_member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    opinion: Mapped[Opinion] = relationship()
    staff_member: Mapped[StaffMember] = relationship(foreign_keys=[staff_member_id])
    undone_by: Mapped[StaffMember | None] = relationship(foreign_keys=[undone_by_id])

    @property
    def span(self) -> tuple[int, int]:
        return self.start_at, self.end_at
