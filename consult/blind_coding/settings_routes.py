"""What an administrator sets: the share that is drawn, and what is released from it. No opinion is shown here (TP3)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from consult import paging
from consult.access import allow
from consult.blind_coding import queries, services
from consult.blind_coding.blueprint import blueprint
from consult.blind_coding.forms import ReleaseForm, ShareForm
from consult.domain.errors import ReleaseRefused
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.staff_sessions import signed_in_member


@blueprint.route("/settings/blind-coding", methods=["GET", "POST"])
@allow(Role.ADMIN)
def share() -> Any:
    sampling = queries.sampling()
    form = ShareForm(obj=sampling)
    if form.validate_on_submit():
        percent = form.share_percent.data or 0
        services.set_share(sampling, percent, by=signed_in_member())
        db.session.commit()
        flash(f"これから届く意見の{percent}％を、候補を見ずに分類します。", "success")
        return redirect(url_for(".share"), 303)
    view = render_template(
        "staff/blind_coding/share.html",
        form=form,
        progress=queries.progress(),
        page=paging.paged(queries.held(), paging.page_number(request.args.get("page"))),
    )
    return view, 422 if form.is_submitted() else 200


@blueprint.route("/settings/blind-coding/release", methods=["GET", "POST"])
@blueprint.route("/settings/blind-coding/<int:sampled_id>/release", methods=["GET", "POST"])
@allow(Role.ADMIN)
def release(sampled_id: int | None = None) -> Any:
    """One opinion, or all that wait. It cannot be taken back: whoever has seen a suggestion has seen it."""
    form = ReleaseForm()
    rows = queries.held_rows(sampled_id)
    if not rows:
        flash("候補を見ない分類を待っている意見はありません。", "info")
        return redirect(url_for(".share"), 303)
    if form.validate_on_submit():
        try:
            services.release(rows, form.reason.data or "", by=signed_in_member())
        except ReleaseRefused as refused:
            put_beside_field(form, refused)
        else:
            db.session.commit()
            flash(f"{len(rows):,}件を、候補を見ない分類から外しました。意見の確認に並びます。", "success")
            return redirect(url_for(".share"), 303)
    page = render_template("staff/blind_coding/release.html", form=form, rows=rows)
    return page, 422 if form.is_submitted() else 200
