"""Submitter and Submission: who, when, by what channel. Contact details live in Submitter and nowhere else."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.submission_rules import (
    MAX_ADDRESS_CHARACTERS,
    MAX_EMAIL_CHARACTERS,
    MAX_NAME_CHARACTERS,
)
from consult.domain.vocabulary import Channel, SubmitterKind
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.consultation import Consultation


class Submitter(Base):
    """提出者（名）. Fields that the case does not ask for stay empty; stored as typed (R26)."""

    __tablename__ = "submitter"
    # SQLite does not enforce VARCHAR lengths: form, server and database must agree (TU6).
    __table_args__ = (
        CheckConstraint(f"length(name) <= {MAX_NAME_CHARACTERS}", name="name_fits"),
        CheckConstraint(f"length(address) <= {MAX_ADDRESS_CHARACTERS}", name="address_fits"),
        CheckConstraint(f"length(email) <= {MAX_EMAIL_CHARACTERS}", name="email_fits"),
    )

    kind: Mapped[SubmitterKind] = mapped_column(Coded(SubmitterKind))
    name: Mapped[str] = mapped_column(String(MAX_NAME_CHARACTERS), default="")
    address: Mapped[str] = mapped_column(String(MAX_ADDRESS_CHARACTERS), default="")
    email: Mapped[str] = mapped_column(String(MAX_EMAIL_CHARACTERS), default="")
    phone: Mapped[str] = mapped_column(String(50), default="")


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

    consultation: Mapped[Consultation | None] = relationship()
    submitter: Mapped[Submitter] = relationship()
