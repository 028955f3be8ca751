"""Consultation: a draft under comment, its period and files."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.period import CommentPeriod
from consult.domain.vocabulary import ConsultationStage
from consult.models.attachment import StoredFile
from consult.models.base import Base, Coded, Timestamped


class Consultation(Timestamped, Base):
    """案件（意見聴取）. `version` counts saves, so that two editors notice each other (TW1)."""

    __tablename__ = "consultation"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="period_runs_forward"),)

    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text)
    outline: Mapped[str] = mapped_column(Text)
    eligibility: Mapped[str] = mapped_column(Text, default="")
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    short_period_reason: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[ConsultationStage] = mapped_column(
        Coded(ConsultationStage), default=ConsultationStage.DRAFT
    )
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    documents: Mapped[list["DraftDocument"]] = relationship(
        back_populates="consultation", order_by="DraftDocument.position", cascade="all, delete-orphan"
    )

    @property
    def period(self) -> CommentPeriod:
        return CommentPeriod(self.opens_on, self.closes_on)


class DraftDocument(Base):
    """A file of the draft that citizens may read."""

    __tablename__ = "draft_document"

    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]

    consultation: Mapped[Consultation] = relationship(back_populates="documents")
    file: Mapped[StoredFile] = relationship()
