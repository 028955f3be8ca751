"""Headers of every response: a strict CSP with a nonce, nothing from another host (TX3, TP13, TS16)."""

import secrets

from flask import Flask, Response, g, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

YEAR = 31536000


def bind(app: Flask) -> None:
    app.before_request(_draw_nonce)
    app.after_request(_add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """This response's nonce, for the `script` and `link` elements of the layouts."""
    if "csp_nonce" not in g:
        _draw_nonce()
    return str(g.csp_nonce)


def _draw_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(18)


def _add_headers(response: Response) -> Response:
    policy = _policy(csp_nonce())
    for name, value in policy.headers.items():
        # A download sets a stricter policy of its own (sandbox): keep it.
        response.headers.setdefault(name, value)
    if _is_of_staff():
        # Files as well, for which Flask asks caches only to look again (TP13).
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        hsts = StrictTransportSecurity().max_age(YEAR)
        response.headers.setdefault(hsts.header_name, hsts.header_value)
    return response


def _is_of_staff() -> bool:
    return (request.endpoint or "").startswith("staff.")


def _policy(nonce: str) -> Secure:
    csp = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src(f"'nonce-{nonce}'")
        .style_src("'self'")
        .img_src("'self'")
        .font_src("'self'")
        .connect_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
    return Secure(
        csp=csp,
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().geolocation().camera().microphone(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
    )
