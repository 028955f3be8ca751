"""Which shape a form field takes on a page, and what a field offers to choose from."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from wtforms import (
    BooleanField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectFieldBase,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import ListWidget

UNKNOWN_CODE = "いまの戦略にない分類が含まれています。画面を開き直してください。"


def bind(app: Flask) -> None:
    app.jinja_env.globals["shape_of"] = shape_of


def shape_of(field: Field) -> str:
    """`hidden`, `checkbox`, `choices` (a group with one question), `area` (long text) or `line`.

    Asked by kind, not by class name: stages make fields of their own.
    """
    if isinstance(field, HiddenField):
        return "hidden"
    if isinstance(field, BooleanField):
        return "checkbox"
    if isinstance(field, RadioField) or isinstance(field.widget, ListWidget):
        return "choices"
    return "area" if isinstance(field, TextAreaField) else "line"


def offered(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(code, label) pairs as the choices of a field; the next WTForms takes no pairs."""
    return [SelectChoice(code, label) for code, label in pairs]


def labels_offered(field: SelectFieldBase) -> dict[str, str]:
    """Code to label of what a field offers."""
    return {choice.value: choice.label for choice in field.choices or ()}


class CodesField(SelectMultipleField):
    """Tick boxes over the codes of a facet; a code that the plan does not have is refused in words."""

    def pre_validate(self, form: Form) -> None:
        if not set(self.data or []) <= labels_offered(self).keys():
            raise ValidationError(UNKNOWN_CODE)


def known_choice(field: Any) -> str:
    """What was chosen, if it is offered; "" for anything else."""
    return field.data if field.data in labels_offered(field) else ""


def words_of(field: Any) -> str:
    """What was chosen or typed, as a person reads it."""
    return labels_offered(field).get(field.data, "") if isinstance(field, SelectField) else field.data
