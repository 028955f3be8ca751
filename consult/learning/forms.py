"""What may be typed on the pages of learning."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from consult.domain.refit_steps import LONGEST_REASON
from consult.form_checks import Fits, HasInk


class SeenForm(FlaskForm):
    """`seen` is the number of the learned tagger that was in use when the page was opened; 0: the cold one."""

    seen = HiddenField()

    @property
    def seen_tagger(self) -> int:
        """-1, which no tagger has, for anything that the page did not send."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class PromoteForm(SeenForm):
    reason = TextAreaField("使う理由", [HasInk("理由を入力してください。"), Fits(LONGEST_REASON)])
