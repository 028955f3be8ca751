"""Two people saved the same thing: what differs, with both texts (TW1).

A page carries what it was opened with. Where a person left a field alone and somebody else changed it, the change is
taken over; only what both touched is a conflict, so that saving again never wipes out work that nobody looked at.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField

from consult.form_fields import labels_offered


@dataclass(frozen=True)
class Difference:
    """One field: its label, what is saved now, and what this page holds."""

    label: str
    saved: str
    mine: str


def differences(form: FlaskForm, saved: Mapping[str, str], mine: Mapping[str, str]) -> list[Difference]:
    """The visible fields whose texts differ."""
    fields = (form[name] for name in saved if name in form and not isinstance(form[name], HiddenField))
    return [
        Difference(field.label.text, _shown(field, saved[field.name]), _shown(field, mine[field.name]))
        for field in fields
        if saved[field.name] != mine[field.name]
    ]


def as_opened(values: Mapping[str, str]) -> str:
    """What a page's hidden field carries: of every field what tells whether it is still as it was when the page was made."""
    return json.dumps({name: _digest(value) for name, value in values.items()})


def left_alone(saved: Mapping[str, str], mine: Mapping[str, str], opened: str | None) -> list[str]:
    """The names of what this page left as it was, and somebody else has changed.

    `opened` comes back from the browser: whatever is wrong with it, every difference stays a conflict.
    """
    before = _read(opened)
    return [
        name
        for name, value in saved.items()
        if before.get(name) == _digest(mine[name]) and _digest(value) != before[name]
    ]


def take_over(form: FlaskForm, saved: Mapping[str, str], opened: str | None) -> list[str]:
    """Put what is saved now into the fields that this page left as they were; the labels of those it changed."""
    names = left_alone(saved, {name: form[name].data or "" for name in saved}, opened)
    for name in names:
        form[name].data = saved[name]
    return [form[name].label.text for name in names]


def _read(opened: str | None) -> dict[str, str]:
    try:
        before = json.loads(opened or "")
    except (ValueError, RecursionError):
        return {}
    kept = before.items() if isinstance(before, dict) else ()
    return {name: value for name, value in kept if isinstance(value, str)}


def _digest(text: str) -> str:
    # A browser sends line breaks as CR LF, and the forms take blanks off the ends.
    plain = text.replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _shown(field: Field, value: str) -> str:
    labels = labels_offered(field) if isinstance(field, SelectField) else {}
    return labels.get(value, value) if value else "（空欄）"
