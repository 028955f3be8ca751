"""Who may do what on `/staff`: each view names its roles, and one guard asks (default deny: TP3, TP4, TS3)."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consult import staff_sessions
from consult.domain.vocabulary import Role

EVERY_ROLE = frozenset(Role)
# Who reads what citizens and counterparts said. Keeping accounts asks for no opinion, so an administrator reads
# them only with one of these roles besides (TP3).
READERS = (Role.OFFICIAL, Role.DRAFTER, Role.APPROVER)
# What a person may still do while the password must be changed first.
BEFORE_PASSWORD_CHANGE = {"staff.accounts.change_password", "staff.accounts.sign_out"}
View = TypeVar("View", bound=Callable[..., Any])


def allow(*roles: Role) -> Callable[[View], View]:
    """Mark a staff view with the roles that may use it; no role named means every signed-in member of staff."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(roles) or EVERY_ROLE  # type: ignore[attr-defined]
        return view

    return mark


def guard_staff() -> Response | None:
    """Before every staff view: a signed-in member of staff with one of the view's roles, else nothing is there."""
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if allowed_roles(request.endpoint).isdisjoint(current_user.granted_roles):
        abort(404)
    staff_sessions.note_presence()
    if current_user.must_change_password and request.endpoint not in BEFORE_PASSWORD_CHANGE:
        return redirect(url_for("staff.accounts.change_password"))
    return None


def _ask_to_sign_in() -> Response:
    if request.method not in ("GET", "HEAD"):
        # A redirect would drop what was typed without a word; the error page says how to get it back.
        abort(401)
    wanted = request.full_path if request.query_string else request.path
    return redirect(url_for("public.accounts.sign_in", next=wanted))


def allowed_roles(endpoint: str | None) -> frozenset[Role]:
    """The roles of one view; a view that names none is nobody's."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "allowed_roles", frozenset())
