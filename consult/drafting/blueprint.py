"""The blueprint that the route files of drafting fill: the theme board and the pages of packages."""

from flask import Blueprint

blueprint = Blueprint("drafting", __name__)
