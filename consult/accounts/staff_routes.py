"""Signing out, one's own password, and the accounts that administrators keep."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from consult import paging, staff_sessions, word_lists
from consult.access import allow
from consult.accounts import queries, services
from consult.accounts.forms import ChangePasswordForm, EditMemberForm, NewMemberForm
from consult.domain.errors import AccountRefused, EditConflict, RuleViolation
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.models import Division, StaffMember

blueprint = Blueprint("accounts", __name__)


@blueprint.post("/sign-out")
@allow()
def sign_out() -> Any:
    services.sign_out(staff_sessions.signed_in_member())
    db.session.commit()
    flash("サインアウトしました。", "success")
    return redirect(url_for("public.accounts.sign_in"), 303)


@blueprint.route("/password", methods=["GET", "POST"])
@allow()
def change_password() -> Any:
    form = ChangePasswordForm()
    member = staff_sessions.signed_in_member()
    if form.validate_on_submit():
        try:
            services.change_own_password(
                member, current=form.current.data or "", new=form.password.data or ""
            )
        except RuleViolation as violation:
            put_beside_field(form, violation)
        else:
            db.session.commit()
            flash("パスワードを変更しました。ほかの機器でのサインインは終わりました。", "success")
            return redirect(url_for("staff.home.show"), 303)
    page = render_template(
        "staff/accounts/change_password.html", form=form, is_first=member.must_change_password
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/accounts")
@allow(Role.ADMIN)
def index() -> str:
    page = paging.paged(queries.members_by_address(), paging.page_number(request.args.get("page")))
    return render_template("staff/accounts/index.html", page=page)


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new() -> Any:
    form = NewMemberForm()
    form.offer_divisions(word_lists.offered(Division))
    if form.validate_on_submit():
        try:
            member = services.add_member(
                form.email.data or "",
                name=form.name.data or "",
                roles=form.chosen_roles,
                division_id=form.division_id,
            )
        except AccountRefused as refused:
            put_beside_field(form, refused)
        else:
            return _link_page(member)
    page = render_template("staff/accounts/new.html", form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/accounts/<int:member_id>", methods=["GET", "POST"])
@allow(Role.ADMIN)
def edit(member_id: int) -> Any:
    member = queries.member_or_404(member_id)
    form = EditMemberForm(
        name=member.name,
        roles=member.role_codes,
        active=member.active,
        division=str(member.division_id or ""),
        seen=queries.state_of(member),
    )
    form.offer_divisions(word_lists.offered(Division, member.division_id))
    if form.validate_on_submit():
        try:
            services.change_member(
                member,
                by=staff_sessions.signed_in_member(),
                name=form.name.data or "",
                roles=form.chosen_roles,
                active=form.active.data,
                seen=form.seen.data or "",
                division_id=form.division_id,
            )
        except (AccountRefused, EditConflict) as refused:
            put_beside_field(form, refused)
        else:
            db.session.commit()
            flash(f"{member.name}の登録を変更しました。", "success")
            return redirect(url_for("staff.accounts.index"), 303)
    page = render_template("staff/accounts/edit.html", form=form, member=member)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/accounts/<int:member_id>/link")
@allow(Role.ADMIN)
def issue_link(member_id: int) -> str:
    return _link_page(queries.member_or_404(member_id))


def _link_page(member: StaffMember) -> str:
    """The only page that ever shows the link: no address, log or session holds it."""
    token = services.issue_link(member, by=staff_sessions.signed_in_member())
    db.session.commit()
    link = current_app.config["BASE_URL"].rstrip("/") + url_for("public.accounts.set_password", token=token)
    return render_template("staff/accounts/issue_link.html", member=member, link=link)
