"""Signing out, one's own password, and the accounts that administrators keep."""

from flask import Blueprint, redirect, url_for

from consult import staff_sessions
from consult.access import allow
from consult.accounts import services
from consult.extensions import db

blueprint = Blueprint("accounts", __name__)


@blueprint.post("/sign-out")
@allow()
def sign_out():
    services.sign_out(staff_sessions.signed_in_member())
    db.session.commit()
    return redirect(url_for("public.accounts.sign_in"), 303)
