"""Outbox: mail to be sent, kept in the transaction that caused it; the worker sends (TR18)."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, Timestamped, UtcDateTime


class OutboxMessage(Timestamped, Base):
    """One message to one recipient; the address is forgotten as soon as it was sent (TP18, TP21)."""

    __tablename__ = "outbox_message"

    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    # Given up after too many attempts.
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
