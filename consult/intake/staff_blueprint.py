"""Where the pages of a case's submissions hang; apart, so that files with routes can share it."""

from flask import Blueprint

from consult.access import READERS
from consult.domain.vocabulary import Role

blueprint = Blueprint("intake", __name__, url_prefix="/consultations/<int:consultation_id>/submissions")
WRITERS = (Role.OFFICIAL,)
__all__ = ["READERS", "WRITERS", "blueprint"]
