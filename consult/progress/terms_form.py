"""What a KPI is measured by, as it may be typed."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from consult.domain.fiscal_years import year_at_start
from consult.domain.vocabulary import KpiDirection
from consult.form_checks import stripped
from consult.form_fields import known_choice, labels_offered, offered
from consult.progress.figure_fields import FigureForm, line, short
from consult.typed_progress import REFERENCE_LIMIT, Terms, TypedTerms

REASON_LIMIT, UNIT_LIMIT = 500, 32
TERM_TEXTS = (
    "unit",
    "decimals",
    "baseline_value",
    "baseline_year",
    "baseline_reference",
    "target_value",
    "target_year",
)


class TermsForm(FigureForm):
    """What a KPI is measured by."""

    unit = line("単位", UNIT_LIMIT)
    decimals = SelectField(
        "小数の桁数", choices=offered([("0", "整数"), *((str(n), f"小数第{n}位まで") for n in range(1, 7))])
    )
    direction = RadioField(
        "増減の向き",
        choices=offered([*KpiDirection.choices(), ("", "決まっていない")]),
        default="",
        validate_choice=False,
    )
    is_cumulative = BooleanField("累計の値（年ごとに足し上げた値）")
    baseline_value = line("基準値", 40)
    baseline_year = line("基準値の年度", 20)
    baseline_reference = line("基準値の参照年", REFERENCE_LIMIT)
    target_value = line("目標値", 40)
    target_year = line("目標の年度", 20)
    reason = StringField("変えた理由", short(REASON_LIMIT), filters=[stripped])
    version = HiddenField(default="0")

    def validate_baseline_value(self, field: StringField) -> None:
        self._figure_of(field)

    def validate_target_value(self, field: StringField) -> None:
        self._figure_of(field)

    def validate_baseline_year(self, field: StringField) -> None:
        if self.year_in(field) is None and self.baseline_value.data:
            raise ValidationError("基準値が何年度のものかを入力してください。")

    def validate_target_year(self, field: StringField) -> None:
        if self.year_in(field) is None and self.target_value.data:
            raise ValidationError("目標が何年度のものかを入力してください。")

    def validate_baseline_reference(self, field: StringField) -> None:
        if field.data and year_at_start(field.data) is None:
            raise ValidationError("値が実際に属する年から書いてください。例：R5、2023、R2国勢調査")

    def _figure_of(self, field: StringField) -> Decimal | None:
        places = self.decimals.data if self.decimals.data in labels_offered(self.decimals) else "0"
        return self.figure_in(field, unit=self.unit.data, decimals=int(places))

    def typed(self) -> TypedTerms:
        """After `validate()` has passed."""
        baseline, target = self._figure_of(self.baseline_value), self._figure_of(self.target_value)
        direction = known_choice(self.direction)
        return TypedTerms(
            unit=self.unit.data,
            decimals=int(self.decimals.data),
            direction=KpiDirection.of(direction) if direction else None,
            is_cumulative=self.is_cumulative.data,
            baseline_year=self.year_in(self.baseline_year),
            baseline_value=None if baseline is None else float(baseline),
            baseline_reference=self.baseline_reference.data,
            target_year=self.year_in(self.target_year),
            target_value=None if target is None else float(target),
        )

    def as_text(self) -> dict[str, str]:
        texts = {name: self[name].data or "" for name in TERM_TEXTS}
        return {
            **texts,
            "direction": self.direction.data or "",
            "is_cumulative": _yes(self.is_cumulative.data),
        }


def filled_terms(terms: Terms) -> dict[str, Any]:
    """Terms as their form would have been filled in."""
    return {
        "unit": terms.unit,
        "decimals": str(terms.decimals),
        "direction": terms.direction.value if terms.direction else "",
        "is_cumulative": terms.is_cumulative,
        "baseline_value": terms.shown(terms.baseline_value),
        "baseline_year": str(terms.baseline_year or ""),
        "baseline_reference": terms.baseline_reference,
        "target_value": terms.shown(terms.target_value),
        "target_year": str(terms.target_year or ""),
        "version": str(terms.version),
    }


def saved_terms(terms: Terms) -> dict[str, str]:
    filled = filled_terms(terms)
    return {name: filled[name] for name in (*TERM_TEXTS, "direction")} | {
        "is_cumulative": _yes(filled["is_cumulative"])
    }


def _yes(is_so: bool) -> str:
    return "はい" if is_so else "いいえ"
