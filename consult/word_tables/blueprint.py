"""The one blueprint of the pages of words; its routes stand in files by page."""

from flask import Blueprint

blueprint = Blueprint("word_tables", __name__, url_prefix="/analysis/words")
