"""Proving who somebody is: one answer, in one time, for every wrong pair of address and password (TS5)."""

import structlog
from flask import current_app
from flask_security.utils import verify_password

from consult import audit, database, staff_sessions
from consult.accounts import queries
from consult.accounts.attempts import SignInAttempts
from consult.accounts.devices import known_device
from consult.accounts.hashing import HashingQueue
from consult.domain.errors import AccountRefused, SignInRefused, SignInSlowed
from consult.domain.passwords import LONGEST, normalised_password
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import StaffMember

log = structlog.get_logger()

REFUSED = "メールアドレスかパスワードが違います。"
# Checked when nobody has the address, so that the answer takes as long as for an account; cost as in a new hash.
HASH_OF_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$4fz/n9OaU8r5v1dK6d271w$R8ShMvSwROPhHW5k3aP4SmIsNCu3zVXZzbzlzfXaafc"
)


def sign_in(email: str, password: str, *, source: str) -> StaffMember:
    """Open a session for whoever has this address and password, else SignInRefused or SignInSlowed (TS3, TS5)."""
    account = queries.normalised_email(email)[:254]
    attempts: SignInAttempts = current_app.extensions["sign_in_attempts"]
    with database.reading():
        db.session.rollback()
        candidate = queries.member_by_email(account)
        device = known_device(candidate)
        place = device or source
        proven = candidate.password if candidate is not None and candidate.active else None
        known_id = candidate.id if candidate is not None else None
        # No lock is held while the hash is computed: citizens' submissions must not wait for it.
        db.session.rollback()
    queue: HashingQueue = current_app.extensions["hashing_queue"]
    with queue.turn(is_known=device is not None):
        if seconds := attempts.begin(account, place):
            log.warning("sign_in_slowed", staff_member_id=known_id, seconds=seconds)
            raise SignInSlowed(_please_wait(seconds), seconds=seconds)
        is_right = _is_right(password, proven)
    if not is_right:
        raise SignInRefused(REFUSED)
    member = queries.member_by_email(account)
    if member is None or not member.active or member.password != proven:
        raise SignInRefused(REFUSED)
    attempts.succeeded(account, place)
    staff_sessions.open_for(member)
    audit.record(AuditAction.SIGNED_IN, member, by=member)
    return member


def sign_out(member: StaffMember) -> None:
    audit.record(AuditAction.SIGNED_OUT, member, by=member)
    staff_sessions.close_current()


def prove_again(member: StaffMember, password: str) -> None:
    """Before a change of password: raises AccountRefused when this is not the present one, and slows guessing."""
    attempts: SignInAttempts = current_app.extensions["sign_in_attempts"]
    if seconds := attempts.begin(member.email, "signed in"):
        raise AccountRefused(_please_wait(seconds), field="current")
    if not _is_right(password, member.password):
        raise AccountRefused("いまのパスワードが違います。", field="current")
    attempts.succeeded(member.email, "signed in")


def _is_right(password: str, proven: str | None) -> bool:
    typed = normalised_password(password)[: LONGEST + 1]
    return verify_password(typed, proven or HASH_OF_NOBODY) and proven is not None


def _please_wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    wait = f"{seconds}秒" if seconds < 60 else f"{minutes}分"
    return f"パスワードの間違いが続いたため、少しお待ちいただいています。あと約{wait}たってから、もう一度お試しください。"
