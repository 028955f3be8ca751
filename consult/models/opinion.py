"""Opinion: one point made. Its source is exactly one submission, hearing or published page."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.same_text import text_digest
from consult.domain.submission_rules import MAX_ENTERED_CHARACTERS
from consult.domain.vocabulary import FlagKind, OpinionSource
from consult.models.answer_group import AnswerGroup
from consult.models.base import Base, Coded, Timestamped, UtcDateTime
from consult.models.draft_text import DraftSection
from consult.models.hearing import Hearing
from consult.models.published_page import PublishedPage
from consult.models.submission import Submission

ONE_SOURCE = "(submission_id IS NOT NULL) + (hearing_id IS NOT NULL) + (published_page_id IS NOT NULL) = 1"
# The form holds citizens to less (submission_rules); what a hearing brings has no limit.
FITS = f"submission_id IS NULL OR length(wording) BETWEEN 1 AND {MAX_ENTERED_CHARACTERS}"


def _digest_of_wording(context: Any) -> str:
    return text_digest(context.get_current_parameters()["wording"])


class Opinion(Timestamped, Base):
    """意見（件）. `wording` (原文) is never changed; `gist` (要旨) stands beside it, what may leave is derived (Redaction).

    `note_start`/`note_end` are code points of the hearing's notes that `wording` was cut from. `withdrawn_at` takes
    an opinion out of every count without losing it (R24; a claim dropped after registration). Copies of one text share
    their `text_digest`.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint(ONE_SOURCE, name="exactly_one_source"),
        UniqueConstraint("published_page_id", "source_code"),
        CheckConstraint(FITS, name="submitted_wording_fits"),
        Index(None, "hearing_id", "position"),
        Index(None, "submission_id", "position"),
    )

    source: Mapped[OpinionSource] = mapped_column(Coded(OpinionSource), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    hearing_id: Mapped[int | None] = mapped_column(ForeignKey("hearing.id"))
    published_page_id: Mapped[int | None] = mapped_column(ForeignKey("published_page.id"), index=True)
    position: Mapped[int]
    # The code that a strategy file gives an opinion of its published page.
    source_code: Mapped[str | None] = mapped_column(String(32))
    about_package: Mapped[str | None] = mapped_column(String(16))
    wording: Mapped[str] = mapped_column(Text)
    text_digest: Mapped[str] = mapped_column(String(32), default=_digest_of_wording, index=True)
    gist: Mapped[str | None] = mapped_column(Text)
    note_start: Mapped[int | None]
    note_end: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The place in the draft that it is about, and the passage of it; about_package is the other way to say a place.
    about_section_id: Mapped[int | None] = mapped_column(ForeignKey("draft_section.id"), index=True)
    about_passage: Mapped[int | None]
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"), index=True)
    part_start: Mapped[int | None]
    part_end: Mapped[int | None]
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A person saw that nothing is to be sorted on it, flagged it or cut it; nobody has to (O10).
    sorted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_group_id: Mapped[int | None] = mapped_column(ForeignKey("answer_group.id"), index=True)

    about_section: Mapped[DraftSection | None] = relationship()
    answer_group: Mapped[AnswerGroup | None] = relationship()
    submission: Mapped[Submission | None] = relationship()
    hearing: Mapped[Hearing | None] = relationship()
    published_page: Mapped[PublishedPage | None] = relationship()

    @property
    def is_withdrawn(self) -> bool:
        """Taken back by itself, with its whole submission (R24), or with its hearing; or it stands in other rows now."""
        return (
            self.withdrawn_at is not None
            or self.superseded_at is not None
            or (self.submission is not None and self.submission.set_aside_at is not None)
            or (self.submission is not None and self.submission.withdrawn_at is not None)
            or (self.hearing is not None and self.hearing.removed_at is not None)
        )


class OpinionFlag(Base):
    """What a person noticed about an opinion (R33), with the reason; in force until it is lifted. Never deleted."""

    __tablename__ = "opinion_flag"
    __table_args__ = (Index(None, "opinion_id", "lifted_at"), Index(None, "kind", "lifted_at"))

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    kind: Mapped[FlagKind] = mapped_column(Coded(FlagKind))
    reason: Mapped[str] = mapped_column(Text, default="")
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    opinion: Mapped[Opinion] = relationship()
