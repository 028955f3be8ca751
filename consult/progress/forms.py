"""What may be typed about a KPI, and what their list may be narrowed to."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError

from consult import clock
from consult.domain.errors import UnreadableFigure
from consult.domain.fiscal_years import (
    fiscal_year_of,
    read_year,
    refuse_wrong_reference,
    short_wareki,
    year_at_start,
)
from consult.domain.plain_text import has_controls, unix_newlines
from consult.domain.typed_figures import read_figure
from consult.domain.vocabulary import Achievement, KpiDirection
from consult.form_checks import Fits
from consult.form_fields import known_choice, labels_offered, offered
from consult.kpi_standing import KpiStanding, Terms
from consult.models import KpiEntry
from consult.progress.kpi_filter import SORTS, KpiFilter, numbers_by_state
from consult.typed_progress import NOTE_LIMIT, REFERENCE_LIMIT, Entry, TypedTerms

REASON_LIMIT, UNIT_LIMIT = 500, 32


def stripped(text: str | None) -> str:
    return unix_newlines(text or "").strip()


def one_line(_form: FlaskForm, field: StringField) -> None:
    if has_controls(field.data or ""):
        raise ValidationError("改行などの制御文字は使えません。消してから入力し直してください。")


def _short(limit: int) -> list[Any]:
    return [Length(max=limit, message=f"{limit:,}字までで入力してください。"), one_line]


def _line(label: str, limit: int = 100) -> StringField:
    return StringField(label, _short(limit), filters=[stripped])


class _FigureForm(FlaskForm):
    """Reads years and figures; what cannot be read is told beside its field."""

    def _read_year(self, field: StringField) -> int | None:
        try:
            return read_year(field.data) if field.data else None
        except UnreadableFigure as refused:
            raise ValidationError(refused.message) from refused

    def _read_figure(self, field: StringField, *, unit: str, decimals: int) -> Decimal | None:
        try:
            return read_figure(field.data, unit=unit, decimals=decimals)
        except UnreadableFigure as refused:
            raise ValidationError(refused.message) from refused


class EntryForm(_FigureForm):
    """One KPI's value of one year."""

    year = _line("報告する年度", 20)
    value = _line("実績値", 40)
    reference = _line("参照年", REFERENCE_LIMIT)
    note = TextAreaField("値がない理由、備考", [Fits(NOTE_LIMIT)], filters=[stripped])
    version = HiddenField(default="0")
    # What a page of many KPIs was opened with.
    opened = HiddenField(default="")
    terms: Terms

    @classmethod
    def of(cls, terms: Terms, **given: Any) -> "EntryForm":
        form = cls(**given)
        form.terms = terms
        return form

    def validate_year(self, field: StringField) -> None:
        year = self._read_year(field)
        if year is None:
            raise ValidationError("報告する年度を入力してください。")
        if year > fiscal_year_of(clock.today()):
            raise ValidationError("まだ来ていない年度です。年度を確かめてください。")

    def validate_value(self, field: StringField) -> None:
        figure = self._read_figure(field, unit=self.terms.unit, decimals=self.terms.decimals)
        if figure is None and not self.note.data:
            raise ValidationError("実績値を入力するか、値がない理由を書いてください。空欄は0とは違います。")

    def validate_reference(self, field: StringField) -> None:
        if not field.data:
            return
        reported = read_year(self.year.data) if self.year.data and not self.year.errors else None
        try:
            refuse_wrong_reference(field.data, reported)
        except UnreadableFigure as refused:
            raise ValidationError(refused.message) from refused

    def entry(self) -> Entry:
        """After `validate()` has passed. A value whose reference year nobody typed belongs to the year itself."""
        year = read_year(self.year.data)
        figure = read_figure(self.value.data, unit=self.terms.unit)
        if figure is None:
            return Entry(year, None, "", self.note.data)
        return Entry(year, float(figure), self.reference.data or short_wareki(year), self.note.data)

    def as_text(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("value", "reference", "note")}


def typed_entry(row: KpiEntry | None, terms: Terms) -> dict[str, str]:
    """What an entry's form would hold."""
    if row is None or row.is_taken_back:
        return {"value": "", "reference": "", "note": ""}
    return {"value": terms.shown(row.value), "reference": row.reference, "note": row.note}


