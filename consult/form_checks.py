"""Checks and filters that forms of several stages share. Their numbers are counted as people count: code points (TU6)."""

from wtforms import Field, Form, ValidationError
from wtforms.validators import Length

from consult.domain.plain_text import has_controls, is_blank, unix_newlines


class Fits:
    """At most `limit` characters, a line break is one; says how many are too many."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Form, field: Field) -> None:
        # A request that leaves the field out sends nothing at all.
        excess = len(field.data or "") - self.limit
        if excess > 0:
            raise ValidationError(f"{self.limit:,}字までです。{excess:,}字減らしてください。")


class HasInk:
    """Refuses what would show as nothing: spaces, line breaks, zero-width characters (TU3)."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        if is_blank(field.data):
            raise ValidationError(self.message)


def at_most(limit: int) -> Length:
    """For lines; `Fits` says of a text how much is too much."""
    return Length(max=limit, message=f"{limit:,}字までで入力してください。")


def no_controls(_form: Form, field: Field) -> None:
    """For fields of one line: a line break is a control, too."""
    if has_controls(field.data or ""):
        raise ValidationError("改行などの制御文字は使えません。消してから入力し直してください。")


def stripped(typed: str | None) -> str:
    """A filter; a request that leaves the field out has typed nothing."""
    return unix_newlines(typed or "").strip()


def in_one_line(typed: str | None) -> str:
    """A filter: whatever blank was typed is one."""
    return " ".join((typed or "").split())
