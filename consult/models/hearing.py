"""Hearing: with whom, by whom, about what; what hangs on it; and the draft that saves itself while it is typed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.claims import NOTES_LIMIT
from consult.domain.vocabulary import Consent, HearingKind, HearingMethod
from consult.models.attachment import StoredFile
from consult.models.base import Base, Coded, Removable, Timestamped, UtcDateTime
from consult.models.counterpart import Counterpart


class Hearing(Removable, Timestamped, Base):
    """ヒアリング. `notes` is the original wording: it may only grow at its end (追記), so claims keep their place.

    `form_token` is the page it was sent from: a second send of the same page makes no second hearing. A date that
    nobody could read is NULL (日付要確認) with what was typed beside it. A removed one counts nowhere.
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
    consent: Mapped[Consent] = mapped_column(Coded(Consent), default=Consent.UNKNOWN, index=True)
    materials: Mapped[str] = mapped_column(Text, default="")
    impression: Mapped[str] = mapped_column(Text, default="")
    shared_with: Mapped[str] = mapped_column(Text, default="")

    counterpart: Mapped[Counterpart] = relationship()
    follow_ups: Mapped[list["FollowUp"]] = relationship(order_by="FollowUp.id")
    attachments: Mapped[list["HearingAttachment"]] = relationship(order_by="HearingAttachment.id")


class FollowUp(Removable, Timestamped, Base):
    """宿題: what was promised in a hearing, until when, and when it was done."""

    __tablename__ = "follow_up"

    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    wording: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


class HearingAttachment(Removable, Timestamped, Base):
    """A file that belongs to a hearing: what was handed over, a scan, a picture. Served to staff alone (TX13)."""

    __tablename__ = "hearing_attachment"

    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    stored_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    file: Mapped[StoredFile] = relationship()


class AgendaTemplate(Timestamped, Base):
    """The city's own agenda of a kind of hearing; without a row the strategy's stands (domain.agenda)."""

    __tablename__ = "agenda_template"

    kind: Mapped[HearingKind] = mapped_column(Coded(HearingKind), unique=True)
    points: Mapped[list[str]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)


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
