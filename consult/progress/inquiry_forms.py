"""What may be typed about an inquiry and about a division's assessment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from consult.domain.dates import read_date
from consult.domain.errors import UnreadableDate
from consult.domain.fiscal_years import fiscal_year_of
from consult.domain.vocabulary import Pace
from consult.form_checks import Fits, HasInk, no_controls, stripped
from consult.form_fields import known_choice, labels_offered, offered
from consult.models import Division, Inquiry, PackageAssessment
from consult.progress.asked_items import AskedItem, AskedOf
from consult.progress.inquiries import Askable
from consult.typed_progress import NOTE_LIMIT, TEXT_LIMIT, Assessed

TITLE_LIMIT = 200
# Fields for divisions that every package has; where they are used up there are more (`_places`).
PER_PACKAGE = 2


@dataclass(frozen=True)
class AskedLine:
    """One package on the form: the names of its fields, and those of its KPIs."""

    package_id: int
    code: str
    label: str
    names: tuple[str, ...]
    kpis: tuple[str, ...]


class InquiryForm(FlaskForm):
    title = StringField(
        "照会の名称", [HasInk("名称を入力してください。"), Fits(TITLE_LIMIT), no_controls], filters=[stripped]
    )
    fiscal_year = SelectField("対象の年度", validate_choice=False)
    due = StringField("回答の期限", [no_controls], filters=[stripped])
    note = TextAreaField("担当課に伝えること", [Fits(NOTE_LIMIT)], filters=[stripped])
    version = HiddenField(default="0")
    everywhere = SelectField("入れる担当課", default="", validate_choice=False)
    lines: Sequence[AskedLine] = ()

    @classmethod
    def of(
        cls,
        askable: Sequence[Askable],
        divisions: Sequence[Division],
        years: Sequence[int],
        *,
        filled: Mapping[str, str],
        **given: Any,
    ) -> "InquiryForm":
        """With a choice of division for every KPI, and for every package one more than `filled` uses."""
        named = [(str(each.id), each.name) for each in divisions]
        choices = offered([("", "照会しない"), *named])
        fields: dict[str, SelectField] = {}
        lines = []
        for each in askable:
            package = each.package
            names = _places(package.id, filled, most=len(divisions))
            for n, name in enumerate(names, start=1):
                label = f"{package.code} 効果検証の担当課{n if n > 1 else ''}"
                fields[name] = SelectField(label, choices=choices, default="", validate_choice=False)
            for kpi in each.kpis:
                name = f"kpi-{kpi.id}"
                label = f"KPI「{kpi.name}」の担当課"
                fields[name] = SelectField(label, choices=choices, default="", validate_choice=False)
            kpis = tuple(f"kpi-{kpi.id}" for kpi in each.kpis)
            label = f"{package.code} {package.name}"
            lines.append(AskedLine(package.id, package.code, label, tuple(names), kpis))
        form: InquiryForm = type("OneInquiryForm", (cls,), dict(fields))(**given)
        form.fiscal_year.choices = offered([(str(year), f"{year}年度") for year in years])
        form.everywhere.choices = offered([("", "選んでください"), *named])
        form.lines = tuple(lines)
        return form

    def validate_fiscal_year(self, field: SelectField) -> None:
        if field.data not in labels_offered(field):
            raise ValidationError("対象の年度を選び直してください。")

    def validate_due(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("回答の期限を入力してください。例：R8.12.20、2026/12/20")
        try:
            day = read_date(field.data)
        except UnreadableDate as refused:
            raise ValidationError(refused.message) from refused
        is_known = self.fiscal_year.data in labels_offered(self.fiscal_year)
        if is_known and fiscal_year_of(day) < int(self.fiscal_year.data):
            raise ValidationError("期限が対象の年度より前になっています。")

    def validate(self, *args: Any, **more: Any) -> bool:
        """At least one thing has to be asked."""
        is_valid = bool(super().validate(*args, **more))
        if not any(self._chosen()):
            self.form_errors.append(
                "担当課を1つ以上選んでください。どのKPIも政策パッケージも照会していません。"
            )
            return False
        return is_valid

    def _chosen(self) -> Iterator[AskedItem]:
        for line in self.lines:
            seen = set()
            for name in line.names:
                division = known_choice(self[name])
                if division and division not in seen:
                    seen.add(division)
                    package = int(name.split("-")[1])
                    yield AskedItem(division_id=int(division), package_id=package)
            for name in line.kpis:
                if division := known_choice(self[name]):
                    yield AskedItem(division_id=int(division), kpi_id=int(name.split("-")[1]))

    def asked(self) -> AskedOf:
        """After `validate()` has passed."""
        due = read_date(self.due.data)
        items = tuple(self._chosen())
        return AskedOf(self.title.data, int(self.fiscal_year.data), due, self.note.data, items)


def chosen_before(inquiry: Inquiry | None) -> dict[str, str]:
    """The fields of divisions as an inquiry asked them."""
    found: dict[str, str] = {}
    for item in inquiry.items if inquiry else ():
        if item.kpi_id is not None:
            found[f"kpi-{item.kpi_id}"] = str(item.division_id)
            continue
        names = (place_of(item.package_id, n) for n in count(1))
        found[next(name for name in names if name not in found)] = str(item.division_id)
    return found


def place_of(package_id: int | None, number: int) -> str:
    """The name of a package's field for its first, second, … division."""
    return f"package-{package_id}-{number}"


