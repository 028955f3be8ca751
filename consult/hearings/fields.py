"""The kinds of field that forms of the register are made of."""

import secrets
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from consult.domain.plain_text import has_controls, unix_newlines
from consult.form_fields import offered

LINE, PARAGRAPH = 200, 2_000
LONGEST_TOKEN = 64


class TicketsField(HiddenField):
    """Several values of one name, as a draft keeps them: one text with blanks between them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = " ".join(valuelist)


def page_token() -> HiddenField:
    """Tells a page sent twice from two pages. Whoever sends none, or what no page of ours holds, has a page of its own."""
    drawn = secrets.token_urlsafe
    return HiddenField(
        default=drawn, filters=[lambda sent: sent if sent and len(sent) <= LONGEST_TOKEN else drawn()]
    )


def stripped(typed: str | None) -> str:
    return unix_newlines(typed or "").strip()


def as_typed(typed: str | None) -> str:
    return unix_newlines(typed or "")


def no_controls(form: FlaskForm, field: StringField) -> None:
    if has_controls(field.data or ""):
        raise ValidationError("改行などの制御文字は使えません。消してから入力し直してください。")


def short(limit: int) -> list[Any]:
    return [Length(max=limit, message=f"{limit:,}字までで入力してください。")]


def line(label: str, limit: int = LINE) -> StringField:
    return StringField(label, [*short(limit), no_controls], filters=[stripped])


def paragraph(label: str) -> TextAreaField:
    return TextAreaField(label, short(PARAGRAPH), filters=[stripped])


def code(label: str, choices: list[tuple[str, str]]) -> SelectField:
    return SelectField(label, choices=offered([("", "選んでください"), *choices]), default="")
