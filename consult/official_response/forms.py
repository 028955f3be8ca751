"""What is typed about an answer, and what may be asked of the table of answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SearchField, SelectField, StringField, TextAreaField, ValidationError

from consult.asking_form import AskingForm
from consult.domain.dates import read_date, wareki
from consult.domain.errors import UnreadableDate
from consult.domain.submission_rules import as_written
from consult.form_checks import Fits, HasInk
from consult.form_fields import known_choice, offered, words_of
from consult.models import Division, ResultClass
from consult.official_response.papers import Paper
from consult.official_response.services import Written
from consult.official_response.table import DUES, NONE, SORTS, STATES, AnswerFilter

MAX_TEXT = 10_000
LONGEST_SEARCH = 200
YEARS = range(2000, 2200)
NOT_CHOSEN = ("", "選んでいません")
EVERY = ("", "すべて")


def _text(label: str) -> TextAreaField:
    return TextAreaField(label, [Fits(MAX_TEXT)], filters=[as_written])


class AnswerForm(FlaskForm):
    """A draft may be half written: what is missing is asked for when it is sent on."""

    summary = _text("意見の概要")
    wording = _text("市の考え方")
    result_class = SelectField("反映区分")
    reason = _text("案のとおりとする理由")
    version = HiddenField()

    @classmethod
    def of(cls, paper: Paper, classes: Iterable[ResultClass]) -> "AnswerForm":
        """With what is saved, unless something was sent."""
        chosen = paper.response.result_class_id
        form = cls(
            summary=paper.group.summary,
            wording=paper.response.wording,
            reason=paper.response.reason,
            result_class=str(chosen) if chosen else "",
            version=str(paper.response.version),
        )
        form.by_id = {str(each.id): each for each in classes}
        form.result_class.choices = offered(
            [NOT_CHOSEN, *((key, each.label) for key, each in form.by_id.items())]
        )
        return form

    def written(self) -> Written:
        """Of a validated form."""
        return Written(
            self.summary.data, self.wording.data, self.reason.data, self.by_id.get(self.result_class.data)
        )

    def texts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("summary", "wording", "result_class", "reason")}

    @staticmethod
    def texts_of(paper: Paper) -> dict[str, str]:
        chosen = paper.response.result_class_id
        return {
            "summary": paper.group.summary,
            "wording": paper.response.wording,
            "result_class": str(chosen) if chosen else "",
            "reason": paper.response.reason,
        }


class AssignForm(FlaskForm):
    division = SelectField("担当課")
    due_on = StringField("期限")
    version = HiddenField()
    day: date | None = None

    @classmethod
    def of(cls, divisions: Iterable[Division], paper: Paper | None = None) -> "AssignForm":
        saved: dict[str, str] = {}
        if paper is not None:
            group = paper.group
            saved = {
                "division": str(group.division_id or ""),
                "due_on": wareki(group.due_on) if group.due_on else "",
                "version": str(group.version),
            }
        form = cls(**saved)
        form.by_id = {str(each.id): each for each in divisions}
        form.division.choices = offered([("", "決めない"), *((k, d.name) for k, d in form.by_id.items())])
        return form

    def validate_due_on(self, field: StringField) -> None:
        if not (field.data or "").strip():
            return
        try:
            self.day = read_date(field.data)
        except UnreadableDate as refusal:
            raise ValidationError(refusal.message) from refusal
        if self.day.year not in YEARS:
            raise ValidationError(f"{wareki(self.day)}になっています。年を確かめてください。")

    @property
    def chosen(self) -> Division | None:
        return self.by_id.get(self.division.data)


class RemarkForm(FlaskForm):
    remark = TextAreaField(
        "庁内のメモ", [HasInk("メモを入力してください。"), Fits(2_000)], filters=[as_written]
    )


class FilterForm(AskingForm):
    q = SearchField("概要・市の考え方・意見のことば")
    state = SelectField("状態", choices=offered([EVERY, *STATES]), validate_choice=False)
    result_class = SelectField("反映区分", validate_choice=False)
    division = SelectField("担当課", validate_choice=False)
    due = SelectField("期限", choices=offered([EVERY, *DUES.items()]), validate_choice=False)
    sort = HiddenField()

    @classmethod
    def read(
        cls, args: "MultiDict[str, str]", *, classes: Iterable[ResultClass], divisions: Iterable[Division]
    ) -> "FilterForm":
        form = cls(formdata=args, prefix="")
        of_classes = [(str(each.id), each.label) for each in classes]
        of_divisions = [(str(each.id), each.name) for each in divisions]
        form.result_class.choices = offered([EVERY, *of_classes, (NONE, "選んでいない")])
        form.division.choices = offered([EVERY, *of_divisions, (NONE, "担当課なし")])
        return form

    def filter(self, consultation_id: int, today: date) -> AnswerFilter:
        sort = self.sort.data or ""
        return AnswerFilter(
            consultation_id,
            today,
            q=(self.q.data or "").strip()[:LONGEST_SEARCH],
            **{name: known_choice(self[name]) for name in ("state", "result_class", "division", "due")},
            sort=sort if sort.removeprefix("-") in SORTS else "number",
        )

    def in_force(self, asked: AnswerFilter) -> list[tuple[str, str]]:
        args = asked.as_args()
        return [
            (field.short_name, f"{field.label.text}：{words_of(field)}")
            for field in self
            if field.short_name in args and field.short_name != "sort"
        ]

    def say_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        for name, numbers in counts.items():
            field: Any = self[name]
            for choice in field.choices:
                if choice.value in numbers or (choice.value and choice.value != "empty"):
                    choice.label = f"{choice.label}（{numbers.get(choice.value, 0):,}）"
