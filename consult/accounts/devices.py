"""The signed cookie of a browser in which somebody signed in before: others' failures do not slow it (TS5)."""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from consult.models import StaffMember

YEAR_SECONDS = 365 * 24 * 3600


def known_device(member: StaffMember | None) -> str | None:
    """The device's own mark when this browser proved before that it is `member`'s; None otherwise."""
    try:
        owner, mark = _signer().loads(request.cookies.get(_name(), ""), max_age=YEAR_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(mark) if member is not None and owner == member.id else None


def remember_device(response: Response, member: StaffMember) -> None:
    """Set the cookie after a sign-in; it opens nothing, it only counts failures apart."""
    response.set_cookie(
        _name(),
        _signer().dumps([member.id, known_device(member) or secrets.token_urlsafe(16)]),
        max_age=YEAR_SECONDS,
        httponly=True,
        secure=current_app.config["IS_PRODUCTION"],
        samesite="Strict",
        path="/",
    )


def _name() -> str:
    return "__Host-consult-device" if current_app.config["IS_PRODUCTION"] else "consult-device"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="consult-device")
