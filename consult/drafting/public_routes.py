"""主な意見 for citizens: as published, with its source, and how many opinions are confirmed so far."""

from flask import Blueprint, render_template

from consult.drafting import main_opinions as published
from consult.plan_codes import plan_codes

blueprint = Blueprint("drafting", __name__)


@blueprint.get("/main-opinions")
def main_opinions() -> str:
    codes = plan_codes()
    return render_template(
        "public/drafting/main_opinions.html",
        pages=published.published_opinions(codes),
        counts=published.theme_counts(codes),
    )
