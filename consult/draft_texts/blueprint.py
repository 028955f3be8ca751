"""The staff's pages of a draft's text, and who may write it."""

from flask import Blueprint

from consult.domain.vocabulary import Role

blueprint = Blueprint("draft_texts", __name__, url_prefix="/consultations/<int:consultation_id>/draft")
WRITERS = (Role.OFFICIAL, Role.DRAFTER)


def number(typed: str | None) -> int:
    """A version; 0, which none has, for what no page of ours has sent."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
