"""What may be typed about a 宿題: its words, and a deadline as people type dates."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from consult.domain.dates import read_date, wareki
from consult.domain.errors import RuleViolation
from consult.domain.plain_text import is_blank
from consult.edit_conflict import Difference
from consult.hearings.fields import line, short
from consult.hearings.follow_ups import WORDING_LIMIT, Promise, state_of
from consult.models import FollowUp

# Lines offered while a hearing is logged; its page takes any number.
LINES = 3


def readable_deadline(typed: str) -> date | None:
    """None when nothing was typed; what is no date is explained beside the field."""
    try:
        return read_date(typed) if typed else None
    except RuleViolation as refused:
        raise ValidationError(refused.message) from refused


class FollowUpForm(FlaskForm):
    wording = line("宿題", WORDING_LIMIT)
    due = line("期限", 100)
    seen = HiddenField(validators=short(1_000))

    @classmethod
    def about(cls, row: FollowUp) -> "FollowUpForm":
        return cls(data={"wording": row.wording, "due": shown(row.due_on), "seen": state_of(row)})

    def validate_wording(self, field: StringField) -> None:
        if is_blank(field.data):
            raise ValidationError("宿題の内容を入力してください。")

    def validate_due(self, field: StringField) -> None:
        readable_deadline(field.data)

    def promise(self) -> Promise:
        """After `validate()` has passed."""
        return Promise(self.wording.data, readable_deadline(self.due.data))

    def differences_to(self, row: FollowUp) -> list[Difference]:
        mine = self.promise()
        pairs = (
            ("宿題", row.wording, mine.wording),
            ("期限", shown(row.due_on) or "（空欄）", shown(mine.due_on) or "（空欄）"),
        )
        return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def shown(day: date | None) -> str:
    return wareki(day) if day else ""
