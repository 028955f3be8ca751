"""Who may do what on `/staff`: each view names its roles, and one guard asks (default deny: TP3, TP4, TS3)."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, abort, current_app, redirect, request, url_for
from flask_login import current_user

from consult.domain.vocabulary import Role

EVERY_ROLE = frozenset(Role)
View = TypeVar("View", bound=Callable[..., Any])


def allow(*roles: Role) -> Callable[[View], View]:
    """Mark a staff view with the roles that may use it; no role named means every signed-in member of staff."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(roles) or EVERY_ROLE  # type: ignore[attr-defined]
        return view

    return mark


def guard_staff() -> Response | None:
    """Before every staff view: a signed-in member of staff with one of the view's roles, else nothing is there."""
    roles = allowed_roles(request.endpoint)
    if not current_user.is_authenticated:
        return redirect(url_for("public.accounts.sign_in", next=request.path))  # type: ignore[return-value]
    if not any(role in roles for role in current_user.granted_roles):
        abort(404)
    return None


def allowed_roles(endpoint: str | None) -> frozenset[Role]:
    """The roles of one view; a view that names none is nobody's."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "allowed_roles", frozenset())
