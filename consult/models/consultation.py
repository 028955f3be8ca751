"""Consultation: a draft under comment, its notice, its period, what its form asks, and its files."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.lifecycle import Course
from consult.domain.period import CommentPeriod
from consult.domain.vocabulary import (
    Channel,
    ConsultationStage,
    DeadlineRule,
    Demand,
    Disposition,
    OfferedPlaces,
    SubmitterItem,
)
from consult.models.attachment import StoredFile
from consult.models.base import Base, Coded, Timestamped, UtcDateTime
from consult.models.division import Division


class Consultation(Timestamped, Base):
    """案件（意見聴取）. `version` counts saves, so that two editors notice each other (TW1).

    Each of R1–R13 has its column or table here. `closed_early_at` ends the period before its last day, `dropped_at`
    says that no plan will be adopted (R54); both have a reason that citizens read.
    """

    __tablename__ = "consultation"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="period_runs_forward"),)

    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(Text)
    outline: Mapped[str] = mapped_column(Text)
    # やさしい日本語: written by staff, shown beside the outline (C2).
    plain_text: Mapped[str] = mapped_column(Text, default="")
    eligibility: Mapped[str] = mapped_column(Text, default="")
    opens_on: Mapped[date] = mapped_column(Date)
    closes_on: Mapped[date] = mapped_column(Date)
    deadline_rule: Mapped[DeadlineRule] = mapped_column(Coded(DeadlineRule), default=DeadlineRule.ARRIVAL)
    offered_places: Mapped[OfferedPlaces] = mapped_column(
        Coded(OfferedPlaces), default=OfferedPlaces.BY_DRAFT
    )
    short_period_reason: Mapped[str] = mapped_column(Text, default="")
    use_statement: Mapped[str] = mapped_column(Text, default="")
    results_plan: Mapped[str] = mapped_column(Text, default="")
    reply_statement: Mapped[str] = mapped_column(Text, default="")
    consideration_statement: Mapped[str] = mapped_column(Text, default="")
    inspection_places: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    # 名・人・者・人・団体・通: the unit in which submitters are published (R43).
    submitter_unit: Mapped[str] = mapped_column(String(10), default="名")
    retention_years: Mapped[int] = mapped_column(default=5)
    stage: Mapped[ConsultationStage] = mapped_column(
        Coded(ConsultationStage), default=ConsultationStage.DRAFT
    )
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_early_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_early_reason: Mapped[str] = mapped_column(Text, default="")
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    division: Mapped[Division | None] = relationship()
    files: Mapped[list["DraftFile"]] = relationship(
        back_populates="consultation", order_by="DraftFile.position", cascade="all, delete-orphan"
    )
    methods: Mapped[list["AcceptedMethod"]] = relationship(
        order_by="AcceptedMethod.position", cascade="all, delete-orphan"
    )
    asked_items: Mapped[list["AskedItem"]] = relationship(
        order_by="AskedItem.position", cascade="all, delete-orphan"
    )
    result_classes: Mapped[list["ResultClass"]] = relationship(
        order_by="ResultClass.position", cascade="all, delete-orphan"
    )

    period_changes: Mapped[list["PeriodChange"]] = relationship(
        order_by="PeriodChange.id", cascade="all, delete-orphan"
    )

    @property
    def period(self) -> CommentPeriod:
        """What is dropped takes nothing any more, whatever its days say."""
        ends = [each for each in (self.closed_early_at, self.dropped_at) if each]
        return CommentPeriod(self.opens_on, self.closes_on, min(ends) if ends else None)

    @property
    def planned_period(self) -> CommentPeriod:
        """The days as announced, whatever ended them before."""
        return CommentPeriod(self.opens_on, self.closes_on)

    def course(self, *, has_results: bool) -> Course:
        is_announced = self.stage is ConsultationStage.ANNOUNCED
        return Course(self.period, is_announced, self.dropped_at is not None, has_results)


class PeriodChange(Base):
    """The days of an announced case were moved: citizens read from when to when, and that it happened."""

    __tablename__ = "period_change"

    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_before: Mapped[date] = mapped_column(Date)
    closes_before: Mapped[date] = mapped_column(Date)
    opens_after: Mapped[date] = mapped_column(Date)
    closes_after: Mapped[date] = mapped_column(Date)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    @property
    def before(self) -> CommentPeriod:
        return CommentPeriod(self.opens_before, self.closes_before)

    @property
    def after(self) -> CommentPeriod:
        return CommentPeriod(self.opens_after, self.closes_after)

    @property
    def is_extension(self) -> bool:
        return self.opens_before == self.opens_after and self.closes_after > self.closes_before


class AcceptedMethod(Base):
    """提出方法 of one case with what one must know to use it: an address, a number, a place and its hours (R6)."""

    __tablename__ = "accepted_method"
    __table_args__ = (UniqueConstraint("consultation_id", "channel"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(Coded(Channel))
    position: Mapped[int]
    directions: Mapped[str] = mapped_column(Text, default="")


class AskedItem(Base):
    """One thing that the form asks of a submitter, and why (R7, R21). What has no row is not asked."""

    __tablename__ = "asked_item"
    __table_args__ = (UniqueConstraint("consultation_id", "item"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    item: Mapped[SubmitterItem] = mapped_column(Coded(SubmitterItem))
    demand: Mapped[Demand] = mapped_column(Coded(Demand))
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")


class ResultClass(Base):
    """反映区分 as this case prints it, and the neutral code behind it (§4). A case without any prints none."""

    __tablename__ = "result_class"
    __table_args__ = (UniqueConstraint("consultation_id", "label", "disposition"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(100))
    disposition: Mapped[Disposition] = mapped_column(Coded(Disposition))


class DraftFile(Base):
    """A file of the draft that citizens may read, beside its text."""

    __tablename__ = "draft_file"

    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id", ondelete="CASCADE"), index=True
    )
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]

    consultation: Mapped[Consultation] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
