"""The blueprint that the staff's pages of cases share."""

from flask import Blueprint

from consult.domain.vocabulary import Role

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")
READERS = (Role.OFFICIAL, Role.DRAFTER, Role.APPROVER)
