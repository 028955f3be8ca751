"""What may be typed about one year of a KPI."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from consult import clock
from consult.domain.errors import UnreadableFigure
from consult.domain.fiscal_years import fiscal_year_of, read_year, refuse_wrong_reference, short_wareki
from consult.domain.typed_figures import read_figure
from consult.form_checks import Fits, stripped
from consult.form_fields import offered
from consult.kpi_standing import Figure
from consult.models import KpiEntry
from consult.progress.figure_fields import FigureForm, line
from consult.typed_progress import NOTE_LIMIT, REFERENCE_LIMIT, Entry, Terms

PRELIMINARY = "preliminary"
ENTRY_TEXTS = ("value", "reference", "preliminary", "note")
KINDS = offered([("", "確定値"), (PRELIMINARY, "速報値（あとで確定する値）")])


class EntryForm(FigureForm):
    """One KPI's value of one year."""

    year = line("報告する年度", 20)
    value = line("実績値", 40)
    reference = line("参照年", REFERENCE_LIMIT)
    preliminary = SelectField("値の別", choices=KINDS, default="", validate_choice=False)
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
        year = self.year_in(field)
        if year is None:
            raise ValidationError("報告する年度を入力してください。")
        if year > fiscal_year_of(clock.today()):
            raise ValidationError("まだ来ていない年度です。年度を確かめてください。")

    def validate_value(self, field: StringField) -> None:
        figure = self.figure_in(field, unit=self.terms.unit, decimals=self.terms.places_allowed)
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
        reference = self.reference.data or short_wareki(year)
        is_preliminary = self.preliminary.data == PRELIMINARY
        return Entry(year, float(figure), reference, self.note.data, is_preliminary)

    def as_text(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ENTRY_TEXTS}


def typed_entry(row: KpiEntry | None, terms: Terms) -> dict[str, str]:
    """What an entry's form would hold."""
    if row is None or row.is_taken_back:
        return dict.fromkeys(ENTRY_TEXTS, "")
    value, kind = terms.shown(row.value), PRELIMINARY if row.is_preliminary else ""
    return {"value": value, "reference": row.reference, "preliminary": kind, "note": row.note}


def standing_entry(figure: Figure | None, terms: Terms) -> dict[str, str]:
    """The same of what stands, also of the strategy's own values."""
    if figure is None:
        return dict.fromkeys(ENTRY_TEXTS, "")
    value, kind = terms.shown(figure.value), PRELIMINARY if figure.is_preliminary else ""
    return {"value": value, "reference": figure.reference, "preliminary": kind, "note": figure.note}
