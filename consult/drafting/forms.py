"""What a drafter may type on the theme board."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from consult.models.theme_board import HEADLINE_LIMIT


class HeadlineForm(FlaskForm):
    """One theme's headline, and the version it was typed over (0: there was none)."""

    text = StringField(
        "見出し", [Length(max=HEADLINE_LIMIT, message=f"見出しは{HEADLINE_LIMIT}字以内で入力してください。")]
    )
    version = HiddenField()

    @property
    def version_seen(self) -> int:
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
