"""Submitter and Submission: who, when, by what channel. Contact details live in Submitter and nowhere else."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.same_person import Told, compared
from consult.domain.submission_rules import (
    MAX_ADDRESS_CHARACTERS,
    MAX_CLASS_DETAIL_CHARACTERS,
    MAX_DISTRICT_CHARACTERS,
    MAX_EMAIL_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_NUMBER_CHARACTERS,
)
from consult.domain.vocabulary import AgeBand, Channel, SubmitterClass, SubmitterKind
from consult.models.attachment import StoredFile
from consult.models.base import Base, Coded, Removable, Timestamped, UtcDateTime
from consult.models.consultation import Consultation

MOST_CHARACTERS = {
    "name": MAX_NAME_CHARACTERS,
    "address": MAX_ADDRESS_CHARACTERS,
    "email": MAX_EMAIL_CHARACTERS,
    "phone": MAX_NUMBER_CHARACTERS,
    "kana": MAX_NAME_CHARACTERS,
    "organisation": MAX_NAME_CHARACTERS,
    "representative": MAX_NAME_CHARACTERS,
    "postal_code": MAX_NUMBER_CHARACTERS,
    "district": MAX_DISTRICT_CHARACTERS,
    "class_detail": MAX_CLASS_DETAIL_CHARACTERS,
}


class Submitter(Base):
    """提出者（名）. Fields that the case does not ask for stay empty; stored as typed (R26).

    `same_as` is the earlier row of a person who, as staff decided, sent again: the two are 1名 (R42).
    """

    __tablename__ = "submitter"
    # SQLite does not enforce VARCHAR lengths: form, server and database must agree (TU6).
    __table_args__ = tuple(
        CheckConstraint(f"length({column}) <= {most}", name=f"{column}_fits")
        for column, most in MOST_CHARACTERS.items()
    )

    kind: Mapped[SubmitterKind] = mapped_column(Coded(SubmitterKind))
    name: Mapped[str] = mapped_column(String(MAX_NAME_CHARACTERS), default="")
    address: Mapped[str] = mapped_column(String(MAX_ADDRESS_CHARACTERS), default="")
    email: Mapped[str] = mapped_column(String(MAX_EMAIL_CHARACTERS), default="")
    phone: Mapped[str] = mapped_column(String(MAX_NUMBER_CHARACTERS), default="")
    kana: Mapped[str] = mapped_column(String(MAX_NAME_CHARACTERS), default="")
    organisation: Mapped[str] = mapped_column(String(MAX_NAME_CHARACTERS), default="")
    representative: Mapped[str] = mapped_column(String(MAX_NAME_CHARACTERS), default="")
    postal_code: Mapped[str] = mapped_column(String(MAX_NUMBER_CHARACTERS), default="")
    age_band: Mapped[AgeBand | None] = mapped_column(Coded(AgeBand))
    district: Mapped[str] = mapped_column(String(MAX_DISTRICT_CHARACTERS), default="")
    submitter_class: Mapped[SubmitterClass | None] = mapped_column(Coded(SubmitterClass))
    # The free field of R22: what firm, what interest.
    class_detail: Mapped[str] = mapped_column(String(MAX_CLASS_DETAIL_CHARACTERS), default="")
    # R52: an organisation's name is published only with this.
    may_name_organisation: Mapped[bool] = mapped_column(default=False)
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("submitter.id"), index=True)
    # By these alike submitters are found (domain.same_person); kept true below, whoever writes a submitter.
    name_address_digest: Mapped[str] = mapped_column(String(32), default="")
    email_digest: Mapped[str] = mapped_column(String(32), default="")
    phone_digest: Mapped[str] = mapped_column(String(32), default="")


@event.listens_for(Submitter, "before_insert")
@event.listens_for(Submitter, "before_update")
def _compare(_mapper: Any, _connection: Any, submitter: Submitter) -> None:
    typed = (submitter.name, submitter.address, submitter.email, submitter.phone)
    # What nobody has set is None until the row is written.
    told = Told(submitter.kind is SubmitterKind.ORGANISATION, *(each or "" for each in typed))
    found = compared(told)
    submitter.name_address_digest = found.name_address
    submitter.email_digest = found.email
    submitter.phone_digest = found.phone


class DistinctSubmitters(Timestamped, Base):
    """Two submitters that look like one person, and that a person found to be two (R42): not proposed again."""

    __tablename__ = "distinct_submitters"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="lower_first"),
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("submitter.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("submitter.id"), index=True)


class Submission(Base):
    """提出（意見書）: one act of sending, one or more opinions.

    `form_token_hash` makes a repeated send the same submission (TR4–TR6); `content_hash` tells a repeat from a
    change made after going back (TR7). Only the hash of the receipt number is kept (TP15).
    """

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("length(receipt_hash) = 64", name="receipt_is_a_hash"),
        CheckConstraint(
            f"consultation_id IS NOT NULL OR channel = '{Channel.COMMITTEE.value}'",
            name="sent_to_a_consultation",
        ),
    )

    # A committee member's opinion may be about the strategy as a whole, before any draft is open to comment.
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    submitter_id: Mapped[int] = mapped_column(ForeignKey("submitter.id"), index=True)
    channel: Mapped[Channel] = mapped_column(Coded(Channel), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)
    form_token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    # Of what staff typed in from paper, mail or telephone (R20): when it came, what it said as a whole, who typed it.
    arrived_on: Mapped[date | None] = mapped_column(Date)
    postmarked_on: Mapped[date | None] = mapped_column(Date)
    is_late: Mapped[bool] = mapped_column(default=False)
    original_text: Mapped[str] = mapped_column(Text, default="")
    internal_note: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    # What looked unlike a person at a form (TS8): codes, signals only. A person sets aside, and can take it back.
    signals: Mapped[list[str]] = mapped_column(JSON, default=list)
    # A person looked at them and let the submission stand.
    signals_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    set_aside_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    files: Mapped[list["SubmissionFile"]] = relationship(order_by="SubmissionFile.id")
    consultation: Mapped[Consultation | None] = relationship()
    submitter: Mapped[Submitter] = relationship()


class SubmissionFile(Removable, Timestamped, Base):
    """The scan or file that a submission came as (R20, O8). Served to staff alone (TX13)."""

    __tablename__ = "submission_file"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    stored_file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    file: Mapped[StoredFile] = relationship()
