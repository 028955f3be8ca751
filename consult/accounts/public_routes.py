"""The doors for staff who are not signed in: sign in, and set a password by a single-use link."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import current_user

from consult.accounts import queries, services
from consult.accounts.attempts import SignInAttempts
from consult.accounts.devices import remember_device
from consult.accounts.forms import NewPasswordForm, SignInForm
from consult.accounts.hashing import HashingQueue
from consult.accounts.local_path import staff_path
from consult.domain.errors import LinkRefused, SignInRefused, SignInSlowed, WeakPassword
from consult.extensions import db
from consult.form_errors import put_beside_field

blueprint = Blueprint("accounts", __name__)


@blueprint.record
def _count_attempts(state: BlueprintSetupState) -> None:
    state.app.extensions["sign_in_attempts"] = SignInAttempts()
    state.app.extensions["hashing_queue"] = HashingQueue()


@blueprint.route("/staff/sign-in", methods=["GET", "POST"])
def sign_in() -> Any:
    form = SignInForm()
    if request.method != "POST":
        if current_user.is_authenticated:
            return redirect(url_for("staff.home.show"))
        form.next.data = staff_path(request.args.get("next")) or ""
        return _sign_in_page(form, 200)
    if not form.validate():
        return _sign_in_page(form, 422)
    return _try_to_sign_in(form)


@blueprint.route("/staff/set-password/<token>", methods=["GET", "POST"])
def set_password(token: str) -> Any:
    """Opening the link changes nothing (mail scanners open links); sending the form uses it up (TS11)."""
    if queries.usable_link(token) is None:
        abort(404, services.LINK_IS_DEAD)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            services.set_password_by_link(token, form.password.data or "")
        except WeakPassword as weak:
            db.session.rollback()
            put_beside_field(form, weak)
        except LinkRefused as refused:
            abort(404, refused.message)
        else:
            db.session.commit()
            flash("パスワードを設定しました。新しいパスワードでサインインしてください。", "success")
            return redirect(url_for("public.accounts.sign_in"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("public/accounts/set_password.html", form=form), status


def _try_to_sign_in(form: SignInForm) -> Any:
    try:
        member = services.sign_in(
            form.email.data or "", form.password.data or "", source=request.remote_addr or ""
        )
    except SignInSlowed as slowed:
        put_beside_field(form, slowed)
        return *_sign_in_page(form, 429), {"Retry-After": str(slowed.seconds)}
    except SignInRefused as refused:
        put_beside_field(form, refused)
        return _sign_in_page(form, 422)
    response = redirect(staff_path(form.next.data) or url_for("staff.home.show"), 303)
    remember_device(response, member)
    db.session.commit()
    return response


def _sign_in_page(form: SignInForm, status: int) -> tuple[str, int]:
    form.next.data = staff_path(form.next.data) or ""
    return render_template("public/accounts/sign_in.html", form=form), status
