"""What an official types about a consultation; dates as people think, and only a few fields that everybody needs."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from consult.consultations.written import ClassLine, Details, preset_lines
from consult.domain.asked_items import Asked
from consult.domain.dates import read_date, wareki
from consult.domain.errors import RuleViolation, UnreadableDate
from consult.domain.period import CUSTOMARY_DAYS, CommentPeriod
from consult.domain.result_classes import MAX_LABEL, MOST_CLASSES, PRESETS
from consult.domain.standard_notice import (
    DIRECTION_LABELS,
    MOST_RETENTION_YEARS,
    OFFERED_CHANNELS,
    UNITS,
    USUAL_RETENTION_YEARS,
    USUAL_UNIT,
)
from consult.domain.submission_rules import as_written
from consult.domain.vocabulary import Channel, DeadlineRule, Demand, Disposition, OfferedPlaces, SubmitterItem
from consult.form_checks import Fits, HasInk
from consult.form_errors import put_beside_field
from consult.form_fields import labels_offered, offered
from consult.models import Division
from consult.typed_number import sent_number

MAX_TITLE = 200
MAX_TEXT = 10_000
MAX_LINE = 500
YEARS = range(2000, 2200)
# The texts of a consultation, by the names of its columns.
TEXTS = (
    "title", "purpose", "outline", "eligibility", "contact", "short_period_reason", "plain_text",
    "use_statement", "results_plan", "reply_statement", "consideration_statement", "inspection_places",
)  # fmt: skip
# Rows for further classes, empty until they are filled.
EMPTY_ROWS = 2


class DayField(StringField):
    """A day typed as R8.3.1, 令和8年3月1日, 2026/3/1 …; `day` is set once it was read. `may_be_empty`: then None is fine."""

    day: date | None = None

    def __init__(self, label: str, *, may_be_empty: bool = False, **kwargs: object) -> None:
        super().__init__(label, **kwargs)
        self.may_be_empty = may_be_empty

    def pre_validate(self, form: FlaskForm) -> None:
        if self.may_be_empty and not (self.data or "").strip():
            return
        try:
            self.day = read_date(self.data or "")
        except UnreadableDate as refusal:
            raise ValidationError(refusal.message) from refusal
        if self.day.year not in YEARS:
            raise ValidationError(f"{wareki(self.day)}になっています。年を確かめてください。")


class ChoiceField(SelectField):
    """One of what is offered; anything else is told in Japanese."""

    def pre_validate(self, form: FlaskForm) -> None:
        if self.data not in labels_offered(self):
            raise ValidationError("選べるものの中から選んでください。")


class ClassForm(Form):
    """A row of the table of result classes; a row without a label is no class."""

    class_id = HiddenField()
    label = StringField("印刷する言葉", [Fits(MAX_LABEL)], filters=[as_written])
    disposition = ChoiceField(
        "共通の区分", choices=offered(Disposition.choices()), default=Disposition.REVISED.value
    )


def _methods_form() -> type[Form]:
    """Of each channel: whether it is taken, and what one must know to use it."""
    fields: dict[str, object] = {}
    for channel in OFFERED_CHANNELS:
        fields[channel.value] = BooleanField(channel.label)
        fields[f"{channel.value}_directions"] = TextAreaField(
            DIRECTION_LABELS[channel], [Fits(MAX_LINE)], filters=[as_written]
        )
    return type("MethodsForm", (Form,), fields)


def _asked_form() -> type[Form]:
    """Of each item: whether it is asked, and why."""
    fields: dict[str, object] = {}
    demands = offered([("", "聞かない"), *Demand.choices()])
    for item in SubmitterItem:
        fields[item.value] = ChoiceField(item.label, choices=demands, default="")
        fields[f"{item.value}_reason"] = StringField(
            f"{item.label}を聞く理由", [Fits(MAX_LINE)], filters=[as_written]
        )
    return type("AskedForm", (Form,), fields)


class ConsultationForm(FlaskForm):
    title = StringField("件名", [HasInk("件名を入力してください。"), Fits(MAX_TITLE)], filters=[as_written])
    purpose = TextAreaField("趣旨・目的", [Fits(MAX_TEXT)], filters=[as_written])
    outline = TextAreaField("案の概要", [Fits(MAX_TEXT)], filters=[as_written])
    files = MultipleFileField("案のファイル")
    opens_on = DayField("募集の初日")
    closes_on = DayField("募集の最終日", may_be_empty=True)
    short_period_reason = TextAreaField("募集期間が短い理由", [Fits(MAX_TEXT)], filters=[as_written])
    eligibility = TextAreaField("意見を出せる方", [Fits(MAX_TEXT)], filters=[as_written])
    methods = FormField(_methods_form(), label="提出方法")
    contact = TextAreaField("担当・問い合わせ先", [Fits(MAX_TEXT)], filters=[as_written])
    deadline_rule = ChoiceField(
        "郵送などの締切", choices=offered(DeadlineRule.choices()), default=DeadlineRule.ARRIVAL.value
    )
    offered_places = ChoiceField(
        "意見の対象に選べるもの",
        choices=offered(OfferedPlaces.choices()),
        default=OfferedPlaces.BY_DRAFT.value,
    )
    asked = FormField(_asked_form(), label="お名前など、聞くこと")
    use_statement = TextAreaField("お名前などの利用目的", [Fits(MAX_TEXT)], filters=[as_written])
    reply_statement = TextAreaField("個別の回答をしないこと", [Fits(MAX_TEXT)], filters=[as_written])
    consideration_statement = TextAreaField(
        "数ではなく内容を検討すること", [Fits(MAX_TEXT)], filters=[as_written]
    )
    results_plan = TextAreaField("結果の公表の予定", [Fits(MAX_TEXT)], filters=[as_written])
    inspection_places = TextAreaField("案を読める場所と時間", [Fits(MAX_TEXT)], filters=[as_written])
    plain_text = TextAreaField("やさしい日本語の説明", [Fits(MAX_TEXT)], filters=[as_written])
    class_preset = ChoiceField(
        "反映区分の組",
        default="",
        choices=offered(
            [("", "下の表のとおり"), *((code, preset.label) for code, preset in PRESETS.items())]
        ),
    )
    classes = FieldList(FormField(ClassForm), label="反映区分", max_entries=MOST_CLASSES + EMPTY_ROWS)
    submitter_unit = ChoiceField(
        "提出者を数える単位", choices=offered((each, each) for each in UNITS), default=USUAL_UNIT
    )
    retention_years = StringField("保存する年数", default=str(USUAL_RETENTION_YEARS))
    division = ChoiceField("担当課", default="")
    version = HiddenField()
    # What the page was opened with, to tell what it left alone (edit_conflict).
    opened = HiddenField()

    def validate_retention_years(self, field: StringField) -> None:
        typed = unicodedata.normalize("NFKC", field.data or "").strip()
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:6]) <= MOST_RETENTION_YEARS):
            raise ValidationError(f"1から{MOST_RETENTION_YEARS}までの数で入力してください。")

    def validate_classes(self, field: FieldList) -> None:
        seen = set()
        for line in self.class_lines():
            if (line.label, line.disposition) in seen:
                raise ValidationError(f"「{line.label}」が同じ共通の区分で2つあります。1つにしてください。")
            seen.add((line.label, line.disposition))

    def offer_divisions(self, divisions: Iterable[Division]) -> None:
        self.division.choices = offered(
            [("", "選ばない"), *((str(each.id), each.name) for each in divisions)]
        )

    def texts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in TEXTS}

    @property
    def period(self) -> CommentPeriod:
        """Of a validated form. Without a last day it is the customary thirty days, both ends included."""
        first = self.opens_on.day
        assert first
        return CommentPeriod(first, self.closes_on.day or first + timedelta(days=CUSTOMARY_DAYS - 1))

    def method_lines(self) -> dict[Channel, str]:
        """The channels that are ticked, each with how to use it."""
        typed = self.methods.form.data
        return {
            channel: typed[f"{channel.value}_directions"] or ""
            for channel in OFFERED_CHANNELS
            if typed[channel.value]
        }

    def asked_lines(self) -> tuple[Asked, ...]:
        typed = self.asked.form.data
        return tuple(
            Asked(item, Demand.of(typed[item.value]), typed[f"{item.value}_reason"] or "")
            for item in SubmitterItem
            if typed[item.value] in {each.value for each in Demand}
        )

    def class_lines(self) -> tuple[ClassLine, ...]:
        """A chosen set, or the rows as they stand."""
        if self.class_preset.data in PRESETS:
            return preset_lines(self.class_preset.data)
        rows: Sequence[ClassForm] = [entry.form for entry in self.classes]
        return tuple(
            ClassLine(
                row.label.data or "", Disposition.of(row.disposition.data), sent_number(row.class_id.data)
            )
            for row in rows
            if (row.label.data or "").strip() and row.disposition.data in {each.value for each in Disposition}
        )

    def details(self) -> Details:
        """Of a validated form."""
        return Details(
            methods=self.method_lines(),
            asked=self.asked_lines(),
            classes=self.class_lines(),
            deadline_rule=DeadlineRule.of(self.deadline_rule.data),
            offered_places=OfferedPlaces.of(self.offered_places.data),
            division_id=sent_number(self.division.data),
            submitter_unit=self.submitter_unit.data,
            retention_years=int(unicodedata.normalize("NFKC", self.retention_years.data)),
        )

    def refuse(self, refusal: RuleViolation) -> None:
        put_beside_field(self, refusal)
