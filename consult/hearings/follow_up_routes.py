"""宿題: added on a hearing's page, listed over all hearings, done and open again."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult import clock
from consult.access import allow
from consult.domain.errors import EditConflict, RuleViolation
from consult.edit_conflict import Difference
from consult.extensions import db
from consult.hearings import follow_ups, queries, removal
from consult.hearings.blueprint import READERS, WRITERS, blueprint
from consult.hearings.follow_up_form import FollowUpForm
from consult.models import FollowUp, Hearing
from consult.paging import page_number
from consult.staff_sessions import signed_in_member

Answer = str | tuple[str, int] | Response


@blueprint.get("/hearings/follow-ups")
@allow(*READERS)
def follow_ups_index() -> str:
    asked = request.args.get("show", "")
    show = asked if asked in follow_ups.SHOWS else follow_ups.OPEN
    page = follow_ups.listed(show, page_number(request.args.get("page")))
    return render_template(
        "staff/hearings/follow_ups_index.html",
        page=page,
        hearings=follow_ups.hearings_of(page.rows),
        numbers=follow_ups.numbers(),
        shows=follow_ups.SHOWS,
        show=show,
        today=clock.today(),
        can_write=queries.may(WRITERS),
    )


@blueprint.post("/hearings/<int:hearing_id>/follow-ups")
@allow(*WRITERS)
def add_follow_up(hearing_id: int) -> Answer:
    hearing = queries.hearing_or_404(hearing_id)
    form = FollowUpForm()
    if not form.validate():
        return _page(hearing, form), 422
    try:
        follow_ups.add(hearing, [form.promise()], by=signed_in_member())
    except RuleViolation as refused:
        form.form_errors.append(refused.message)
        return _page(hearing, form), 422
    db.session.commit()
    flash("宿題を加えました。", "success")
    return _back_to(hearing.id)


@blueprint.get("/hearings/follow-ups/<int:follow_up_id>/edit")
@allow(*WRITERS)
def edit_follow_up(follow_up_id: int) -> Answer:
    row = follow_ups.follow_up_or_404(follow_up_id)
    removal.refuse_removed(row)
    return _page(queries.hearing_or_404(row.hearing_id), FollowUpForm.about(row), row)


@blueprint.post("/hearings/follow-ups/<int:follow_up_id>/edit")
@allow(*WRITERS)
def change_follow_up(follow_up_id: int) -> Answer:
    row = follow_ups.follow_up_or_404(follow_up_id)
    hearing = queries.hearing_or_404(row.hearing_id)
    form = FollowUpForm()
    if not form.validate():
        return _page(hearing, form, row), 422
    try:
        follow_ups.change(row, form.promise(), seen=form.seen.data or "", by=signed_in_member())
    except EditConflict:
        differing = form.differences_to(row)
        form.seen.data = follow_ups.state_of(row)
        return _page(hearing, form, row, conflict=differing), 409
    except RuleViolation as refused:
        form.form_errors.append(refused.message)
        return _page(hearing, form, row), 422
    db.session.commit()
    flash("宿題を直しました。", "success")
    return _back_to(row.hearing_id)


@blueprint.post("/hearings/follow-ups/<int:follow_up_id>/done")
@allow(*WRITERS)
def finish_follow_up(follow_up_id: int) -> Answer:
    row = follow_ups.follow_up_or_404(follow_up_id)
    follow_ups.mark(row, is_done=True, by=signed_in_member())
    return _done("宿題を「済み」にしました。「残っている宿題に戻す」で戻せます。", row)


@blueprint.post("/hearings/follow-ups/<int:follow_up_id>/open")
@allow(*WRITERS)
def reopen_follow_up(follow_up_id: int) -> Answer:
    row = follow_ups.follow_up_or_404(follow_up_id)
    follow_ups.mark(row, is_done=False, by=signed_in_member())
    return _done("残っている宿題に戻しました。", row)


@blueprint.post("/hearings/follow-ups/<int:follow_up_id>/remove")
@allow(*WRITERS)
def remove_follow_up(follow_up_id: int) -> Answer:
    row = follow_ups.follow_up_or_404(follow_up_id)
    removal.remove(row, "", by=signed_in_member())
    return _done("宿題を取り消しました。ヒアリングのページの「取り消した宿題」から戻せます。", row)


@blueprint.post("/hearings/follow-ups/<int:follow_up_id>/put-back")
@allow(*WRITERS)
def put_back_follow_up(follow_up_id: int) -> Answer:
    row = follow_ups.follow_up_or_404(follow_up_id)
    removal.put_back(row, by=signed_in_member())
    return _done("宿題を元に戻しました。", row)


def _done(told: str, row: FollowUp) -> Response:
    db.session.commit()
    flash(told, "success")
    if request.form.get("back") == "list":
        return redirect(url_for("staff.hearings.follow_ups_index"), 303)
    return _back_to(row.hearing_id)


def _back_to(hearing_id: int) -> Response:
    return redirect(url_for("staff.hearings.show", hearing_id=hearing_id, _anchor="follow-ups"), 303)


def _page(
    hearing: Hearing,
    form: FollowUpForm,
    row: FollowUp | None = None,
    conflict: list[Difference] | None = None,
) -> str:
    return render_template(
        "staff/hearings/edit_follow_up.html", hearing=hearing, form=form, row=row, conflict=conflict or []
    )
