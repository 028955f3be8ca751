"""Links of an opinion to a measure, a KPI or a passage of a draft: what is suggested, and what people decide. Two tables.

A passage is named by its case, the key of its section (the same in every version of the draft) and its place there;
0 is the section as a whole. So a link adds no text of the draft, and stays when a new version is written.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import LinkKind, Outcome
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.official_response import Revision
from consult.models.opinion import Opinion
from consult.models.staff import StaffMember

IN_FORCE = "undone_at IS NULL"


class LinkLook(Base):
    """The latest look at one opinion; an opinion without a look at the targets of now is waiting."""

    __tablename__ = "link_look"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), unique=True)
    # Changes with the plan, the drafts and the dictionary.
    made_with: Mapped[str] = mapped_column(String(64), index=True)


class LinkSuggestion(Base):
    """A link that is proposed, with the words that both sides share as its reason. A new look replaces it."""

    __tablename__ = "link_suggestion"
    __table_args__ = (Index(None, "consultation_id", "section_key", "passage"),)

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LinkKind] = mapped_column(Coded(LinkKind))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"), index=True)
    kpi_id: Mapped[int | None] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    section_key: Mapped[str] = mapped_column(String(32), default="")
    passage: Mapped[int] = mapped_column(default=0)
    # As the target writes them.
    words: Mapped[list[str]] = mapped_column(JSON)
    score: Mapped[float]
    # Whoever sent the opinion chose this place.
    is_named: Mapped[bool] = mapped_column(default=False)
    # Confirmed on the opinion that this one was cut from, or corrected from.
    is_inherited: Mapped[bool] = mapped_column(default=False, server_default="0")


class LinkDecision(Base):
    """確定 or 却下 of one link by a person; only a confirmed one counts. In force until it is undone; never deleted.

    `target_text` and `target_place` are what the target said and where it stood when this was decided: a measure may be
    reworded, its package renamed, a passage rewritten, and what was decided stays readable.
    """

    __tablename__ = "link_decision"
    __table_args__ = (
        Index(None, "consultation_id", "section_key", "passage"),
        Index(
            "uq_link_decision_measure", "opinion_id", "measure_id", unique=True, sqlite_where=text(IN_FORCE)
        ),
        Index("uq_link_decision_kpi", "opinion_id", "kpi_id", unique=True, sqlite_where=text(IN_FORCE)),
        Index(
            "uq_link_decision_passage",
            *("opinion_id", "consultation_id", "section_key", "passage"),
            unique=True,
            sqlite_where=text(IN_FORCE),
        ),
    )

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(Coded(LinkKind))
    # Empty where a plan no longer has it: the link counts no more, its history stays.
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id", ondelete="SET NULL"), index=True)
    kpi_id: Mapped[int | None] = mapped_column(ForeignKey("kpi.id", ondelete="SET NULL"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"))
    section_key: Mapped[str] = mapped_column(String(32), default="")
    passage: Mapped[int] = mapped_column(default=0)
    target_text: Mapped[str] = mapped_column(Text)
    target_place: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[Outcome] = mapped_column(Coded(Outcome))
    was_suggested: Mapped[bool] = mapped_column(default=False)
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The change of the passage that was made because of the opinion.
    revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("revision.id", ondelete="SET NULL"), index=True
    )
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    opinion: Mapped[Opinion] = relationship()
    revision: Mapped[Revision | None] = relationship()
    staff_member: Mapped[StaffMember | None] = relationship(foreign_keys=[staff_member_id])
