"""What an official says when results are released."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from consult.domain.publication_rules import MAX_NOTE
from consult.domain.submission_rules import as_written
from consult.form_checks import Fits
from consult.publication.services import Wanted


class ReleaseForm(FlaskForm):
    """`number` and `seen` say which version was on the screen; the ticks arrive beside it, by their keys."""

    note = TextAreaField("正誤・理由の文", [Fits(MAX_NOTE)], filters=[as_written])
    number = HiddenField()
    seen = HiddenField()
    voices = HiddenField()

    def wanted(self, ticked: list[str]) -> Wanted:
        typed = self.number.data or ""
        return Wanted(
            number=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0,
            seen=self.seen.data or "",
            note=self.note.data,
            ticked=frozenset(ticked),
            with_voices=self.voices.data == "1",
        )
