"""Which shape a form field takes on a page. Asked by kind, not by class name: stages make fields of their own."""

from flask import Flask
from wtforms import BooleanField, Field, HiddenField, RadioField, TextAreaField
from wtforms.widgets import ListWidget


def bind(app: Flask) -> None:
    app.jinja_env.globals["shape_of"] = shape_of


def shape_of(field: Field) -> str:
    """`hidden`, `checkbox`, `choices` (a group with one question), `area` (long text) or `line`."""
    if isinstance(field, HiddenField):
        return "hidden"
    if isinstance(field, BooleanField):
        return "checkbox"
    if isinstance(field, RadioField) or isinstance(field.widget, ListWidget):
        return "choices"
    return "area" if isinstance(field, TextAreaField) else "line"
