"""The doors for staff who are not signed in: sign in, and set a password by a single-use link."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consult.accounts import services
from consult.accounts.attempts import SignInAttempts
from consult.accounts.devices import remember_device
from consult.accounts.forms import SignInForm
from consult.accounts.local_path import staff_path
from consult.domain.errors import SignInRefused, SignInSlowed
from consult.extensions import db

blueprint = Blueprint("accounts", __name__)


@blueprint.record_once
def _count_attempts(state) -> None:
    state.app.extensions["sign_in_attempts"] = SignInAttempts()


@blueprint.route("/staff/sign-in", methods=["GET", "POST"])
def sign_in():
    form = SignInForm()
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(url_for("staff.home.show"))
        form.next.data = staff_path(request.args.get("next")) or ""
        return _sign_in_page(form, 200)
    if not form.validate():
        return _sign_in_page(form, 422)
    return _try_to_sign_in(form)


def _try_to_sign_in(form: SignInForm):
    try:
        member = services.sign_in(
            form.email.data or "", form.password.data or "", source=request.remote_addr or ""
        )
    except SignInSlowed as slowed:
        form.password.errors = [slowed.message]
        return *_sign_in_page(form, 429), {"Retry-After": str(slowed.seconds)}
    except SignInRefused as refused:
        form.password.errors = [refused.message]
        return _sign_in_page(form, 422)
    db.session.commit()
    response: Response = redirect(staff_path(form.next.data) or url_for("staff.home.show"), 303)
    remember_device(response, member)
    return response


def _sign_in_page(form: SignInForm, status: int):
    return render_template("public/accounts/sign_in.html", form=form), status
