"""The citizens' first page, and the health check."""

from flask import Blueprint, Response, jsonify, render_template

from consult import clock, health
from consult.home import queries

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def show() -> str:
    return render_template("public/home/show.html", cases=queries.open_cases(clock.now(), clock.today()))


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 when a submission can be accepted, 503 with the reasons otherwise."""
    reasons = health.reasons_against()
    return jsonify(status="unable" if reasons else "ok", reasons=reasons), 503 if reasons else 200
