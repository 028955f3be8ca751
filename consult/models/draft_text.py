"""The draft as text: a document in versions, cut into sections that opinions and revisions point to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import DraftSource
from consult.models.base import Base, Coded, Timestamped, UtcDateTime
from consult.models.consultation import Consultation


class DraftDocument(Timestamped, Base):
    """One version of the draft's text. Citizens read the released one with the highest number; a released one never changes.

    One that was never released may be discarded: it is then listed apart, and may be put back.
    """

    __tablename__ = "draft_document"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number"),
        CheckConstraint("released_at IS NULL OR discarded_at IS NULL", name="released_or_discarded"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"))
    number: Mapped[int]
    # 素案, 案, 修正後の案 …: how citizens tell the versions apart.
    label: Mapped[str] = mapped_column(String(100))
    source: Mapped[DraftSource] = mapped_column(Coded(DraftSource))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    consultation: Mapped[Consultation] = relationship()
    sections: Mapped[list["DraftSection"]] = relationship(
        back_populates="document", order_by="DraftSection.position", cascade="all, delete-orphan"
    )


class DraftSection(Base):
    """A heading and the paragraphs below it, up to the next heading. `key` is its anchor, the same in every version.

    `body` is plain text in paragraphs, lists and tables (domain.draft_text); its n-th block is the passage `key-n`.
    """

    __tablename__ = "draft_section"
    __table_args__ = (
        UniqueConstraint("document_id", "key"),
        Index(None, "document_id", "position"),
    )

    document_id: Mapped[int] = mapped_column(ForeignKey("draft_document.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    level: Mapped[int]
    heading: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")

    document: Mapped[DraftDocument] = relationship(back_populates="sections")
