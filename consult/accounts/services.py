"""Acts on accounts of staff. Every act leaves an audit event; the routes and commands commit."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from flask_security.utils import hash_password
from sqlalchemy import delete

from consult import audit, clock, staff_sessions
from consult.accounts import queries
from consult.accounts.signing import prove_again, sign_in, sign_out
from consult.domain.errors import AccountRefused, EditConflict, LinkRefused, WeakPassword
from consult.domain.passwords import normalised_password, refuse_weak_password
from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import PasswordLink, StaffMember

__all__ = [
    "FirstPassword",
    "add_member",
    "change_member",
    "change_own_password",
    "ensure_first_administrator",
    "issue_link",
    "set_password_by_link",
    "sign_in",
    "sign_out",
]
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
LINK_LIFETIME = timedelta(hours=24)
LINK_IS_DEAD = (
    "このリンクは使えません。期限が切れたか、もう使われています。管理者に新しいリンクの発行を頼んでください。"
)
FIRST_ADMINISTRATOR = "admin@localhost"
# Letters and digits that nobody mistakes for one another when copying from a screen.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class FirstPassword:
    """Shown once, on the terminal of whoever starts the product for the first time."""

    email: str
    password: str


def ensure_first_administrator() -> FirstPassword | None:
    """On a data folder without administrator, make one with a one-time password; otherwise nothing and None."""
    if queries.has_administrator() or queries.member_by_email(FIRST_ADMINISTRATOR):
        return None
    password = "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(5))
    member = add_member(FIRST_ADMINISTRATOR, name="最初の管理者", roles=[Role.ADMIN], password=password)
    member.must_change_password = True
    db.session.flush()
    return FirstPassword(member.email, password)


def add_member(
    email: str,
    *,
    name: str,
    roles: Collection[Role],
    password: str | None = None,
    division_id: int | None = None,
) -> StaffMember:
    """A new account; without `password` nobody can sign in until its link was used. Raises AccountRefused (TW4)."""
    address = queries.normalised_email(email)
    if not ADDRESS.fullmatch(address):
        raise AccountRefused(
            "メールアドレスの形（例：shokuin@example.jp）で入力してください。", field="email"
        )
    if queries.member_by_email(address):
        raise AccountRefused("このメールアドレスの職員はもう登録されています。", field="email")
    if password is not None:
        refuse_weak_password(password, about=[address, name])
    member = StaffMember(
        email=address,
        name=name.strip(),
        password=hash_password(normalised_password(password or secrets.token_urlsafe(32))),
        fs_uniquifier=secrets.token_hex(16),
        role_codes=_codes(roles),
        active=True,
        division_id=division_id,
        must_change_password=password is None,
        created_at=clock.now(),
    )
    db.session.add(member)
    db.session.flush()
    audit.record(AuditAction.ADDED, member, roles=member.role_codes)
    return member


def change_member(
    member: StaffMember,
    *,
    by: StaffMember,
    name: str,
    roles: Collection[Role],
    active: bool,
    seen: str,
    division_id: int | None = None,
) -> None:
    """Raises EditConflict when the account changed since it was opened, AccountRefused for locking oneself out.

    A change of roles or closing the account ends the member's sessions at once (TS3, TW5).
    """
    if seen != queries.state_of(member):
        raise EditConflict(
            "ほかの管理者がこの職員の登録を変更しました。いまの内容を確かめて、もう一度変更してください。"
        )
    if member is by:
        _refuse_locking_oneself_out(roles, active)
    wanted = {"name": name.strip(), "role_codes": _codes(roles), "active": active, "division_id": division_id}
    changed = [field for field, value in wanted.items() if getattr(member, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(member, field, wanted[field])
    audit.record(AuditAction.CHANGED, member, by=by, fields=changed, roles=member.role_codes, active=active)
    concerns_access = bool({"role_codes", "active"} & set(changed))
    if concerns_access:
        staff_sessions.end_all_of(member)
    if not active:
        _withdraw_links(member)
    if member is by and concerns_access:
        staff_sessions.open_for(member)


def _refuse_locking_oneself_out(roles: Collection[Role], active: bool) -> None:
    if not active or Role.ADMIN not in roles:
        raise AccountRefused(
            "ご自分の管理者の役割を外したり、ご自分のサインインを止めたりすることはできません。",
            field="roles",
        )


def issue_link(member: StaffMember, *, by: StaffMember) -> str:
    """A token with which `member` sets a password within 24 hours, once; earlier links stop working (TS11)."""
    if not member.active:
        raise AccountRefused("サインインを止めている職員には、リンクを発行できません。")
    _withdraw_links(member)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        PasswordLink(
            staff_member_id=member.id,
            token_hash=queries.token_hash(token),
            issued_by_id=by.id,
            issued_at=now,
            expires_at=now + LINK_LIFETIME,
        )
    )
    audit.record(AuditAction.ISSUED, member, by=by)
    return token


def set_password_by_link(token: str, password: str) -> None:
    """Raises LinkRefused for a link that is used, replaced or expired; WeakPassword leaves the link usable."""
    link = queries.usable_link(token)
    if link is None:
        raise LinkRefused(LINK_IS_DEAD)
    member = db.session.get_one(StaffMember, link.staff_member_id)
    _set_password(member, password)
    link.used_at = clock.now()
    _withdraw_links(member)
    audit.record(AuditAction.CHANGED, member, by=member, fields=["password"], by_link=True)


def change_own_password(member: StaffMember, *, current: str, new: str) -> None:
    """Raises AccountRefused when `current` is wrong. Other browsers are signed out; this one goes on (TS3)."""
    prove_again(member, current)
    if normalised_password(current) == normalised_password(new):
        raise WeakPassword("いまと違うパスワードにしてください。", field="password")
    _set_password(member, new)
    _withdraw_links(member)
    audit.record(AuditAction.CHANGED, member, by=member, fields=["password"])
    staff_sessions.open_for(member)


def _set_password(member: StaffMember, password: str) -> None:
    refuse_weak_password(password, about=[member.email, member.name])
    member.password = hash_password(normalised_password(password))
    member.must_change_password = False
    staff_sessions.end_all_of(member)


def _withdraw_links(member: StaffMember) -> None:
    """Links that were not used are gone; used ones stay as a record."""
    unused = PasswordLink.used_at.is_(None)
    db.session.execute(delete(PasswordLink).where(PasswordLink.staff_member_id == member.id, unused))


def _codes(roles: Collection[Role]) -> list[str]:
    return [role.value for role in Role if role in roles]
