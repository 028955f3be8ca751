"""Plain error pages: what happened, what is safe, what to do; an id that the log knows (TS16)."""

import math
import secrets
import time
from typing import Any

import structlog
from flask import Flask, g, render_template, request
from flask.globals import request_ctx
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException

from consult.domain.errors import EditConflict, RemovedRecord, RuleViolation
from consult.extensions import db, limiter

log = structlog.get_logger()

WHAT_HAPPENED = {
    400: ("送信内容を読み取れませんでした", "前の画面に戻り、もう一度お試しください。"),
    401: (
        "サインインが必要です",
        "サインインしてから、もう一度お試しください。書きかけの内容は、ブラウザーの「戻る」で前の画面に戻ると残っています。",
    ),
    403: ("この操作はできません", "前の画面に戻ってください。"),
    404: ("ページが見つかりません", "アドレスが正しいか確かめるか、トップページからお探しください。"),
    405: ("この操作はできません", "前の画面に戻ってください。"),
    409: ("ほかの操作と重なりました", "ページを開き直して、もう一度お試しください。"),
    413: (
        "送信できる大きさを超えています",
        "一度に送れるのは、ファイルは合わせて30MBまで、文章は2MBまでです。ブラウザーの「戻る」で前の画面に戻り、小さくするか分けてお送りください。",
    ),
    429: ("短い時間に操作が重なりました", "少し時間をおいてから、もう一度お試しください。"),
    500: ("システムの不具合で処理できませんでした", "時間をおいて、もう一度お試しください。"),
    503: ("ただいま受け付けられません", "時間をおいて、もう一度お試しください。"),
}

STALE_PAGE = (
    "画面を開いてから時間がたったか、その間にサインインし直したため、送信を受け付けませんでした。"
    "ブラウザーの「戻る」で前の画面に戻り、書いた内容を控えてから、画面を読み込み直してください。"
)
KEPT = "これまでに受け付けた意見や保存した内容は、そのまま残っています。"
NOT_KEPT = "今回送信された内容は保存していません。"


def bind(app: Flask) -> None:
    app.register_error_handler(RuleViolation, _rule_violation)
    app.register_error_handler(HTTPException, _http_error)
    for kind in (OperationalError, PoolExhausted):
        app.register_error_handler(kind, _database_unavailable)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, message: str = "", error_id: str = "") -> tuple[str, int]:
    title, advice = WHAT_HAPPENED.get(status, WHAT_HAPPENED[500])
    # The database may be what has failed: the frame of this page must not ask it (layout_context).
    g.is_error_page = True
    # For a Host that is not ours (TS9) Flask builds no addresses at all: no frame, no links.
    knows_addresses = request_ctx.url_adapter is not None
    page = render_template(
        "public/error.html" if knows_addresses else "public/_error_without_links.html",
        title=title,
        advice=advice,
        message=message,
        safe=_what_is_safe(status),
        error_id=error_id,
        status=status,
    )
    return page, status


def _what_is_safe(status: int) -> str:
    if request.method in ("GET", "HEAD"):
        return KEPT
    # After an unexpected fault nobody can say more than this; every other refusal comes before anything is kept.
    return f"{KEPT}{'今回送信された内容は、保存されていないことがあります。' if status == 500 else NOT_KEPT}"


def _rule_violation(error: RuleViolation) -> tuple[str, int]:
    db.session.rollback()
    return error_page(409 if isinstance(error, EditConflict | RemovedRecord) else 400, error.message)


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    db.session.rollback()
    # Werkzeug's own descriptions are English and may repeat the address; only our messages are shown.
    own = error.description if error.description and not error.description.isascii() else ""
    if isinstance(error, CSRFError):
        own = STALE_PAGE
    page, status = error_page(error.code, own)
    headers = [(k, v) for k, v in error.get_headers() if k.lower() not in ("content-type", "content-length")]
    if isinstance(error, RateLimitExceeded):
        headers.append(("Retry-After", str(seconds_until_allowed())))
    return page, status, headers


def seconds_until_allowed() -> int:
    limit = limiter.current_limit
    return max(1, math.ceil(limit.reset_at - time.time())) if limit else 60


def _database_unavailable(error: Exception) -> tuple[str, int]:
    """Locked, full or out of connections: later may well work, and nothing was kept by halves (TR8, TR9)."""
    db.session.rollback()
    error_id = secrets.token_hex(6)
    # SQLAlchemy's own message repeats the parameters of the statement; the driver's does not (TP11).
    log.error(
        "database_unavailable", error_id=error_id, reason=str(getattr(error, "orig", type(error).__name__))
    )
    return error_page(503, error_id=error_id)


def _unexpected(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    error_id = secrets.token_hex(6)
    # The trace names code, never form values: the log must hold no opinion and no name (TP11, TP12).
    log.error("unexpected_error", error_id=error_id, kind=type(error).__name__, exc_info=error)
    return error_page(500, error_id=error_id)
