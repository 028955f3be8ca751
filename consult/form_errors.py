"""The refused fields of a form in reading order, for the summary at the top of the page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Flask
from wtforms import Field, FieldList, Form, FormField

from consult.domain.errors import RuleViolation
from consult.form_fields import shape_of


@dataclass(frozen=True)
class FieldError:
    """One message and the id of the element that a link should lead to ("" for the form as a whole)."""

    field_id: str
    label: str
    message: str


STALE_TOKEN = "画面を開いてから時間がたちました。入力した内容は残っています。もう一度ボタンを押してください。"


def bind(app: Flask) -> None:
    app.jinja_env.globals["field_errors"] = field_errors


def put_beside_field(form: Form, violation: RuleViolation) -> None:
    """A broken rule becomes a message of the field it names, or of the form as a whole."""
    if violation.field is not None and violation.field in form:
        form[violation.field].errors = [*form[violation.field].errors, violation.message]
    else:
        form.form_errors.append(violation.message)


def field_errors(*forms: Form) -> list[FieldError]:
    """Every message of the forms, nested fields included, each leading to its field."""
    return [error for form in forms for error in _of_form(form)]


def _of_form(form: Form) -> Iterator[FieldError]:
    for message in form.form_errors:
        yield FieldError("", "", str(message))
    for field in form:
        yield from _of_field(field)


def _of_field(field: Field) -> Iterator[FieldError]:
    if isinstance(field, FormField):
        yield from _of_form(field.form)
        return
    if field.type == "CSRFTokenField":
        # Its own message is English and names no field that a reader could mend (TS2).
        yield from [FieldError("", "", STALE_TOKEN)] if field.errors else []
        return
    if isinstance(field, FieldList):
        for position, entry in enumerate(field.entries, start=1):
            # Three cards refused for the same reason must not read as three times the same line.
            of_which = f"{field.label.text}{position} " if len(field.entries) > 1 else ""
            yield from (replace(error, label=f"{of_which}{error.label}") for error in _of_field(entry))
    for message in field.errors:
        # A list also repeats its entries' messages, as dicts or lists: those have been told already.
        if message and isinstance(message, str):
            yield FieldError(_first_input(field), field.label.text, message)


def _first_input(field: Field) -> str:
    """A group of radio buttons or tick boxes has no element of the group's own id that takes focus."""
    return f"{field.id}-0" if shape_of(field) == "choices" else field.id
