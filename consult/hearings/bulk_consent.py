"""公表の承諾 of many hearings at once: a register that was imported knows none, and one by one nobody would say it.

Only what is 未確認 is set: what somebody found out about one hearing is never overwritten by an act on many.
"""

from collections.abc import Sequence

from sqlalchemy import select

from consult import audit
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction, Consent
from consult.extensions import db
from consult.hearings.hearing_filter import Filter
from consult.models import AuditEvent, Hearing


def unasked(wanted: Filter) -> Sequence[Hearing]:
    """The hearings of a list whose consent is 未確認, in the order of their numbers."""
    listed = wanted.narrowed(select(Hearing.id).join(Hearing.counterpart))
    statement = select(Hearing).where(Hearing.id.in_(listed), Hearing.consent == Consent.UNKNOWN)
    return db.session.scalars(statement.order_by(Hearing.number)).all()


def record_consent(wanted: Filter, consent: Consent, *, expected: int) -> AuditEvent:
    """Sets it and keeps which; EditConflict when it is about more or fewer hearings than the person was shown."""
    hearings = unasked(wanted)
    if len(hearings) != expected:
        raise EditConflict("確かめている間に、対象のヒアリングが変わりました。もう一度確かめてください。")
    for hearing in hearings:
        hearing.consent = consent
        hearing.version += 1
    db.session.flush()
    ids = [hearing.id for hearing in hearings]
    return audit.record(AuditAction.CHANGED, Hearing, fields=["consent"], to=consent.value, hearings=ids)


def take_back(event: AuditEvent) -> int:
    """Those of the act that still stand as it left them are 未確認 again; how many."""
    ids, consent = event.details["hearings"], Consent.of(event.details["to"])
    statement = select(Hearing).where(Hearing.id.in_(ids), Hearing.consent == consent)
    hearings = db.session.scalars(statement).all()
    for hearing in hearings:
        hearing.consent = Consent.UNKNOWN
        hearing.version += 1
    db.session.flush()
    if hearings:
        audit.record(AuditAction.UNDID, Hearing, fields=["consent"], hearings=[each.id for each in hearings])
    return len(hearings)


def act(event_id: int) -> AuditEvent | None:
    """An act of this kind by its number."""
    event = db.session.get(AuditEvent, event_id)
    if event is None or event.object_type != "hearing" or event.action is not AuditAction.CHANGED:
        return None
    return event if event.details.get("fields") == ["consent"] and "to" in event.details else None
