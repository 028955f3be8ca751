"""Where a day's work begins: at most five links for each role, what waits for me, what changed last."""

from flask import Blueprint, render_template

from consult.access import allow

blueprint = Blueprint("home", __name__)


@blueprint.get("")
@allow()
def show() -> str:
    return render_template("staff/home/show.html")
