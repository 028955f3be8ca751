"""Which typed values of a year citizens read."""

import re

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from consult.access import allow
from consult.domain.errors import EditConflict
from consult.extensions import db
from consult.progress import open_years, releasing
from consult.progress.blueprint import KEEPERS, blueprint
from consult.progress.open_years import OpenYears
from consult.progress.releasing import Seen
from consult.staff_sessions import signed_in_member

CHOSEN = re.compile(r"^([0-9]{1,9})-([0-9]{1,9})$", re.ASCII)
NOTHING = "値を選んでください。"


@blueprint.get("/years/<int:year>/release")
@allow(*KEEPERS)
def release(year: int) -> str:
    return _page(year, open_years.with_year_or_404(year))


@blueprint.post("/years/<int:year>/release")
@allow(*KEEPERS)
def keep_release(year: int) -> str | tuple[str, int] | Answered:
    years = open_years.with_year_or_404(year)
    seen = [Seen(int(m[1]), int(m[2])) for text in request.form.getlist("value") if (m := CHOSEN.match(text))]
    if not seen:
        return _page(year, years, NOTHING), 422
    is_withdrawn = request.form.get("act") == "withdraw"
    act = releasing.withdraw if is_withdrawn else releasing.publish
    try:
        number = act(seen, year, by=signed_in_member())
    except EditConflict as refused:
        return _page(year, years, refused.message), 409
    db.session.commit()
    told = "市民のページから外しました" if is_withdrawn else "公表しました"
    flash(f"{number}件の値を{told}。" if number else "変わったところはありません。", "success")
    return redirect(url_for(".release", year=year), 303)


def _page(year: int, years: OpenYears, error: str = "") -> str:
    rows = releasing.release_rows(year)
    return render_template("staff/progress/release.html", rows=rows, error=error, year=year, open_years=years)
