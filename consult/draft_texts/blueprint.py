"""The staff's pages of a draft's text, and who may write it."""

from flask import Blueprint

from consult.domain.vocabulary import Role

blueprint = Blueprint("draft_texts", __name__, url_prefix="/consultations/<int:consultation_id>/draft")
WRITERS = (Role.OFFICIAL, Role.DRAFTER)
