"""Acts of sorting as the log keeps them: what the last one was, and how each is taken back. Nothing else remembers them."""

from collections.abc import Callable
from typing import Any

from flask import abort
from sqlalchemy import select

from consult import audit
from consult.domain.errors import NotUndoable
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AuditEvent, Opinion, StaffMember
from consult.models.base import Base

UNDOABLE = (
    AuditAction.FLAGGED,
    AuditAction.SORTED,
    AuditAction.SPLIT,
    AuditAction.MATCHED,
    AuditAction.TOLD_APART,
)


def record(action: AuditAction, target: Base, consultation_id: int, **details: Any) -> AuditEvent:
    """Flushed, so that it can be named at once."""
    event = audit.record(action, target, case=consultation_id, **details)
    db.session.flush()
    return event


def act_or_404(consultation_id: int, event_id: int, target: type[Base]) -> AuditEvent:
    """An act on a row of that table."""
    event = db.session.get(AuditEvent, event_id)
    if event is None or event.action not in UNDOABLE or event.object_type != target.__tablename__:
        abort(404)
    return event if event.details.get("case") == consultation_id else abort(404)


def last_of(member: StaffMember, consultation_id: int) -> AuditEvent | None:
    """The member's last act on an opinion of the case, unless it was taken back."""
    last = db.session.scalar(
        select(AuditEvent)
        .where(
            AuditEvent.staff_member_id == member.id,
            AuditEvent.object_type == Opinion.__tablename__,
            AuditEvent.action.in_((AuditAction.FLAGGED, AuditAction.SORTED, AuditAction.SPLIT)),
            AuditEvent.details["case"].as_integer() == consultation_id,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return None if last is None or was_undone(last) else last


def was_undone(event: AuditEvent) -> bool:
    undoing = select(AuditEvent.id).where(
        AuditEvent.action == AuditAction.UNDID,
        AuditEvent.object_type == event.object_type,
        AuditEvent.object_id == event.object_id,
        AuditEvent.details["of"].as_integer() == event.id,
    )
    return db.session.scalar(undoing.limit(1)) is not None


def take_back(event: AuditEvent, undo: Callable[[AuditEvent], int]) -> int:
    """How much was put back; an act is taken back once."""
    if was_undone(event):
        raise NotUndoable("この操作は、すでに取り消されています。")
    number = undo(event)
    recorded = audit.record(AuditAction.UNDID, None, case=event.details["case"], of=event.id, number=number)
    recorded.object_type, recorded.object_id = event.object_type, event.object_id
    return number
