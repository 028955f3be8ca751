"""What the register of hearings may be narrowed to."""

from wtforms import SearchField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from consult.asking_form import AskingForm
from consult.domain.dates import read_date
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import Consent, HearingKind, Sector
from consult.form_checks import stripped
from consult.form_fields import labels_offered, offered
from consult.hearings.fields import short
from consult.hearings.hearing_filter import STATES, Filter

COUNTED = {
    "kind": HearingKind.choices(),
    "sector": Sector.choices(),
    "consent": Consent.choices(),
    "state": list(STATES.items()),
}


def _choice(label: str, name: str, every: str = "すべて") -> SelectField:
    return SelectField(label, choices=offered([("", every), *COUNTED[name]]), default="")


class FilterForm(AskingForm):
    """`?q=バス&kind=external&from=R2.4.1`: what cannot be read is said beside its field and narrows nothing."""

    PARAMETERS = ("q", "kind", "sector", "consent", "state", "from", "to", "sort")

    q = SearchField("相手方・議題・メモ・要旨のことば", short(1_000), filters=[stripped])
    kind = _choice("種別", "kind")
    sector = _choice("相手方の区分", "sector")
    consent = _choice("公表の承諾", "consent")
    state = _choice("記録の状態", "state", "取り消したものを除くすべて")
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
            consent=Consent.of(good["consent"]) if "consent" in good else None,
            state=good.get("state", ""),
            sort=good.get("sort", ""),
            **days,
        )

    def in_force(self) -> list[tuple[str, str]]:
        """(name in the address, words on the chip) of each filter that narrows the list; call it after `wanted`."""
        return [
            (field.short_name, f"{field.label.text}：{_shown(field)}")
            for field in self
            if field.data and not field.errors and field.short_name not in ("sort", "csrf_token")
        ]

    def say_numbers(self, wanted: Filter) -> None:
        """Each choice says how many hearings it would leave."""
        self.numbers = wanted.numbers()
        for name, numbers in self.numbers.items():
            field = self[name]
            every, *choices = labels_offered(field).items()
            told = [(code, f"{label}（{numbers.get(code, 0):,}）") for code, label in choices]
            field.choices = offered([every, *told])


def _shown(field: StringField) -> str:
    return labels_offered(field).get(field.data, "") if isinstance(field, SelectField) else field.data