def _places(package_id: int, filled: Mapping[str, str], *, most: int) -> list[str]:
    """The names of a package's fields: those that are sent, and one that is free, up to `most` divisions."""
    sent = {name: text for name, text in filled.items() if name.startswith(f"package-{package_id}-")}
    used = sum(1 for text in sent.values() if text)
    number = max(PER_PACKAGE, min(max(used + 1, len(sent)), most))
    return [place_of(package_id, n) for n in range(1, number + 1)]


class AssessmentForm(FlaskForm):
    division = SelectField("担当課", validate_choice=False)
    pace = RadioField(
        "評価の区分", choices=offered([*Pace.choices(), ("", "選ばない")]), default="", validate_choice=False
    )
    done = TextAreaField("取組の状況", [Fits(TEXT_LIMIT)], filters=[stripped])
    assessment = TextAreaField("評価と課題", [Fits(TEXT_LIMIT)], filters=[stripped])
    next_step = TextAreaField("今後の対応", [Fits(TEXT_LIMIT)], filters=[stripped])
    version = HiddenField(default="0")

    @classmethod
    def of(cls, divisions: Sequence[Division], **given: Any) -> "AssessmentForm":
        form = cls(**given)
        form.division.choices = offered(
            [("", "選んでください"), *((str(each.id), each.name) for each in divisions)]
        )
        return form

    def validate_division(self, field: SelectField) -> None:
        if not known_choice(field):
            raise ValidationError("担当課を選んでください。")

    def validate_assessment(self, field: TextAreaField) -> None:
        if self.assessed().is_blank:
            raise ValidationError("評価の区分を選ぶか、どれかの欄に書いてください。")

    def assessed(self) -> Assessed:
        pace = known_choice(self.pace)
        texts = (self.done.data, self.assessment.data, self.next_step.data)
        return Assessed(Pace.of(pace) if pace else None, *texts)

    def as_text(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ASSESSED}


ASSESSED = ("pace", "done", "assessment", "next_step")


def typed_assessment(row: PackageAssessment | None) -> dict[str, str]:
    """What its form would hold."""
    if row is None or row.is_taken_back:
        return dict.fromkeys(ASSESSED, "")
    texts = {name: getattr(row, name) for name in ASSESSED[1:]}
    return {"pace": row.pace.value if row.pace else ""} | texts
