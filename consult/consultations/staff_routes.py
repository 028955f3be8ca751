"""Officials prepare and announce consultations, and read what arrived."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from consult import clock
from consult.access import allow
from consult.consultations import queries, services
from consult.consultations.saving import Saving
from consult.domain.errors import NoticeIncomplete
from consult.domain.vocabulary import Role
from consult.downloads import download
from consult.extensions import db
from consult.models import StaffMember
from consult.paging import page_number

blueprint = Blueprint("consultations", __name__, url_prefix="/consultations")
READERS = (Role.OFFICIAL, Role.DRAFTER, Role.APPROVER)


def current_staff() -> StaffMember:
    return db.session.get(StaffMember, current_user.id) or abort(404)


@blueprint.get("")
@allow(*READERS)
def index() -> str:
    words, sort = request.args.get("q", "").strip()[:200], request.args.get("sort", "opens")
    page = queries.consultations_found(words, sort, page_number(request.args.get("page")))
    return render_template(
        "staff/consultations/index.html",
        page=page,
        received=queries.received_by(each.id for each in page.rows),
        states={each.id: each.period.state_at(clock.now()) for each in page.rows},
        words=words,
        sort=sort if sort in queries.SORTS else "opens",
        sorts={key: label for key, (_, label) in queries.SORTS.items()},
        may_write=Role.OFFICIAL in current_user.granted_roles,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def new() -> str | tuple[str, int] | Answer:
    saving = Saving(None, current_staff())
    if request.method == "POST" and saving.saved(clock.now()):
        flash("案件を保存しました。まだ公開されていません。")
        return redirect(url_for("staff.consultations.show", consultation_id=saving.saved_id), 303)
    return saving.page()


@blueprint.route("/<int:consultation_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICIAL)
def edit(consultation_id: int) -> str | tuple[str, int] | Answer:
    saving = Saving(queries.consultation_or_404(consultation_id), current_staff())
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
        state=consultation.period.state_at(clock.now()),
        missing=services.notice_of(consultation).missing,
        received=queries.received_by([consultation.id])[consultation.id],
        page=page,
        submissions=submissions,
        may_write=Role.OFFICIAL in current_user.granted_roles,
    )


@blueprint.post("/<int:consultation_id>/announce")
@allow(Role.OFFICIAL)
def announce(consultation_id: int) -> Answer:
    consultation = queries.consultation_or_404(consultation_id)
    try:
        services.announce_consultation(consultation, by=current_staff())
    except NoticeIncomplete as refusal:
        db.session.rollback()
        flash(refusal.message, "error")
    else:
        db.session.commit()
        flash("公開しました。市民のページに載っています。")
    return redirect(url_for("staff.consultations.show", consultation_id=consultation_id), 303)


@blueprint.get("/<int:consultation_id>/files/<int:file_id>")
@allow(*READERS)
def draft_file(consultation_id: int, file_id: int) -> Response:
    return download(queries.file_or_404(queries.consultation_or_404(consultation_id), file_id))
