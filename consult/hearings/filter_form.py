"""What the register of hearings may be narrowed to."""

from flask_wtf import FlaskForm
from wtforms import SearchField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from consult.domain.dates import read_date
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import HearingKind, Sector
from consult.form_fields import offered
from consult.hearings.fields import short, stripped
from consult.hearings.queries import Filter


class FilterForm(FlaskForm):
    """`?q=バス&kind=external&from=R2.4.1`: what cannot be read is said beside its field and narrows nothing."""

    PARAMETERS = ("q", "kind", "sector", "from", "to", "sort")

    class Meta:
        csrf = False

    q = SearchField("相手方・議題・メモ・要旨のことば", short(1_000), filters=[stripped])
    kind = SelectField("種別", choices=offered([("", "すべて"), *HearingKind.choices()]), default="")
    sector = SelectField("相手方の区分", choices=offered([("", "すべて"), *Sector.choices()]), default="")
    first_day = StringField("実施日（から）", [Optional(), *short(100)], filters=[stripped], name="from")
    last_day = StringField("実施日（まで）", [Optional(), *short(100)], filters=[stripped], name="to")
    sort = SelectField(
        "並び順",
        choices=offered(
            [
                ("", "ことばによく合う順（なければ新しい順）"),
                ("-held_on", "実施日の新しい順"),
                ("held_on", "実施日の古い順"),
                ("-number", "番号の大きい順"),
                ("number", "番号の小さい順"),
                ("counterpart", "相手方の名称順"),
            ]
        ),
        default="",
    )

    def validate_first_day(self, field: StringField) -> None:
        self._readable(field)

    def validate_last_day(self, field: StringField) -> None:
        self._readable(field)

    def _readable(self, field: StringField) -> None:
        try:
            read_date(field.data)
        except RuleViolation as refused:
            raise ValidationError(refused.message) from refused

    def wanted(self) -> Filter:
        """The filter; a refused field counts as empty."""
        self.validate()
        good = {name: field.data for name, field in self._fields.items() if field.data and not field.errors}
        days = {key: read_date(good[key]) for key in ("first_day", "last_day") if key in good}
        return Filter(
            words=good.get("q", ""),
            kind=HearingKind.of(good["kind"]) if "kind" in good else None,
            sector=Sector.of(good["sector"]) if "sector" in good else None,
            sort=good.get("sort", ""),
            **days,
        )
