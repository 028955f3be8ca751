"""Which shape a form field takes on a page, and what a field offers to choose from."""

from collections.abc import Iterable

from flask import Flask
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectFieldBase,
    TextAreaField,
)
from wtforms.widgets import ListWidget


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
