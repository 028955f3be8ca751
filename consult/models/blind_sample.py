"""The blind sample: opinions that two people code before anybody sees what the tagger suggests for them."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.sampling import DEFAULT_SHARE
from consult.domain.vocabulary import Facet
from consult.models.base import Base, UtcDateTime
from consult.models.opinion import Opinion
from consult.models.staff import StaffMember


class BlindSampling(Base):
    """How the sample is drawn: the share of arriving opinions, and this installation's key. One row."""

    __tablename__ = "blind_sampling"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_city_per_folder"),
        CheckConstraint("share_percent BETWEEN 0 AND 100", name="share_is_a_percentage"),
    )

    key: Mapped[str] = mapped_column(String(64))
    share_percent: Mapped[int] = mapped_column(default=DEFAULT_SHARE)


class SampledOpinion(Base):
    """An opinion of the sample; the share in force when it was drawn stays with it.

    It stands for its text: until `opens_at` nobody is shown a suggestion for it, nor for a copy (`text_digest`). Empty:
    it waits for codes. The second code sets it a little ahead, so that a slip can be taken back; a release sets it at
    once.
    """

    __tablename__ = "sampled_opinion"
    __table_args__ = (
        CheckConstraint("(released_at IS NULL) = (release_reason IS NULL)", name="a_release_says_why"),
        CheckConstraint("released_at IS NULL OR opens_at IS NOT NULL", name="a_release_opens"),
    )

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), unique=True)
    text_digest: Mapped[str] = mapped_column(String(32), index=True)
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    share_percent: Mapped[int]
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    release_reason: Mapped[str | None] = mapped_column(Text)

    opinion: Mapped[Opinion] = relationship()
    codes: Mapped[list["BlindCode"]] = relationship(back_populates="sampled", order_by="BlindCode.id")


class BlindCode(Base):
    """One person's answer on a sampled opinion: codes of each facet, main first; all empty is どれにも当たらない.

    `coder` is a or b, in the order of answering. What was taken back stays as a row that counts for nothing.
    """

    __tablename__ = "blind_code"
    __table_args__ = (
        CheckConstraint("coder IN ('a', 'b')", name="coder_is_a_or_b"),
        Index(
            "uq_blind_code_coder",
            "sampled_opinion_id",
            "coder",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
        ),
        Index(
            "uq_blind_code_person",
            "sampled_opinion_id",
            "staff_member_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
        ),
        Index(None, "staff_member_id", "coded_at"),
    )

    sampled_opinion_id: Mapped[int] = mapped_column(ForeignKey("sampled_opinion.id", ondelete="CASCADE"))
    staff_member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    coder: Mapped[str] = mapped_column(String(1))
    themes: Mapped[list[str]] = mapped_column(JSON)
    packages: Mapped[list[str]] = mapped_column(JSON)
    models: Mapped[list[str]] = mapped_column(JSON)
    coded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Between showing and answering; empty where it was not measured.
    seconds_taken: Mapped[int | None]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    sampled: Mapped[SampledOpinion] = relationship(back_populates="codes")
    staff_member: Mapped[StaffMember] = relationship()

    def codes_of(self, facet: Facet) -> list[str]:
        return {Facet.THEME: self.themes, Facet.PACKAGE: self.packages, Facet.MODEL: self.models}[facet]
