"""Words that are searched for stay out of addresses: they may be somebody's name (TP11), and addresses are logged,
remembered and passed on. A form sends them by POST, the address carries a sign that stands for them.

A list reads its arguments from `arguments()`; `url_for` puts the sign back in the place of the words by itself.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, flash, g, has_request_context, request
from sqlalchemy import delete, select, update
from werkzeug.datastructures import MultiDict

from consult import clock
from consult.extensions import db
from consult.models import KeptWords

# The words that a list is searched for, and the one that is read in its context.
NAMES = ("q", "word")
LONGEST = 1_000
KEPT_FOR = timedelta(days=90)
SIGN = re.compile(r"~[a-z2-7]{24}")
FORGOTTEN = "このアドレスが指すことばは、もう残っていません。探すことばを、もう一度入力してください。"


def bind(app: Flask) -> None:
    app.url_defaults(_hide_words)


def keep(words: str) -> str:
    """Keep what was searched for; the sign that stands for it, the same for the same words."""
    now, sign = clock.now(), _sign(words)
    db.session.execute(delete(KeptWords).where(KeptWords.kept_at < now - KEPT_FOR))
    known = select(KeptWords.id).where(KeptWords.sign == sign)
    if db.session.scalar(known):
        db.session.execute(update(KeptWords).where(KeptWords.sign == sign).values(kept_at=now))
    else:
        db.session.add(KeptWords(sign=sign, words=words, kept_at=now))
    db.session.flush()
    _remember(words, sign)
    return sign


def arguments() -> "MultiDict[str, str]":
    """The arguments of the address, with the words in the place of their sign; one that is forgotten is said so."""
    args = MultiDict(request.args)
    for name in NAMES:
        sign = args.get(name, "")
        if not SIGN.fullmatch(sign):
            continue
        words = db.session.scalar(
            select(KeptWords.words).where(KeptWords.sign == sign, KeptWords.kept_at >= clock.now() - KEPT_FOR)
        )
        if words is None:
            flash(FORGOTTEN, "warning")
            args.pop(name)
        else:
            _remember(words, sign)
            args[name] = words
    return args


def without_words(sent: Mapping[str, str], *, leave_out: tuple[str, ...]) -> dict[str, Any]:
    """The arguments of the list that a form asks for: what was filled in, its words kept and signed."""
    args: dict[str, Any] = {
        name: value for name, value in sent.items() if value.strip() and name not in leave_out
    }
    return args | {name: keep(args[name].strip()) for name in NAMES if name in args}


def _remember(words: str, sign: str) -> None:
    g.kept_words = {**g.get("kept_words", {}), words: sign}


def _hide_words(_endpoint: str, values: dict[str, Any]) -> None:
    kept = g.get("kept_words", {}) if has_request_context() else {}
    for name in NAMES:
        if (sign := kept.get(str(values.get(name, "")).strip())) is not None:
            values[name] = sign


def _sign(words: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), key=key[:64], digest_size=15).digest()
    return "~" + base64.b32encode(digest).decode().lower()
