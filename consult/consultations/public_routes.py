"""Citizens see what is open, read a draft and take its files."""

from flask import Blueprint, Response, render_template, request

from consult import clock
from consult.consultations import queries
from consult.domain.period import PeriodState
from consult.domain.submission_rules import MAX_OPINIONS
from consult.downloads import download
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.results_at import results_at

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")


@blueprint.get("")
def index() -> str:
    """Open, upcoming, closed: what they are follows from the days alone."""
    now, today = clock.now(), clock.today()
    coming = queries.announced_not_closed(today)
    by_state = {
        state: [each for each in coming if each.period.state_at(now) is state]
        for state in (PeriodState.OPEN, PeriodState.UPCOMING)
    }
    closed = queries.announced_closed(today, page_number(request.args.get("page")))
    return render_template(
        "public/consultations/index.html",
        open=by_state[PeriodState.OPEN],
        upcoming=by_state[PeriodState.UPCOMING],
        closed=closed,
        results=results_at(each.id for each in closed.rows),
        today=today,
    )


@blueprint.get("/<int:consultation_id>")
def show(consultation_id: int) -> str:
    consultation = queries.announced_or_404(consultation_id)
    return render_template(
        "public/consultations/show.html",
        consultation=consultation,
        results=results_at([consultation.id]).get(consultation.id),
        state=consultation.period.state_at(clock.now()).value,
        days_left=consultation.period.days_left(clock.today()),
        packages=plan_codes().packages,
        most=MAX_OPINIONS,
    )


@blueprint.get("/<int:consultation_id>/files/<int:file_id>")
def draft_file(consultation_id: int, file_id: int) -> Response:
    return download(queries.file_or_404(queries.announced_or_404(consultation_id), file_id))
