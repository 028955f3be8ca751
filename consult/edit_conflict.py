"""Two people saved the same thing: what differs, with both texts (TW1)."""

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


def _shown(field: Field, value: str) -> str:
    labels = labels_offered(field) if isinstance(field, SelectField) else {}
    return labels.get(value, value) if value else "（空欄）"
