"""What may be ticked when an opinion is coded blind, and what an administrator sets."""

from collections.abc import Iterable, Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import NumberRange

from consult import stopwatch
from consult.blind_coding.answer import Answer
from consult.domain.sampling import WHOLE
from consult.domain.vocabulary import Facet
from consult.form_checks import Fits, HasInk
from consult.form_fields import CodesField, offered
from consult.plan_codes import PlanCode, PlanCodes

LONGEST_REASON = 500
NOT_CHOSEN = "選んでいません"
KEYS = "123456789"


class BlindCodeForm(FlaskForm):
    """Nothing stands ticked when it is shown: nobody has suggested anything."""

    theme = CodesField("テーマ")
    main_theme = SelectField("主なテーマ", validate_choice=False)
    package = CodesField("政策パッケージ")
    main_package = SelectField("主な政策パッケージ", validate_choice=False)
    model = CodesField("重点推進モデル")
    main_model = SelectField("主な重点推進モデル", validate_choice=False)
    no_tag = BooleanField("どれにも当たらない")
    shown_at = HiddenField()

    @classmethod
    def offering(cls, codes: PlanCodes, *, is_first_look: bool = False) -> "BlindCodeForm":
        form = cls(formdata=None) if is_first_look else cls()
        for facet in Facet:
            pairs = [(each.code, each.label) for each in codes.of(facet)]
            form[facet.value].choices = offered(pairs)
            form[f"main_{facet.value}"].choices = offered([("", NOT_CHOSEN), *pairs])
        if is_first_look:
            form.shown_at.data = stopwatch.started()
        return form

    def answer(self) -> Answer:
        """What the person answered; call it after validation. One tick alone is the main one."""
        ticked = {facet: tuple(self[facet.value].data or ()) for facet in Facet}
        named = {facet: self[f"main_{facet.value}"].data or "" for facet in Facet}
        main = {f: named[f] or (codes[0] if len(codes) == 1 else "") for f, codes in ticked.items()}
        return Answer(ticked, main, is_none=bool(self.no_tag.data))


def number_keys(facets: Iterable[tuple[Facet, Sequence[PlanCode]]]) -> dict[tuple[Facet, str], str]:
    """Keys 1 to 9 in the order of the page. A facet gets a key for each of its codes, or none for any.

    Were some of its codes easier to give than the others, coders would give them more often, and it would be measured.
    """
    pairs: list[tuple[Facet, str]] = []
    for facet, codes in facets:
        if len(pairs) + len(codes) <= len(KEYS):
            pairs += ((facet, each.code) for each in codes)
    return dict(zip(pairs, KEYS, strict=False))


class PercentField(IntegerField):
    """Digits as they are typed, also ２０; anything else is refused in the field's own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = (valuelist or [""])[0].strip().rstrip("%％")
        self.data = int(typed) if typed.isdecimal() and len(typed) < 5 else None


class ShareForm(FlaskForm):
    share_percent = PercentField(
        "候補を見ずに分類する割合（％）",
        validators=[NumberRange(0, WHOLE, "0から100までの整数を入れてください。")],
    )


class ReleaseForm(FlaskForm):
    reason = TextAreaField("外す理由", validators=[HasInk("理由を書いてください。"), Fits(LONGEST_REASON)])
