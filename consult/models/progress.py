"""PDCA: what people type about a KPI. Each save is a row with the next `version`; the highest one stands (decision 0170)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import KpiDirection
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.plan_package import Kpi
from consult.models.staff import StaffMember


class KpiSetting(Base):
    """基準値・目標値・単位・向き of a KPI as people typed them; they stand before those of the strategy file."""

    __tablename__ = "kpi_setting"
    __table_args__ = (UniqueConstraint("kpi_id", "version"),)

    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    version: Mapped[int]
    unit: Mapped[str] = mapped_column(String(32), default="")
    decimals: Mapped[int] = mapped_column(default=0)
    direction: Mapped[KpiDirection | None] = mapped_column(Coded(KpiDirection))
    is_cumulative: Mapped[bool] = mapped_column(default=False)
    baseline_year: Mapped[int | None]
    baseline_value: Mapped[float | None]
    baseline_reference: Mapped[str] = mapped_column(String(100), default="")
    target_year: Mapped[int | None]
    target_value: Mapped[float | None]
    # Why it was changed.
    reason: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    saved_by: Mapped[StaffMember | None] = relationship()


class KpiEntry(Base):
    """実績値 of one reporting year as people typed it. Without a value `note` says why there is none: a blank is no 0.

    `is_taken_back`: what was typed counts no more, and the strategy's own value stands again, if it has one.
    """

    __tablename__ = "kpi_entry"
    __table_args__ = (
        UniqueConstraint("kpi_id", "reporting_year", "version"),
        CheckConstraint("value IS NOT NULL OR note <> '' OR is_taken_back", name="says_why_blank"),
    )

    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"))
    reporting_year: Mapped[int]
    version: Mapped[int]
    value: Mapped[float | None]
    # The year that the value truly belongs to: R5, R2国勢調査.
    reference: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    # 速報値: a final one is to follow.
    is_preliminary: Mapped[bool] = mapped_column(default=False)
    # Since when this version is on the citizens' pages. None: somebody has yet to decide so.
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_taken_back: Mapped[bool] = mapped_column(default=False)
    # As the strategy called it then: a reworded KPI keeps its values, and its old name.
    kpi_name: Mapped[str] = mapped_column(Text)
    # The returned sheet that it came with.
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    kpi: Mapped[Kpi] = relationship()
    saved_by: Mapped[StaffMember | None] = relationship()
