"""Hearing: with whom, by whom, about what; and the draft that saves itself while an official types."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import HearingKind, HearingMethod
from consult.models.base import Base, Coded, Timestamped, UtcDateTime
from consult.models.counterpart import Counterpart


class Hearing(Timestamped, Base):
    """ヒアリング. `notes` is the original wording: it may only grow at its end (追記), so claims keep their place."""

    __tablename__ = "hearing"

    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[HearingKind] = mapped_column(Coded(HearingKind), index=True)
    held_on: Mapped[date | None] = mapped_column(Date, index=True)
    held_on_typed: Mapped[str] = mapped_column(String(100))
    method: Mapped[HearingMethod | None] = mapped_column(Coded(HearingMethod))
    place: Mapped[str] = mapped_column(String(200), default="")
    people_present: Mapped[str] = mapped_column(Text, default="")
    heard_by: Mapped[str] = mapped_column(String(200), default="")
    agenda: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text)
    counterpart_id: Mapped[int] = mapped_column(ForeignKey("counterpart.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    is_invented: Mapped[bool] = mapped_column(default=False)

    counterpart: Mapped[Counterpart] = relationship()


class HearingDraft(Timestamped, Base):
    """What an official has typed so far, exactly as typed: nothing is refused, nothing is counted."""

    __tablename__ = "hearing_draft"

    staff_member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
