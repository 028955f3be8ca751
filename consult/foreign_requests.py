"""What another site's page sends here is refused, whatever token it holds (TS1). One place, for every unsafe method.

A browser says where a request comes from (`Origin`, else `Referer`) and lets no page say otherwise. Who names neither
(a script, a browser that hides it) is left to the token.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
DEFAULT_PORTS = {"http": 80, "https": 443}
FOREIGN = (
    "ほかのサイトの画面から送られた操作は受け付けません。このサイトの画面を開いて、もう一度お試しください。"
    "書いた内容は、ブラウザーの「戻る」で前の画面に戻ると残っています。"
)


def bind(app: Flask) -> None:
    app.before_request(refuse_foreign_requests)


def refuse_foreign_requests() -> None:
    """Before a byte of the body is read."""
    if request.method in SAFE_METHODS:
        return
    named = request.headers.get("Origin") or request.headers.get("Referer")
    if named is not None and not _is_own(named):
        abort(403, FOREIGN)


def _is_own(address: str) -> bool:
    """Of an origin that the settings name, or of the very host that was asked. `null` is nobody's."""
    origin = _origin(address)
    if origin is None:
        return False
    # A trusted proxy ends TLS: the scheme that arrives here says nothing, the settings do.
    schemes = ("https",) if current_app.config["IS_PRODUCTION"] else ("http", "https")
    own = {_origin(each) for each in current_app.config["OWN_ORIGINS"]}
    asked = {_origin(f"{scheme}://{request.host}") for scheme in schemes}
    return origin in own | asked


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """(scheme, host, port) of an address; None for what is none."""
    try:
        parts = urlsplit(address)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None
