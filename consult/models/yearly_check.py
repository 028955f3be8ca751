"""効果検証 and 庁内照会: what divisions say about a package in a year, and who is asked for what until when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import Pace
from consult.models.base import Base, Coded, Timestamped, UtcDateTime
from consult.models.division import Division
from consult.models.plan_package import Kpi, PolicyPackage
from consult.models.staff import StaffMember


class PackageAssessment(Base):
    """A division's 評価 of a package in one fiscal year. Each save is the next `version`; the highest one stands."""

    __tablename__ = "package_assessment"
    __table_args__ = (UniqueConstraint("package_id", "fiscal_year", "division_id", "version"),)

    package_id: Mapped[int] = mapped_column(ForeignKey("policy_package.id"))
    fiscal_year: Mapped[int]
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    version: Mapped[int]
    pace: Mapped[Pace | None] = mapped_column(Coded(Pace))
    # What was done, how the division judges it, what it will do.
    done: Mapped[str] = mapped_column(Text, default="")
    assessment: Mapped[str] = mapped_column(Text, default="")
    next_step: Mapped[str] = mapped_column(Text, default="")
    is_taken_back: Mapped[bool] = mapped_column(default=False)
    # As the package was called then.
    package_name: Mapped[str] = mapped_column(String(200))
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    package: Mapped[PolicyPackage] = relationship()
    division: Mapped[Division] = relationship()
    saved_by: Mapped[StaffMember | None] = relationship()


class Inquiry(Timestamped, Base):
    """庁内照会 of one fiscal year: what the divisions are asked for, until `due_on`."""

    __tablename__ = "inquiry"

    title: Mapped[str] = mapped_column(String(200))
    fiscal_year: Mapped[int]
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    items: Mapped[list["InquiryItem"]] = relationship(
        back_populates="inquiry", order_by="InquiryItem.position", cascade="all, delete-orphan"
    )


class InquiryItem(Base):
    """One thing that one division is asked for: the value of a KPI, or its assessment of a package."""

    __tablename__ = "inquiry_item"
    __table_args__ = (
        CheckConstraint("(kpi_id IS NOT NULL) + (package_id IS NOT NULL) = 1", name="asks_one_thing"),
        UniqueConstraint("inquiry_id", "kpi_id"),
        UniqueConstraint("inquiry_id", "package_id", "division_id"),
    )

    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiry.id", ondelete="CASCADE"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    kpi_id: Mapped[int | None] = mapped_column(ForeignKey("kpi.id"), index=True)
    package_id: Mapped[int | None] = mapped_column(ForeignKey("policy_package.id"), index=True)
    position: Mapped[int]

    inquiry: Mapped[Inquiry] = relationship(back_populates="items")
    division: Mapped[Division] = relationship()
    kpi: Mapped[Kpi | None] = relationship()
    package: Mapped[PolicyPackage | None] = relationship()
