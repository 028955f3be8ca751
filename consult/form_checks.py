"""Checks that forms of several stages share. Their numbers are counted as people count: code points (TU6)."""

from wtforms import Field, Form, ValidationError

from consult.domain.plain_text import is_blank


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
