"""The blueprint of this stage's two doors: coding (`staff_routes`) and what an administrator sets (`settings_routes`)."""

from flask import Blueprint

blueprint = Blueprint("blind_coding", __name__)
