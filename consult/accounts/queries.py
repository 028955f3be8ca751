"""Reads about accounts of staff."""

import unicodedata

from sqlalchemy import select

from consult.extensions import db
from consult.models import StaffMember


def normalised_email(typed: str) -> str:
    """One spelling per address: full-width letters, capitals and blanks around it make no second account."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def member_by_email(typed: str) -> StaffMember | None:
    return db.session.scalar(select(StaffMember).where(StaffMember.email == normalised_email(typed)))
