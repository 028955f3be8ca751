"""Two people saved the same thing: what differs, with both texts (TW1).

A page carries what it was opened with. Where a person left a field alone and somebody else changed it, the change is
taken over; only what both touched is a conflict, so that saving again never wipes out work that nobody looked at.
"""

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
    """What a page's hidden field carries: every field as it was when the page was made."""
    return json.dumps(dict(values), ensure_ascii=False)


def take_over(form: FlaskForm, saved: Mapping[str, str], opened: str | None) -> list[str]:
    """Put what is saved now into the fields that this page left as they were; the labels of those it changed.

    `opened` comes back from the browser: whatever is wrong with it, every difference stays a conflict.
    """
    before = _read(opened)
    taken = []
    for name, value in saved.items():
        untouched = name in before and _plain(before[name]) == _plain(form[name].data or "")
        if untouched and _plain(value) != _plain(before[name]):
            form[name].data = value
            taken.append(form[name].label.text)
    return taken


def _read(opened: str | None) -> dict[str, str]:
    try:
        before = json.loads(opened or "")
    except ValueError:
        return {}
    kept = before.items() if isinstance(before, dict) else ()
    return {name: value for name, value in kept if isinstance(value, str)}


def _plain(text: str) -> str:
    # A browser sends line breaks as CR LF, and the forms take blanks off the ends.
    return text.replace("\r\n", "\n").strip()


def _shown(field: Field, value: str) -> str:
    labels = labels_offered(field) if isinstance(field, SelectField) else {}
    return labels.get(value, value) if value else "（空欄）"
