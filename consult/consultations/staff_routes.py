"""Officials prepare and announce consultations, and read what arrived."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from consult import case_phases, clock
from consult.access import allow
from consult.consultations import act_routes as act_routes
from consult.consultations import queries, services
from consult.consultations.blueprint import READERS, blueprint
from consult.consultations.division_routes import blueprint as division_blueprint
from consult.consultations.saving import Saving
from consult.domain.vocabulary import CasePhase, Role
from consult.downloads import download
from consult.paging import page_number
from consult.staff_sessions import signed_in_member

__all__ = ["blueprint", "division_blueprint"]


@blueprint.get("")
@allow(*READERS)
def index() -> str:
    words, sort = request.args.get("q", "").strip()[:200], request.args.get("sort", "opens")
    now, asked = clock.now(), request.args.get("phase", "")
    phase = next((each for each in CasePhase if each.value == asked), None)
    number = page_number(request.args.get("page"))
    page = queries.consultations_found(words, sort, number, phase=phase, at=now)
    return render_template(
        "staff/consultations/index.html",
        page=page,
        received=queries.received_by(each.id for each in page.rows),
        phases=case_phases.phases_of(page.rows, now),
        phase=phase,
        numbers=queries.numbers_found(words, now),
        words=words,
        sort=sort if sort in queries.SORTS else "opens",
        sorts={key: label for key, (_, label) in queries.SORTS.items()},
        may_write=Role.OFFICIAL in current_user.granted_roles,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def new() -> str | tuple[str, int] | Answer:
    saving = Saving(None, signed_in_member())
    if request.method == "POST" and saving.saved(clock.now()):
        flash("案件を保存しました。まだ公開されていません。")
        return redirect(url_for("staff.consultations.show", consultation_id=saving.saved_id), 303)
    return saving.page()


@blueprint.route("/<int:consultation_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def edit(consultation_id: int) -> str | tuple[str, int] | Answer:
    saving = Saving(queries.consultation_or_404(consultation_id), signed_in_member())
    if request.method == "POST" and saving.saved(clock.now()):
        flash("案件を保存しました。")
        return redirect(url_for("staff.consultations.show", consultation_id=consultation_id), 303)
    return saving.page()


@blueprint.get("/<int:consultation_id>")
@allow(*READERS)
def show(consultation_id: int) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    page, submissions = queries.submissions_of(consultation, page_number(request.args.get("page")))
    return render_template(
        "staff/consultations/show.html",
        consultation=consultation,
        phase=case_phases.phase_of(consultation, clock.now()),
        missing=services.notice_of(consultation).missing,
        received=queries.received_by([consultation.id])[consultation.id],
        page=page,
        submissions=submissions,
        may_write=Role.OFFICIAL in current_user.granted_roles,
    )


@blueprint.get("/<int:consultation_id>/files/<int:file_id>")
@allow(*READERS)
def draft_file(consultation_id: int, file_id: int) -> Response:
    return download(queries.file_or_404(queries.consultation_or_404(consultation_id), file_id))
