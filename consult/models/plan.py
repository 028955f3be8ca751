"""The strategy under consultation: editions, themes, packages, models and what hangs on them."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base


class PlanEdition(Base):
    """第1期 or 第2期. The edition with `is_current` is the one that opinions are tagged to."""

    __tablename__ = "plan_edition"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[str] = mapped_column(String(100))
    is_current: Mapped[bool] = mapped_column(default=False)


class Theme(Base):
    """ひと / まち / しごと: defined by the plan, not derived from a package's goal."""

    __tablename__ = "theme"

    code: Mapped[str] = mapped_column(String(32), unique=True)
    label: Mapped[str] = mapped_column(String(100))
    definition: Mapped[str] = mapped_column(Text)
    position: Mapped[int]


class PolicyPackage(Base):
    """政策パッケージ of one edition."""

    __tablename__ = "policy_package"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_edition.id"))
    code: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]

    edition: Mapped[PlanEdition] = relationship()


class PriorityModel(Base):
    """重点推進モデル: cuts across the goals."""

    __tablename__ = "priority_model"

    code: Mapped[str] = mapped_column(String(16), unique=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))


class VocabularyTerm(Base):
    """A word of this city, kept whole by the tokeniser; `same_as` is the standard word it stands for."""

    __tablename__ = "vocabulary_term"

    surface: Mapped[str] = mapped_column(String(100), unique=True)
    reading: Mapped[str] = mapped_column(String(100), default="")
    same_as: Mapped[str | None] = mapped_column(String(100))
