"""公表の承諾 of many hearings at once: a register that was imported knows none, and one by one nobody would say it.

Only what is 未確認 is set: what somebody found out about one hearing is never overwritten by an act on many.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Select, select

from consult import audit
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction, Consent
from consult.extensions import db
from consult.hearings.hearing_filter import Filter, stands
from consult.models import AuditEvent, Hearing


def unasked(wanted: Filter) -> Sequence[Hearing]:
    """The hearings of a list whose consent is 未確認, in the order of their numbers."""
    listed = wanted.narrowed(select(Hearing.id).join(Hearing.counterpart))
    statement = select(Hearing).where(Hearing.id.in_(listed), Hearing.consent == Consent.UNKNOWN, stands())
    return db.session.scalars(statement.order_by(Hearing.number)).all()


def shown(hearings: Sequence[Hearing]) -> str:
    """Stands for these very hearings: the page sends back which it has shown, in one short field."""
    return hashlib.sha256(" ".join(str(hearing.id) for hearing in hearings).encode()).hexdigest()[:32]


def record_consent(wanted: Filter, consent: Consent, *, expected: str) -> AuditEvent:
    """Sets it and keeps which; EditConflict when it is about other hearings than the person was shown (`shown`)."""
    hearings = unasked(wanted)
    if not hearings or shown(hearings) != expected:
        raise EditConflict("確かめている間に、対象のヒアリングが変わりました。もう一度確かめてください。")
    for hearing in hearings:
        hearing.consent = consent
        hearing.version += 1
    db.session.flush()
    ids = [hearing.id for hearing in hearings]
    return audit.record(AuditAction.CHANGED, Hearing, fields=["consent"], to=consent.value, hearings=ids)


def take_back(event: AuditEvent) -> int:
    """Those of the act that nobody has decided on since are 未確認 again; how many. Taken back once, it is taken back."""
    if _is_taken_back(event):
        return 0
    ids, consent = set(event.details["hearings"]) - _decided_since(event), Consent.of(event.details["to"])
    statement = select(Hearing).where(Hearing.id.in_(ids), Hearing.consent == consent)
    hearings = db.session.scalars(statement).all()
    for hearing in hearings:
        hearing.consent = Consent.UNKNOWN
        hearing.version += 1
    db.session.flush()
    if hearings:
        undone = [each.id for each in hearings]
        audit.record(AuditAction.UNDID, Hearing, fields=["consent"], hearings=undone, act=event.id)
    return len(hearings)


def _is_taken_back(event: AuditEvent) -> bool:
    of_act = AuditEvent.details["act"].as_integer() == event.id
    undone = _later(event, AuditAction.UNDID).where(AuditEvent.object_id.is_(None), of_act)
    return db.session.scalar(undone.limit(1)) is not None


def _decided_since(event: AuditEvent) -> set[int]:
    """Hearings of the act whose consent somebody has set on their own pages, also to the same again."""
    ids = event.details["hearings"]
    changes = _later(event, AuditAction.CHANGED).where(AuditEvent.object_id.in_(ids))
    return {
        each.object_id
        for each in db.session.scalars(changes)
        if each.object_id is not None and "consent" in each.details.get("fields", ())
    }


def _later(event: AuditEvent, action: AuditAction) -> Select[tuple[AuditEvent]]:
    of_hearings = (AuditEvent.object_type == event.object_type, AuditEvent.action == action)
    return select(AuditEvent).where(AuditEvent.id > event.id, *of_hearings)


def act(event_id: int) -> AuditEvent | None:
    """An act of this kind by its number."""
    event = db.session.get(AuditEvent, event_id)
    if event is None or event.object_type != "hearing" or event.action is not AuditAction.CHANGED:
        return None
    return event if event.details.get("fields") == ["consent"] and "to" in event.details else None
