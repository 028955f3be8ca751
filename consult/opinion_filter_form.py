"""The filters of the register. They travel in the address, so a list can be kept and passed on."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from consult.asking_form import AskingForm
from consult.domain.counting import WAYS_IN
from consult.domain.dates import read_date
from consult.domain.echo import echoed
from consult.domain.errors import UnreadableDate
from consult.domain.vocabulary import Consent, Facet, OpinionSource, Sector, Standing, Vocabulary
from consult.form_fields import labels_offered, offered
from consult.models import Consultation, StaffMember
from consult.opinion_filter import BEST_FIRST, CITIZENS, FACET_FIELDS, NONE, SORTS, UNDATED, OpinionFilter
from consult.plan_codes import PlanCodes

CHOSEN = {"yes": "選んだ意見", "no": "選んでいない意見"}
# Fields whose one choice can be left out.
PARTED_BY = (*FACET_FIELDS, "sector", "channel")
LONGEST_SEARCH = 1_000
LONGEST_CODE = 32
Choice = tuple[str, str]
Member = TypeVar("Member", bound=Vocabulary)


class FilterForm(AskingForm):
    """`FilterForm.read(args, …)` keeps what it cannot use on screen with its reason, and filters by the rest."""

    q = StringField(
        "ことば（原文・要旨）",
        [Length(max=LONGEST_SEARCH, message=f"{LONGEST_SEARCH:,}字以内で入力してください。")],
        description="空白で区切ると、すべてを含む意見を探します。「」で囲むとそのままの並び、前に－を付けると除きます。",
    )
    state = SelectField("状態", validate_choice=False)
    theme = SelectField("テーマ", validate_choice=False)
    package = SelectField("政策パッケージ", validate_choice=False)
    model = SelectField("重点推進モデル", validate_choice=False)
    measure = SelectField("主な施策（確定した結びつき）", validate_choice=False)
    channel = SelectField("受け付けた方法・ヒアリングの種別", validate_choice=False)
    origin = SelectField("出どころ", validate_choice=False)
    sector = SelectField("相手方の区分", validate_choice=False)
    district = SelectField("地区", validate_choice=False)
    consent = SelectField("公表の承諾（ヒアリング）", validate_choice=False)
    reviewer = SelectField("確かめた人", validate_choice=False)
    consultation = SelectField("案件", validate_choice=False)
    hearing = StringField("ヒアリング番号")
    chosen = SelectField("代表意見", validate_choice=False)
    since = StringField("日付（ここから）")
    until = StringField("日付（ここまで）")
    dated = SelectField("日付の有無", validate_choice=False)
    without = HiddenField("除くもの")
    sort = HiddenField()

    @classmethod
    def read(
        cls,
        args: "MultiDict[str, str]",
        codes: PlanCodes,
        *,
        consultations: Iterable[Consultation],
        reviewers: Iterable[StaffMember],
        districts: Iterable[Choice],
        measures: Iterable[Choice],
    ) -> "FilterForm":
        form = cls(formdata=args, prefix="")
        for name, facet in FACET_FIELDS.items():
            listed = [(each.code, _offered(each.code, each.label, facet)) for each in codes.of(facet)]
            form._offer(name, [*listed, (NONE, "分類なし")])
        form._offer("state", Standing.choices())
        form._offer(
            "channel", [(CITIZENS, "意見募集（委員意見を除く）"), *((way.code, way.label) for way in WAYS_IN)]
        )
        form._offer("origin", OpinionSource.choices())
        form._offer("measure", [*measures, (NONE, "結びつきなし")])
        form._offer("district", list(districts))
        form._offer("sector", Sector.choices())
        form._offer("dated", [(UNDATED, "日付のない意見")])
        form._offer("consent", Consent.choices())
        form._offer("reviewer", [(str(each.id), each.name) for each in reviewers])
        form._offer("chosen", list(CHOSEN.items()))
        form._offer("consultation", [(str(each.id), each.title) for each in consultations])
        form.validate()
        return form

    def validate_since(self, field: StringField) -> None:
        _readable(field)

    def validate_until(self, field: StringField) -> None:
        _readable(field)

    def validate_hearing(self, field: StringField) -> None:
        if field.data and _number(field.data) is None:
            raise ValidationError(
                f"「{echoed(field.data)}」は番号として読み取れません。12 のように入力してください。"
            )

    def filter(self) -> OpinionFilter:
        """What could be read; a code that no plan and no vocabulary knows finds nothing or is left out."""
        return OpinionFilter(
            **{name: (self[name].data or "")[:LONGEST_CODE] for name in FACET_FIELDS},
            state=_member(Standing, self.state),
            channel=_known(self.channel),
            measure=_known(self.measure),
            district=_known(self.district),
            origin=_member(OpinionSource, self.origin),
            sector=_member(Sector, self.sector),
            consent=_member(Consent, self.consent),
            reviewer=_number(self.reviewer.data),
            consultation=_number(self.consultation.data),
            hearing=_number(self.hearing.data),
            chosen=_known(self.chosen),
            since=_day(self.since.data),
            until=_day(self.until.data),
            dated=_known(self.dated),
            without=self.without.data if self._left_out() else "",
            q=(self.q.data or "").strip()[:LONGEST_SEARCH],
            sort=_order(self.sort.data or ""),
        )

    def chosen_filters(self) -> list[tuple[str, str]]:
        """(name, words on the chip) of each filter in force."""
        in_force = self.filter().as_args()
        return [
            (field.short_name, f"{field.label.text}：{self._shown(field, in_force[field.short_name])}")
            for field in self
            if field.short_name in in_force and field.short_name != "sort"
        ]

    def show_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Beside each choice of a counted field: how many opinions the list would hold with it."""
        for name, of_field in counts.items():
            field: Any = self[name]
            for choice in field.choices:
                if choice.value:
                    choice.label = f"{choice.label}（{of_field.get(choice.value, 0):,}件）"

    def _left_out(self) -> str:
        """What `without` names, in words: the field and its choice; empty where there is no such choice."""
        name, _, code = (self.without.data or "").partition(":")
        label = labels_offered(self[name]).get(code) if name in PARTED_BY and code else None
        return f"{self[name].label.text}「{label}」" if label else ""

    def _shown(self, field: Any, value: str) -> str:
        return self._left_out() if field is self.without else _shown(field, value)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self[name]
        if field.data and name in FACET_FIELDS and field.data not in dict(choices):
            choices = [*choices, (field.data, field.data)]
        field.choices = offered([("", "すべて"), *choices])


def _offered(code: str, label: str, facet: Facet) -> str:
    return label if facet is Facet.THEME else f"{code} {label}"


def _shown(field: Any, value: str) -> str:
    return labels_offered(field).get(value, value) if isinstance(field, SelectField) else field.data.strip()


def _member(vocabulary: type[Member], field: SelectField) -> Member | None:
    return next((each for each in vocabulary if each.value == field.data), None)


def _order(typed: str) -> str:
    return typed if typed == BEST_FIRST or typed.removeprefix("-") in SORTS else ""


def _known(field: SelectField) -> str:
    return field.data if field.data in labels_offered(field) else ""


def _number(typed: str | None) -> int | None:
    plain = unicodedata.normalize("NFKC", typed or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


def _readable(field: StringField) -> None:
    try:
        if field.data and field.data.strip():
            read_date(field.data)
    except UnreadableDate as error:
        raise ValidationError(error.message) from error


def _day(typed: str | None) -> date | None:
    try:
        return read_date(typed) if typed and typed.strip() else None
    except UnreadableDate:
        return None
