"""The blueprint that the pages of imports share."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
