"""The pages of groups, and who may open and who may change them."""

from flask import Blueprint

from consult.domain.vocabulary import Role

blueprint = Blueprint("summary", __name__, url_prefix="/consultations/<int:consultation_id>/groups")
WRITERS = (Role.OFFICIAL, Role.DRAFTER)
