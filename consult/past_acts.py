"""Acts on one row as the audit log keeps them, and which of them were taken back; nothing else remembers them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AuditEvent, StaffMember
from consult.models.base import Base


@dataclass(frozen=True)
class LoggedAct:
    """An event, the name of who did it ("" for nobody of the staff), and whether an UNDID event names it in `of`."""

    event: AuditEvent
    name: str
    is_undone: bool


def past_acts(
    target: type[Base], row_id: int, actions: Collection[AuditAction], *, most: int
) -> list[LoggedAct]:
    """The newest first, `most` at the most. Two queries."""
    about = AuditEvent.object_type == target.__tablename__, AuditEvent.object_id == row_id
    rows = db.session.execute(
        select(AuditEvent, StaffMember.name)
        .outerjoin(StaffMember, AuditEvent.staff_member_id == StaffMember.id)
        .where(*about, AuditEvent.action.in_(actions))
        .order_by(AuditEvent.id.desc())
        .limit(most)
    ).all()
    named = select(AuditEvent.details["of"].as_integer())
    undone = set(db.session.scalars(named.where(*about, AuditEvent.action == AuditAction.UNDID)))
    return [LoggedAct(event, name or "", event.id in undone) for event, name in rows]
