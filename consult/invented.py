"""Whether figures rest on invented hearings: then every page, picture and paper of them says so."""

from sqlalchemy import select

from consult.extensions import db
from consult.models import Hearing


def has_invented() -> bool:
    return db.session.scalar(select(Hearing.id).where(Hearing.is_invented).limit(1)) is not None