class TermsForm(_FigureForm):
    """What a KPI is measured by."""

    unit = _line("単位", UNIT_LIMIT)
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
    baseline_value = _line("基準値", 40)
    baseline_year = _line("基準値の年度", 20)
    baseline_reference = _line("基準値の参照年", REFERENCE_LIMIT)
    target_value = _line("目標値", 40)
    target_year = _line("目標の年度", 20)
    reason = StringField("変えた理由", _short(REASON_LIMIT), filters=[stripped])
    version = HiddenField(default="0")

    def validate_baseline_value(self, field: StringField) -> None:
        self._figure_of(field)

    def validate_target_value(self, field: StringField) -> None:
        self._figure_of(field)

    def validate_baseline_year(self, field: StringField) -> None:
        if self._read_year(field) is None and self.baseline_value.data:
            raise ValidationError("基準値が何年度のものかを入力してください。")

    def validate_target_year(self, field: StringField) -> None:
        if self._read_year(field) is None and self.target_value.data:
            raise ValidationError("目標が何年度のものかを入力してください。")

    def validate_baseline_reference(self, field: StringField) -> None:
        if field.data and year_at_start(field.data) is None:
            raise ValidationError("値が実際に属する年から書いてください。例：R5、2023、R2国勢調査")

    def _figure_of(self, field: StringField) -> Decimal | None:
        places = self.decimals.data if self.decimals.data in labels_offered(self.decimals) else "0"
        return self._read_figure(field, unit=self.unit.data, decimals=int(places))

    def typed(self) -> TypedTerms:
        """After `validate()` has passed."""
        baseline, target = self._figure_of(self.baseline_value), self._figure_of(self.target_value)
        direction = known_choice(self.direction)
        return TypedTerms(
            unit=self.unit.data,
            decimals=int(self.decimals.data),
            direction=KpiDirection.of(direction) if direction else None,
            is_cumulative=self.is_cumulative.data,
            baseline_year=self._read_year(self.baseline_year),
            baseline_value=None if baseline is None else float(baseline),
            baseline_reference=self.baseline_reference.data,
            target_year=self._read_year(self.target_year),
            target_value=None if target is None else float(target),
        )

    def as_text(self) -> dict[str, str]:
        texts = {name: self[name].data or "" for name in TERM_TEXTS}
        return {
            **texts,
            "direction": self.direction.data or "",
            "is_cumulative": _yes(self.is_cumulative.data),
        }


TERM_TEXTS = (
    "unit",
    "decimals",
    "baseline_value",
    "baseline_year",
    "baseline_reference",
    "target_value",
    "target_year",
)


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


class KpiFilterForm(FlaskForm):
    """What is not known is left out."""

    class Meta:
        # Reading changes nothing, so there is nothing to forge.
        csrf = False

    q = SearchField("KPIや政策パッケージの名称のことば", _short(100), filters=[stripped])
    edition = SelectField("戦略の期", validate_choice=False, default="")
    package = SelectField("政策パッケージ", validate_choice=False, default="")
    state = SelectField("進み具合", validate_choice=False, default="")
    sort = HiddenField(default="place")

    def asked(self, standings: Sequence[KpiStanding]) -> KpiFilter:
        """The filter, and its choices with the numbers that each would leave, the other filters standing."""
        known = {each.value: each for each in Achievement}
        self.validate()
        sort = self.sort.data or ""
        asked = KpiFilter(
            q="" if self.q.errors else self.q.data,
            edition=(self.edition.data or "")[:32],
            package=(self.package.data or "")[:16],
            state=known.get(self.state.data or ""),
            sort=sort if sort.removeprefix("-") in SORTS else "place",
        )
        self._offer(asked, standings)
        return asked

    def _offer(self, asked: KpiFilter, standings: Sequence[KpiStanding]) -> None:
        editions, packages = {}, {}
        for each in standings:
            editions[each.kpi.edition.code] = each.kpi.edition.label
            if each.kpi.package is not None:
                packages[each.kpi.package.code] = each.place
        for field, labels, code_of in (
            (self.edition, editions, lambda each: each.kpi.edition.code),
            (self.package, packages, lambda each: each.kpi.package.code if each.kpi.package else ""),
        ):
            left = asked.picked(standings, without=field.short_name)
            counts = [
                (code, f"{label}（{sum(code_of(s) == code for s in left)}）")
                for code, label in labels.items()
            ]
            field.choices = offered([("", "すべて"), *counts])
        by_state = numbers_by_state(asked.picked(standings, without="state"))
        self.state.choices = offered(
            [("", "すべて"), *((state.value, f"{state.label}（{n}）") for state, n in by_state.items())]
        )

    def in_force(self, asked: KpiFilter) -> list[tuple[str, str]]:
        """(name in the address, words on the chip)."""
        chosen = [(self.q, asked.q), (self.edition, asked.edition), (self.package, asked.package)]
        words = [(f.short_name, f"{f.label.text}：{labels_of(f).get(v, v)}") for f, v in chosen if v]
        return words + ([("state", f"進み具合：{asked.state.label}")] if asked.state else [])


def labels_of(field: Any) -> dict[str, str]:
    """Without the numbers behind the words."""
    labels = labels_offered(field) if isinstance(field, SelectField) else {}
    return {code: label.rpartition("（")[0] or label for code, label in labels.items()}
