"""Signed-in browsers of staff, on Flask-Security's core: each has a row, and a cookie without its row is worth nothing.

Idle 30 minutes (a moment in the signed cookie, since no GET may write), absolute 12 hours (the row). A person whose
role, password or account changed loses the row, so the very next request finds nobody (TS3, TW5).
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import Flask, session
from flask_login import current_user
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user
from sqlalchemy import delete, select

from consult import clock
from consult.extensions import db
from consult.models import StaffMember, StaffSession

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# A moment that lies further ahead than this comes from a clock that was set back: such a session ends (TC4).
CLOCK_SLACK = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=1)
TOKEN, SEEN = "staff_session", "seen_at"


def bind(app: Flask) -> None:
    """Flask-Security hashes, and Flask-Login asks `member_of_session` who is there; none of their pages exists."""
    security = Security()
    security.init_app(app, SQLAlchemyUserDatastore(db, StaffMember, RoleMixin), register_blueprint=False)
    # Only a session signs in: no token in a header or an address does, and Principal is not asked.
    security.login_manager.request_loader(lambda _request: None)
    security.login_manager.user_loader(member_of_session)
    security.principal.identity_loaders.clear()


def open_for(member: StaffMember) -> None:
    """Sign `member` in with a new session id and a new CSRF secret; what the old session held is gone."""
    close_current()
    now = clock.now()
    db.session.execute(delete(StaffSession).where(StaffSession.started_at < now - ABSOLUTE))
    token = secrets.token_urlsafe(32)
    db.session.add(StaffSession(staff_member_id=member.id, token_hash=_hash(token), started_at=now))
    db.session.flush()
    login_user(member, remember=False)
    session[TOKEN] = token
    session[SEEN] = int(now.timestamp())


def close_current() -> None:
    """End this browser's session on the server and empty its cookie."""
    if TOKEN in session:
        db.session.execute(delete(StaffSession).where(StaffSession.token_hash == _hash(session[TOKEN])))
    logout_user()
    session.clear()


def end_all_of(member: StaffMember) -> None:
    """After a change of password, role or account: every session of `member` is dead, this request's too."""
    db.session.execute(delete(StaffSession).where(StaffSession.staff_member_id == member.id))
    member.fs_uniquifier = secrets.token_hex(16)
    db.session.flush()


def note_presence() -> None:
    """Push the idle limit on; called by the guard once a request has passed it."""
    now = clock.now()
    if now - _seen_at() >= SEEN_EVERY:
        session[SEEN] = int(now.timestamp())


def signed_in_member() -> StaffMember:
    """The person behind this request (the guard has let them pass)."""
    return db.session.get_one(StaffMember, current_user.id)


def member_of_session(uniquifier: str) -> StaffMember | None:
    """The active member whose session row this cookie names, within both limits; None otherwise."""
    token = session.get(TOKEN)
    now = clock.now()
    if not token or not _is_within(_seen_at(), now, IDLE):
        return None
    found = db.session.execute(
        select(StaffMember, StaffSession.started_at)
        .join(StaffSession, StaffSession.staff_member_id == StaffMember.id)
        .where(
            StaffSession.token_hash == _hash(token),
            StaffMember.fs_uniquifier == uniquifier,
            StaffMember.active,
        )
    ).first()
    if found is None or not _is_within(found.started_at, now, ABSOLUTE):
        return None
    return found.StaffMember


def _is_within(moment: datetime, now: datetime, limit: timedelta) -> bool:
    return -CLOCK_SLACK <= now - moment < limit


def _seen_at() -> datetime:
    return datetime.fromtimestamp(session.get(SEEN, 0), tz=clock.now().tzinfo)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
