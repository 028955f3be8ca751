"""The pages of answers, and who may open and who may write on them."""

from flask import Blueprint

from consult.domain.vocabulary import Role

blueprint = Blueprint(
    "official_response", __name__, url_prefix="/consultations/<int:consultation_id>/answers"
)
WRITERS = (Role.OFFICIAL, Role.DRAFTER)
