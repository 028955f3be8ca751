"""What may be typed about rules, words and topics."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from consult import rule_gateway
from consult.domain.errors import RuleViolation
from consult.domain.plain_text import has_controls
from consult.domain.vocabulary import Facet, RuleStrength
from consult.form_checks import Fits, HasInk, in_one_line, stripped
from consult.form_fields import offered
from consult.models import CodingRule
from consult.plan_codes import PlanCodes
from consult.rules.services import TypedRule

MOST_OF_WORD = 100
STRENGTHS = {
    RuleStrength.STRONG: "強い（それだけで、この分類の話と分かる）",
    RuleStrength.WEAK: "弱い（ほかの言葉と合わさって、この分類の話と分かる）",
    RuleStrength.HIDES: "打ち消す（当たったところの言葉を、この分類の手掛かりに数えない）",
}


def _is_printable(_form: FlaskForm, field: Field) -> None:
    if has_controls(field.data) or not any(char.isalnum() for char in field.data):
        raise ValidationError("文字のある語を入力してください。")


class RuleForm(FlaskForm):
    label = StringField(
        "名前", [HasInk("名前を入力してください。"), Fits(MOST_OF_WORD)], filters=[in_one_line]
    )
    wording = TextAreaField(
        "決まり",
        [HasInk("決まりを入力してください。"), Fits(rule_gateway.LONGEST_RULE)],
        filters=[stripped],
        render_kw={"rows": 3, "spellcheck": "false"},
    )
    strength = RadioField("強さ", choices=offered((s.value, text) for s, text in STRENGTHS.items()))

    @classmethod
    def about(cls, rule: CodingRule | None, word: str = "") -> "RuleForm":
        """The rule as it is, or an empty form that may begin with a word."""
        if rule is None:
            return cls(label=word, wording=word, strength=RuleStrength.STRONG.value)
        return cls(label=rule.label, wording=rule.wording, strength=rule.strength.value)

    def validate_wording(self, field: Field) -> None:
        if field.errors:
            return
        try:
            rule_gateway.plainest_rule(field.data)
        except RuleViolation as refused:
            raise ValidationError(refused.message) from refused

    @property
    def typed(self) -> TypedRule:
        return TypedRule(self.label.data or "", self.wording.data or "", RuleStrength.of(self.strength.data))


class WordForm(FlaskForm):
    surface = StringField(
        "語", [HasInk("語を入力してください。"), Fits(MOST_OF_WORD), _is_printable], filters=[in_one_line]
    )
    reading = StringField("読み（カタカナ）", [Fits(MOST_OF_WORD)], filters=[in_one_line])

    def validate_reading(self, field: Field) -> None:
        if not all("ァ" <= char <= "ヺ" or char == "ー" for char in field.data):
            raise ValidationError("読みは全角のカタカナで入力してください。")


class SynonymForm(FlaskForm):
    variant = StringField(
        "言い方",
        [HasInk("言い方を入力してください。"), Fits(MOST_OF_WORD), _is_printable],
        filters=[in_one_line],
    )
    stands_for = StringField(
        "同じ意味の語",
        [HasInk("同じ意味の語を入力してください。"), Fits(MOST_OF_WORD), _is_printable],
        filters=[in_one_line],
    )


class CodesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlaceForm(FlaskForm):
    """The codes of each facet that a topic is filed under; `seen` is the id of the place that was shown."""

    theme = CodesField(Facet.THEME.label)
    package = CodesField(Facet.PACKAGE.label)
    model = CodesField(Facet.MODEL.label)
    seen = HiddenField(default="0")

    @classmethod
    def offering(cls, plan: PlanCodes, codes: tuple[tuple[str, str], ...] = (), seen: int = 0) -> "PlaceForm":
        values: dict[str, Any] = {
            each.value: [code for facet, code in codes if facet == each.value] for each in Facet
        }
        form = cls(**values, seen=str(seen))
        for facet in Facet:
            form[facet.value].choices = offered((code.code, code.label) for code in plan.of(facet))
        return form

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        return tuple((facet.value, code) for facet in Facet for code in self[facet.value].data or ())

    @property
    def seen_id(self) -> int:
        """-1, which no place has, for anything that the page did not send."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else -1
