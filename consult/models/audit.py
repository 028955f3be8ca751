"""AuditEvent: who did what to what, when. Append-only; field names and counts, never personal values (TS13)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.vocabulary import AuditAction
from consult.models.base import Base, Coded, UtcDateTime


class AuditEvent(Base):
    """One act. `staff_member_id` is empty for a citizen, a command or a published page: `actor` says which."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "object_type", "object_id"),)

    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(32))
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    action: Mapped[AuditAction] = mapped_column(Coded(AuditAction))
    object_type: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
