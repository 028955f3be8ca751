"""Policy packages with their measures, and the KPIs with their values year by year."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import KpiDirection
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.plan import BasicGoal, PlanEdition


class PolicyPackage(Base):
    """政策パッケージ of one edition. `predecessor` is the earlier edition's package whose name it continues."""

    __tablename__ = "policy_package"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_edition.id"))
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("basic_goal.id"), index=True)
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("policy_package.id"), index=True)
    code: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    name_variants: Mapped[list[str]] = mapped_column(JSON, default=list)
    group: Mapped[str | None] = mapped_column(String(100))
    descriptions: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The guide for tagging: what belongs here, and what belongs elsewhere.
    includes: Mapped[str | None] = mapped_column(Text)
    excludes: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int]
    # Who decided before could not choose it. Empty: it was there from the beginning.
    added_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    edition: Mapped[PlanEdition] = relationship()
    goal: Mapped[BasicGoal | None] = relationship()
    predecessor: Mapped["PolicyPackage | None"] = relationship(remote_side="PolicyPackage.id")
    measures: Mapped[list["Measure"]] = relationship(
        back_populates="package", order_by="Measure.position", cascade="all, delete-orphan"
    )
    # Those that the strategy names; a retired one stays only because people typed about it.
    kpis: Mapped[list["Kpi"]] = relationship(
        primaryjoin="and_(PolicyPackage.id == Kpi.package_id, Kpi.retired_at.is_(None))",
        back_populates="package",
        order_by="Kpi.position",
        cascade="all, delete-orphan",
    )


class Measure(Base):
    """主な施策 of a package."""

    __tablename__ = "measure"

    package_id: Mapped[int] = mapped_column(ForeignKey("policy_package.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]

    package: Mapped[PolicyPackage] = relationship(back_populates="measures")


class Kpi(Base):
    """重要業績評価指標 of an edition's goal or package. Numbers have `decimals` places; a missing target is NULL."""

    __tablename__ = "kpi"

    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_edition.id"), index=True)
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("basic_goal.id"), index=True)
    package_id: Mapped[int | None] = mapped_column(
        ForeignKey("policy_package.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str | None] = mapped_column(String(32))
    decimals: Mapped[int] = mapped_column(default=0)
    direction: Mapped[KpiDirection | None] = mapped_column(Coded(KpiDirection))
    is_cumulative: Mapped[bool] = mapped_column(default=False)
    target_year: Mapped[int | None]
    target_value: Mapped[float | None]
    target_text: Mapped[str | None] = mapped_column(String(100))
    position: Mapped[int]
    # The strategy names it no more, and people typed values: they stay (decision 0170).
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    edition: Mapped[PlanEdition] = relationship()
    goal: Mapped[BasicGoal | None] = relationship()
    package: Mapped[PolicyPackage | None] = relationship(back_populates="kpis")
    values: Mapped[list["KpiValue"]] = relationship(
        back_populates="kpi", order_by="KpiValue.reporting_year", cascade="all, delete-orphan"
    )


class KpiValue(Base):
    """実績値 of one reporting year. A missing value is NULL, never 0; `reference` is the year it truly belongs to."""

    __tablename__ = "kpi_value"
    __table_args__ = (UniqueConstraint("kpi_id", "reporting_year"),)

    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id", ondelete="CASCADE"))
    reporting_year: Mapped[int]
    value: Mapped[float | None]
    reference: Mapped[str | None] = mapped_column(String(100))
    # As the source prints it when the bracket holds more than the year: 17件/H27.
    reference_text: Mapped[str | None] = mapped_column(String(100))
    increment: Mapped[float | None]

    kpi: Mapped[Kpi] = relationship(back_populates="values")
