"""人口ビジョン: figures that were published, scenarios with their assumptions, and directions."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base


class PopulationVision(Base):
    """What the vision says in sentences, and the names of charts whose values the source does not give."""

    __tablename__ = "population_vision"
    __table_args__ = (CheckConstraint("id = 1", name="one_city_per_folder"),)

    narrative: Mapped[list[str]] = mapped_column(JSON, default=list)
    charts_without_values: Mapped[list[str]] = mapped_column(JSON, default=list)
    support_ratio_label: Mapped[str | None] = mapped_column(Text)
    support_ratio_unit: Mapped[str | None] = mapped_column(String(32))


class PopulationFigure(Base):
    """A published figure. `value_text` is how the source writes it when that is more than the number."""

    __tablename__ = "population_figure"

    code: Mapped[str] = mapped_column(String(64), unique=True)
    year: Mapped[int | None]
    value: Mapped[int]
    value_text: Mapped[str | None] = mapped_column(String(100))
    is_approximate: Mapped[bool] = mapped_column(default=False)
    unit: Mapped[str] = mapped_column(String(32))
    basis: Mapped[str | None] = mapped_column(String(200))
    position: Mapped[int]


class PopulationScenario(Base):
    """推計 or 展望: its assumptions and the points that were published."""

    __tablename__ = "population_scenario"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    legend: Mapped[str | None] = mapped_column(String(200))
    natural: Mapped[str | None] = mapped_column(Text)
    natural_before_revision: Mapped[str | None] = mapped_column(Text)
    social: Mapped[str | None] = mapped_column(Text)
    is_target: Mapped[bool] = mapped_column(default=False)
    target_text: Mapped[str | None] = mapped_column(Text)
    position: Mapped[int]

    points: Mapped[list["ScenarioPoint"]] = relationship(
        back_populates="scenario", order_by="ScenarioPoint.year", cascade="all, delete-orphan"
    )


class ScenarioPoint(Base):
    """A published point of a scenario; `versus_percent` is its change against `versus_year`."""

    __tablename__ = "scenario_point"
    __table_args__ = (UniqueConstraint("scenario_id", "year"),)

    scenario_id: Mapped[int] = mapped_column(ForeignKey("population_scenario.id", ondelete="CASCADE"))
    year: Mapped[int]
    value: Mapped[int]
    value_text: Mapped[str | None] = mapped_column(String(100))
    is_approximate: Mapped[bool] = mapped_column(default=False)
    versus_year: Mapped[int | None]
    versus_percent: Mapped[float | None]

    scenario: Mapped[PopulationScenario] = relationship(back_populates="points")


class SupportRatioPoint(Base):
    """How many people of working age stand behind one very old person, in one year."""

    __tablename__ = "support_ratio_point"

    year: Mapped[int] = mapped_column(unique=True)
    value: Mapped[float]


class PopulationDirection(Base):
    """A direction of work that improves the natural or the social dynamics."""

    __tablename__ = "population_direction"

    code: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    items: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int]
