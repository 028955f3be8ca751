"""Hearing: with whom, by whom, about what; and the draft that saves itself while an official types."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.claims import NOTES_LIMIT
from consult.domain.vocabulary import HearingKind, HearingMethod
from consult.models.base import Base, Coded, Timestamped, UtcDateTime
from consult.models.counterpart import Counterpart


class Hearing(Timestamped, Base):
    """ヒアリング. `notes` is the original wording: it may only grow at its end (追記), so claims keep their place.

    `form_token` is the page it was sent from: a second send of the same page makes no second hearing.
    """

    __tablename__ = "hearing"
    __table_args__ = (CheckConstraint(f"length(notes) <= {NOTES_LIMIT}", name="notes_within_limit"),)

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
    form_token: Mapped[str | None] = mapped_column(String(64), unique=True)
    is_invented: Mapped[bool] = mapped_column(default=False)

    counterpart: Mapped[Counterpart] = relationship()


class HearingDraft(Timestamped, Base):
    """What an official has typed so far, exactly as typed: nothing is refused, nothing is counted.

    It belongs to its author alone (TP3). A discarded one can be brought back until it is purged.
    """

    __tablename__ = "hearing_draft"
    __table_args__ = (UniqueConstraint("staff_member_id", "form_token"),)

    staff_member_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"), index=True)
    form_token: Mapped[str] = mapped_column(String(64))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
