"""The blueprint of this stage's two doors: tags (`staff_routes`) and passages that may not leave (`passage_routes`)."""

from flask import Blueprint

blueprint = Blueprint("review", __name__)
