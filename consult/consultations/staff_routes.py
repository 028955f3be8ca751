"""Officials prepare and announce consultations, and read what arrived."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from consult import case_phases, clock
from consult.access import allow
from consult.chips import chips
from consult.consultations import act_routes as act_routes
from consult.consultations import case_list, queries, services
from consult.consultations.blueprint import READERS, blueprint
from consult.consultations.case_filter import CaseFilterForm
from consult.consultations.division_routes import blueprint as division_blueprint
from consult.consultations.saving import Saving
from consult.database import reading
from consult.domain.vocabulary import Role
from consult.downloads import download, send_table
from consult.extensions import db
from consult.paging import page_number
from consult.search import kept_words
from consult.staff_sessions import signed_in_member

__all__ = ["blueprint", "division_blueprint"]


@blueprint.get("")
@allow(*READERS)
def index() -> str:
    sent, now = kept_words.arguments(), clock.now()
    form = CaseFilterForm.read(sent)
    asked = form.filter()
    page, args = case_list.case_page(asked, page_number(sent.get("page")), now), asked.as_args()
    form.offer(case_phases.numbers(now, *asked.titled()))
    return render_template(
        "staff/consultations/index.html",
        form=form,
        asked=asked,
        args=args,
        chips=chips(form.in_force(asked), args),
        page=page,
        received=queries.received_by(each.id for each in page.rows),
        phases=case_phases.phases_of(page.rows, now),
        may_write=Role.OFFICIAL in current_user.granted_roles,
    )


@blueprint.post("/export")
@allow(*READERS)
def export() -> Response:
    """As Excel or CSV. The trace is committed before the file leaves (docs/decisions/0073)."""
    asked, is_excel = CaseFilterForm.read(kept_words.arguments()).filter(), request.form.get("file") == "xlsx"
    case_list.record_export(asked, by=signed_in_member())
    db.session.commit()
    with reading():
        file = case_list.as_file(asked, clock.now(), is_excel=is_excel)
    return send_table(file, case_list.NAME, is_excel=is_excel)


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
        told = f"期限に合わせて、{saving.marked_anew:,}通の「期限後」の印を変えました。"
        flash("案件を保存しました。" + (told if saving.marked_anew else ""))
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
