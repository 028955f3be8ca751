"""How lines, years and figures are typed on the pages about KPIs."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import ValidationError

from consult.domain.errors import UnreadableFigure
from consult.domain.fiscal_years import read_year
from consult.domain.typed_figures import read_figure
from consult.form_checks import at_most, no_controls, stripped


def short(limit: int) -> list[Any]:
    return [at_most(limit), no_controls]


def line(label: str, limit: int = 100) -> StringField:
    return StringField(label, short(limit), filters=[stripped])


class FigureForm(FlaskForm):
    """Reads years and figures; what cannot be read is told beside its field."""

    def year_in(self, field: StringField) -> int | None:
        try:
            return read_year(field.data) if field.data else None
        except UnreadableFigure as refused:
            raise ValidationError(refused.message) from refused

    def figure_in(self, field: StringField, *, unit: str, decimals: int) -> Decimal | None:
        try:
            return read_figure(field.data, unit=unit, decimals=decimals)
        except UnreadableFigure as refused:
            raise ValidationError(refused.message) from refused
