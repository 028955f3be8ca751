"""Every change leaves an audit event in the same transaction (who, what, which object, which fields)."""

from collections.abc import Sequence
from typing import Any

from flask import has_request_context
from flask_login import current_user
from sqlalchemy import insert

from consult import clock
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AuditEvent, StaffMember
from consult.models.base import Base


def record(
    action: AuditAction, target: Base | type[Base] | None, *, by: StaffMember | None = None, **details: Any
) -> AuditEvent:
    """Add an event about `target` (None: the whole database); call it in the service, after a flush when the row is new.

    An act on many rows at once (an export) names their table: `record(AuditAction.EXPORTED, Opinion, …)`.

    `by` defaults to whoever is signed in; without anybody the actor is `citizen` in a request, `command` outside.
    `details` hold field names, counts and codes — never wording, names or contacts (TS13).
    """
    event = AuditEvent(**_values(action, target, by or _signed_in(), details))
    db.session.add(event)
    return event


def record_each(
    action: AuditAction, targets: Sequence[tuple[Base, dict[str, Any]]], *, by: StaffMember | None = None
) -> None:
    """An event with its details about each of many rows, in one statement and past the session."""
    person = by or _signed_in()
    events = [_values(action, target, person, details) for target, details in targets]
    if events:
        db.session.execute(insert(AuditEvent), events)


def _values(
    action: AuditAction, target: Base | type[Base] | None, person: StaffMember | None, details: dict[str, Any]
) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "actor": "staff" if person else ("citizen" if has_request_context() else "command"),
        "staff_member_id": person.id if person else None,
        "action": action,
        "object_type": "database" if target is None else target.__tablename__,
        "object_id": None if target is None or isinstance(target, type) else target.id,
        "details": details,
    }


def _signed_in() -> StaffMember | None:
    if has_request_context() and current_user and current_user.is_authenticated:
        return db.session.get(StaffMember, current_user.id)
    return None
