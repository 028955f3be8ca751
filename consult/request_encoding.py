"""Bytes that are no text are refused before a view sees them: invalid UTF-8 and NUL (TU4, issue 2)."""

from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

from consult.config import MAX_TYPED_BYTES

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NOT_TEXT = "送られた文字を読み取れませんでした。文字コードがUTF-8でないか、使えない制御文字が含まれています。"


def bind(app: Flask) -> None:
    app.before_request(refuse_what_is_no_text)


def refuse_what_is_no_text() -> None:
    """400 for a query or form with invalid UTF-8 or NUL. Werkzeug alone would rewrite the bytes silently."""
    if not _is_text(request.query_string):
        abort(400, NOT_TEXT)
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = MAX_TYPED_BYTES
        # Before a byte of it is decoded (TX12); a body without a stated length is cut off there and refused, too.
        if (request.content_length or 0) > MAX_TYPED_BYTES:
            abort(413)
        if not _is_text(request.get_data(cache=True)):
            abort(400, NOT_TEXT)
    elif request.mimetype == "multipart/form-data" and _form_was_rewritten():
        abort(400, NOT_TEXT)


def _is_text(encoded: bytes) -> bool:
    raw = unquote_to_bytes(encoded.replace(b"+", b" "))
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _form_was_rewritten() -> bool:
    values = [*request.form, *(value for many in request.form.listvalues() for value in many)]
    # A person has no key for U+FFFD: in a form field it is the trace of bytes that were no UTF-8.
    return any("\0" in value or REPLACEMENT in value for value in values)
