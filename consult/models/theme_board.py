"""What staff put on the theme board and the pages of packages: headlines, and the opinions chosen to represent a theme."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base, UtcDateTime
from consult.models.opinion import Opinion

# One line on a slide. Form, service and table agree on it, in characters (TU6).
HEADLINE_LIMIT = 100


class HeadlineVersion:
    """Mix-in: one version of a one-line synthesis, the highest stands and the others are its history."""

    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class ThemeHeadline(HeadlineVersion, Base):
    """The one-line synthesis of a theme, typed by staff or taken from a published page.

    Each save adds a row with the next `version`; the highest one stands, the others are its history, so that the
    published wording is still there after staff wrote their own, and a save over a newer version cannot happen (TW1).
    """

    __tablename__ = "theme_headline"
    __table_args__ = (
        CheckConstraint("(staff_member_id IS NULL) <> (published_page_id IS NULL)", name="has_one_author"),
        CheckConstraint(f"length(text) BETWEEN 1 AND {HEADLINE_LIMIT}", name="fits_one_line"),
        UniqueConstraint("theme", "version"),
    )

    theme: Mapped[str] = mapped_column(String(32))
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    published_page_id: Mapped[int | None] = mapped_column(ForeignKey("published_page.id"))


class PackageHeadline(HeadlineVersion, Base):
    """The same for a policy package, by its code, so that it outlives a plan that is loaded anew. Only people type it."""

    __tablename__ = "package_headline"
    __table_args__ = (
        CheckConstraint(f"length(text) BETWEEN 1 AND {HEADLINE_LIMIT}", name="fits_one_line"),
        UniqueConstraint("package", "version"),
    )

    package: Mapped[str] = mapped_column(String(16))
    staff_member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))


class ChosenOpinion(Base):
    """A representative opinion of a theme's band. The choice is a person's and survives every re-run."""

    __tablename__ = "chosen_opinion"
    __table_args__ = (UniqueConstraint("theme", "opinion_id"),)

    theme: Mapped[str] = mapped_column(String(32))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    position: Mapped[int]
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    published_page_id: Mapped[int | None] = mapped_column(ForeignKey("published_page.id"))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    opinion: Mapped[Opinion] = relationship()


class PinnedOpinion(Base):
    """A voice that a person put first on a package's page, by the package's code, so that it outlives a plan loaded anew."""

    __tablename__ = "pinned_opinion"
    __table_args__ = (UniqueConstraint("package", "opinion_id"),)

    package: Mapped[str] = mapped_column(String(16))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"), index=True)
    position: Mapped[int]
    staff_member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    pinned_at: Mapped[datetime] = mapped_column(UtcDateTime)

    opinion: Mapped[Opinion] = relationship()
