"""OfficialResponse (市の考え方): the answer to a group, its versions and acts, and the revisions of the draft."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import ResponseState, ResponseStep
from consult.models.answer_group import AnswerGroup
from consult.models.base import Base, Coded, Removable, Timestamped, UtcDateTime
from consult.models.consultation import Consultation, ResultClass
from consult.models.draft_text import DraftSection
from consult.models.staff import StaffMember


class OfficialResponse(Timestamped, Base):
    """The city's position on one group, and its class. An approved one is frozen until the approval is taken back (R37)."""

    __tablename__ = "official_response"

    answer_group_id: Mapped[int] = mapped_column(
        ForeignKey("answer_group.id", ondelete="CASCADE"), unique=True
    )
    wording: Mapped[str] = mapped_column(Text, default="")
    # Why the draft stays as it is; "not adopted" demands one (R36).
    reason: Mapped[str] = mapped_column(Text, default="")
    result_class_id: Mapped[int | None] = mapped_column(ForeignKey("result_class.id"), index=True)
    state: Mapped[ResponseState] = mapped_column(
        Coded(ResponseState), default=ResponseState.DRAFTING, index=True
    )
    version: Mapped[int] = mapped_column(default=1)

    answer_group: Mapped[AnswerGroup] = relationship()
    result_class: Mapped[ResultClass | None] = relationship()


class ResponseVersion(Base):
    """What summary, answer, class and revisions said when they were saved; the approved one is what gets published."""

    __tablename__ = "response_version"
    __table_args__ = (UniqueConstraint("official_response_id", "number"),)

    official_response_id: Mapped[int] = mapped_column(ForeignKey("official_response.id", ondelete="CASCADE"))
    number: Mapped[int]
    # {"summary", "wording", "reason", "class_label", "disposition", "revisions": [{"place", "before", "after"}]}
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    saved_by: Mapped[StaffMember | None] = relationship()


class ResponseAct(Base):
    """One named act on an answer, never changed. `is_own_work`: who approved had also written it (recorded, not refused)."""

    __tablename__ = "response_act"

    official_response_id: Mapped[int] = mapped_column(
        ForeignKey("official_response.id", ondelete="CASCADE"), index=True
    )
    step: Mapped[ResponseStep] = mapped_column(Coded(ResponseStep))
    # The number of the version it was about.
    version_number: Mapped[int]
    comment: Mapped[str] = mapped_column(Text, default="")
    is_own_work: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    staff_member: Mapped[StaffMember | None] = relationship()


class Revision(Removable, Timestamped, Base):
    """修正箇所: a place of the draft before and after. `place` is its words for a draft that has no text here."""

    __tablename__ = "revision"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    draft_section_id: Mapped[int | None] = mapped_column(ForeignKey("draft_section.id"), index=True)
    place: Mapped[str] = mapped_column(String(300), default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    consultation: Mapped[Consultation] = relationship()
    section: Mapped[DraftSection | None] = relationship()


class RevisionGroup(Base):
    """An answer group because of which a place was changed; one change may answer several groups."""

    __tablename__ = "revision_group"
    __table_args__ = (UniqueConstraint("revision_id", "answer_group_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    answer_group_id: Mapped[int] = mapped_column(
        ForeignKey("answer_group.id", ondelete="CASCADE"), index=True
    )
