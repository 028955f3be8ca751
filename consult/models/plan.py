"""The strategy under consultation: what it is, its editions, themes, priority models and the words of its city."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base, UtcDateTime


class Strategy(Base):
    """The strategy as a document. One data folder is one city, so there is one row."""

    __tablename__ = "strategy"
    __table_args__ = (CheckConstraint("id = 1", name="one_city_per_folder"),)

    title: Mapped[str] = mapped_column(String(200))
    municipality: Mapped[str] = mapped_column(String(100))
    prefecture: Mapped[str | None] = mapped_column(String(100))
    municipality_code: Mapped[str | None] = mapped_column(String(16))
    legal_basis: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    purpose: Mapped[str | None] = mapped_column(Text)
    promotion_stance: Mapped[str | None] = mapped_column(Text)
    promotion_approach: Mapped[str | None] = mapped_column(Text)
    progress_management: Mapped[str | None] = mapped_column(Text)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PlanPeriod(Base):
    """A period that the document covers: `strategy` counts fiscal years (年度), `population_vision` years (年)."""

    __tablename__ = "plan_period"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    start_year: Mapped[int]
    end_year: Mapped[int]
    unit: Mapped[str] = mapped_column(String(16))


class PlanEdition(Base):
    """第1期 or 第2期. The edition with `is_current` is the one that opinions are tagged to."""

    __tablename__ = "plan_edition"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    is_current: Mapped[bool] = mapped_column(default=False)
    concept: Mapped[str | None] = mapped_column(Text)
    goals_intro: Mapped[str | None] = mapped_column(Text)
    system_description: Mapped[str | None] = mapped_column(Text)
    system_columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    stance_page: Mapped[int | None]
    stance: Mapped[str | None] = mapped_column(Text)
    stance_principles: Mapped[list[str]] = mapped_column(JSON, default=list)
    stance_examples: Mapped[list[str]] = mapped_column(JSON, default=list)
    kpi_definition: Mapped[str | None] = mapped_column(Text)
    # Headings of the KPI table as the source prints them, each with its year.
    kpi_columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    review_title: Mapped[str | None] = mapped_column(Text)
    review_page: Mapped[int | None]


class Theme(Base):
    """ひと / まち / しごと: defined by the plan, not derived from a package's goal."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[str] = mapped_column(String(100))
    definition: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    # Who decided before could not choose it. Empty: it was there from the beginning.
    added_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BasicGoal(Base):
    """基本目標. `title_ruby` maps words of the title to their reading."""

    __tablename__ = "basic_goal"

    number: Mapped[int] = mapped_column(unique=True)
    group: Mapped[str | None] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(Text)
    title_ruby: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    title_variants: Mapped[list[str]] = mapped_column(JSON, default=list)
    catch: Mapped[str | None] = mapped_column(Text)
    statements: Mapped[list[str]] = mapped_column(JSON, default=list)


class PriorityModel(Base):
    """重点推進モデル: cuts across the goals."""

    __tablename__ = "priority_model"

    code: Mapped[str] = mapped_column(String(16), unique=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    page: Mapped[int | None]
    description: Mapped[str | None] = mapped_column(Text)
    credit: Mapped[str | None] = mapped_column(String(200))
    # Who decided before could not choose it. Empty: it was there from the beginning.
    added_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    blocks: Mapped[list["ModelBlock"]] = relationship(
        back_populates="model", order_by="ModelBlock.position", cascade="all, delete-orphan"
    )


class ModelBlock(Base):
    """A field of work of a priority model. `is_open_ended`: the source ends its items with "etc."."""

    __tablename__ = "model_block"

    model_id: Mapped[int] = mapped_column(ForeignKey("priority_model.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    items: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_open_ended: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]

    model: Mapped[PriorityModel] = relationship(back_populates="blocks")


class VocabularyTerm(Base):
    """A word of this city, kept whole by the tokeniser; `same_as` is the standard word it stands for."""

    __tablename__ = "vocabulary_term"

    surface: Mapped[str] = mapped_column(String(100), unique=True)
    reading: Mapped[str] = mapped_column(String(100), default="")
    same_as: Mapped[str | None] = mapped_column(String(100))
