"""The blueprint that the route files of drafting fill: the theme board, its files and the pages of packages."""

from flask import Blueprint

blueprint = Blueprint("drafting", __name__)
BOARD = "/theme-board"
