"""Reads about accounts of staff."""

import hashlib
import json
import unicodedata

from sqlalchemy import Select, select

from consult import clock
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import PasswordLink, StaffMember


def normalised_email(typed: str) -> str:
    """One spelling per address: full-width letters, capitals and blanks around it make no second account."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def member_by_email(typed: str) -> StaffMember | None:
    return db.session.scalar(select(StaffMember).where(StaffMember.email == normalised_email(typed)))


def member_or_404(member_id: int) -> StaffMember:
    return db.get_or_404(StaffMember, member_id)


def members_by_address() -> Select[tuple[StaffMember]]:
    return select(StaffMember).order_by(StaffMember.email)


def has_administrator() -> bool:
    """Whether anybody, even a closed account, holds the role."""
    return any(Role.ADMIN.value in codes for codes in db.session.scalars(select(StaffMember.role_codes)))


def usable_link(token: str) -> PasswordLink | None:
    """The link with this token while it is unused, not expired and its account is open (TS11)."""
    return db.session.scalar(
        select(PasswordLink)
        .join(StaffMember, PasswordLink.staff_member_id == StaffMember.id)
        .where(
            PasswordLink.token_hash == token_hash(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > clock.now(),
            StaffMember.active,
        )
    )


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def state_of(member: StaffMember) -> str:
    """A mark that changes whenever what an administrator edits changes (TW1)."""
    state = [member.name, sorted(member.role_codes), member.active, member.division_id]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]
