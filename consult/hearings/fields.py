"""The kinds of field that forms of the register are made of."""

import secrets
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField

from consult.domain.plain_text import unix_newlines
from consult.form_checks import at_most, no_controls, stripped
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


def as_typed(typed: str | None) -> str:
    return unix_newlines(typed or "")


def short(limit: int) -> list[Any]:
    return [at_most(limit)]


def line(label: str, limit: int = LINE) -> StringField:
    return StringField(label, [*short(limit), no_controls], filters=[stripped])


def paragraph(label: str) -> TextAreaField:
    return TextAreaField(label, short(PARAGRAPH), filters=[stripped])


def code(label: str, choices: list[tuple[str, str]]) -> SelectField:
    return SelectField(label, choices=offered([("", "選んでください"), *choices]), default="")
