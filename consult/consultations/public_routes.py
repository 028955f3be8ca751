"""Citizens see what is open, read a draft and take its files."""

from flask import Blueprint, Response, render_template, request

from consult import case_phases, clock
from consult.consultations import queries
from consult.documents.paper_form import takes_paper
from consult.domain.submission_rules import MAX_OPINIONS
from consult.domain.vocabulary import CasePhase
from consult.downloads import download
from consult.draft_places import chapters_to_read, packages_to_write_about
from consult.paging import page_number
from consult.results_at import results_at

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")
OVER = (CasePhase.CONSIDERING, CasePhase.RESULTS, CasePhase.DROPPED)


@blueprint.get("")
def index() -> str:
    """Open, upcoming, and what became of the others: all of it follows from the clock and a few named acts."""
    now = clock.now()
    asked = request.args.get("phase", "")
    chosen = tuple(each for each in OVER if each.value == asked)
    over = queries.announced_over(chosen or OVER, now, page_number(request.args.get("page")))
    return render_template(
        "public/consultations/index.html",
        open=queries.announced_in(CasePhase.OPEN, now),
        upcoming=queries.announced_in(CasePhase.UPCOMING, now),
        over=over,
        results=results_at(each.id for each in over.rows),
        phases=case_phases.phases_of(over.rows, now),
        numbers=case_phases.numbers(now),
        states_of_the_past=OVER,
        chosen=chosen[0] if chosen else None,
        today=clock.today(),
    )


@blueprint.get("/<int:consultation_id>")
def show(consultation_id: int) -> str:
    consultation = queries.announced_or_404(consultation_id)
    chapters = chapters_to_read(consultation.id)
    return render_template(
        "public/consultations/show.html",
        consultation=consultation,
        results=results_at([consultation.id]).get(consultation.id),
        phase=case_phases.phase_of(consultation, clock.now()),
        days_left=consultation.period.days_left(clock.today()),
        chapters=chapters,
        packages=packages_to_write_about(consultation, has_text=bool(chapters)),
        takes_paper=takes_paper(consultation),
        most=MAX_OPINIONS,
    )


@blueprint.get("/<int:consultation_id>/files/<int:file_id>")
def draft_file(consultation_id: int, file_id: int) -> Response:
    return download(queries.file_or_404(queries.announced_or_404(consultation_id), file_id))
