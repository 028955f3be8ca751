"""AnswerGroup (集約・回答単位): opinions answered together, the summary that stands for them, and what colleagues remark."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base, Removable, Timestamped
from consult.models.consultation import Consultation
from consult.models.division import Division


class AnswerGroup(Timestamped, Base):
    """Opinions of one case that one answer answers; an opinion points to at most one (R31). `number` is its row's."""

    __tablename__ = "answer_group"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    # 意見の概要, as citizens will read it.
    summary: Mapped[str] = mapped_column(Text, default="")
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    consultation: Mapped[Consultation] = relationship()
    division: Mapped[Division | None] = relationship()


class SummaryQuotation(Base):
    """A passage of an opinion that a summary was built from; code points of its wording."""

    __tablename__ = "summary_quotation"
    __table_args__ = (
        CheckConstraint("start_at >= 0 AND start_at < end_at", name="is_a_passage"),
        Index(None, "answer_group_id", "position"),
    )

    answer_group_id: Mapped[int] = mapped_column(ForeignKey("answer_group.id", ondelete="CASCADE"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    start_at: Mapped[int]
    end_at: Mapped[int]
    position: Mapped[int]


class InternalRemark(Removable, Timestamped, Base):
    """What colleagues say about an answer among themselves; it never leaves the house."""

    __tablename__ = "internal_remark"

    answer_group_id: Mapped[int] = mapped_column(
        ForeignKey("answer_group.id", ondelete="CASCADE"), index=True
    )
    wording: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
