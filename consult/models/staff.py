"""StaffMember, their roles, and the sessions in which they are signed in."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import Role
from consult.models.base import Base, Timestamped, UtcDateTime
from consult.models.division import Division


class StaffMember(UserMixin, Timestamped, Base):
    """An account of the city's staff. `email` is the sign-in name; `name` is what colleagues read."""

    __tablename__ = "staff_member"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # Changing it ends every session and remembered token (Flask-Security).
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("division.id"))
    role_codes: Mapped[list[str]] = mapped_column(MutableList.as_mutable(JSON), default=list)

    division: Mapped[Division | None] = relationship()

    @property
    def granted_roles(self) -> list[Role]:
        return [Role.of(code) for code in self.role_codes]


class StaffSession(Base):
    """One signed-in browser; without its row the cookie is worth nothing (TS3)."""

    __tablename__ = "staff_session"

    staff_member_id: Mapped[int] = mapped_column(
        ForeignKey("staff_member.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PasswordLink(Base):
    """A single-use link with which a member of staff sets a new password (TS11)."""

    __tablename__ = "password_link"

    staff_member_id: Mapped[int] = mapped_column(
        ForeignKey("staff_member.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
