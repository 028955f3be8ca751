"""What may be typed about a hearing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from consult.domain.claims import NOTES_LIMIT
from consult.domain.dates import read_date
from consult.domain.errors import RuleViolation
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import Consent, HearingKind, HearingMethod, Sector
from consult.form_checks import no_controls, stripped
from consult.form_fields import offered
from consult.hearing_records import UNSEEN_NAME, HearingFacts
from consult.hearings.fields import (
    TicketsField,
    as_typed,
    code,
    line,
    page_token,
    paragraph,
    short,
)
from consult.hearings.follow_up_form import LINES, readable_deadline
from consult.hearings.follow_ups import WORDING_LIMIT, Promise
from consult.hearings.removal import REASON_LIMIT
from consult.models import Hearing
from consult.typed_number import number

DATE_MISSING = "実施日を入力してください。"
SECTORS = [(each.value, each.label) for each in Sector if each is not Sector.UNKNOWN]
# Fields that a draft keeps, as typed. `gist-n` fields are kept inside `claims`.
FACT_FIELDS = (
    "held_on",
    "kind",
    "counterpart",
    "sector",
    "method",
    "place",
    "people_present",
    "heard_by",
    "agenda",
    "consent",
    "materials",
    "impression",
    "shared_with",
)
FOLLOW_UP_FIELDS = tuple(
    f"{name}_{n}" for n in range(1, LINES + 1) for name in ("follow_up", "follow_up_due")
)
DRAFT_FIELDS = (*FACT_FIELDS, *FOLLOW_UP_FIELDS, "notes", "cut_notes", "claims", "undo", "keep")


class NotesFit:
    """Something to cut, within the one limit of notes, counted as the database counts: code points, a line break as one."""

    field_flags = {"maxlength": NOTES_LIMIT}

    def __call__(self, form: FlaskForm, field: TextAreaField) -> None:
        length = len(field.data or "")
        if is_blank(field.data or ""):
            raise ValidationError("メモを入力してください。")
        if length > NOTES_LIMIT:
            raise ValidationError(
                f"メモは{NOTES_LIMIT:,}字までです（いま{length:,}字）。2つのヒアリングに分けて登録するか、短くしてください。"
            )


class FactsForm(FlaskForm):
    """The facts of a hearing; required are the date, and the counterpart's name or its sector."""

    held_on = StringField(
        "実施日",
        [InputRequired(DATE_MISSING), *short(100), no_controls],
        filters=[stripped],
    )
    kind = SelectField("種別", choices=offered(HearingKind.choices()), default=HearingKind.EXTERNAL.value)
    counterpart = line("相手方の名称", 100)
    sector = code("相手方の区分", SECTORS)
    method = code("方法", HearingMethod.choices())
    place = line("場所")
    people_present = paragraph("出席者")
    heard_by = line("聴き手（担当課・氏名）")
    agenda = paragraph("テーマ・議題")
    consent = SelectField("公表の承諾", choices=offered(Consent.choices()), default=Consent.UNKNOWN.value)
    materials = paragraph("資料")
    impression = paragraph("所感")
    shared_with = paragraph("共有先")
    # The day in the future that the page has asked about: sent back, it is meant.
    asked_about = HiddenField(validators=short(20))

    # Folded away on the page: a five-remark hearing needs none of them.
    RARE: tuple[str, ...] = ("materials", "impression", "shared_with")

    @property
    def uses_rare(self) -> bool:
        return any(self[name].data or self[name].errors for name in self.RARE)

    def validate_held_on(self, field: StringField) -> None:
        try:
            self.day()
        except RuleViolation as refused:
            raise ValidationError(refused.message) from refused

    def day(self) -> date | None:
        return read_date(self.held_on.data)

    def may_be_future(self) -> bool:
        """Whether the official has been asked about this very day, and sent it again."""
        day = self.day()
        return day is not None and self.asked_about.data == day.isoformat()

    def ask_about_day(self) -> None:
        """From now on the page carries the day: pressing the button again confirms it."""
        self.asked_about.data = str(self.day())

    def validate_counterpart(self, field: StringField) -> None:
        if not field.data and not self.sector.data:
            raise ValidationError("相手方の名称か区分のどちらかを入力してください。")
        if field.data and is_blank(field.data):
            raise ValidationError(UNSEEN_NAME)

    def facts(self) -> HearingFacts:
        """What was typed, after `validate()` has passed."""
        return HearingFacts(
            held_on=self.day(),
            held_on_typed=self.held_on.data,
            kind=HearingKind.of(self.kind.data),
            counterpart_name=self.counterpart.data,
            sector=Sector.of(self.sector.data) if self.sector.data else Sector.UNKNOWN,
            method=HearingMethod.of(self.method.data) if self.method.data else None,
            place=self.place.data,
            people_present=self.people_present.data,
            heard_by=self.heard_by.data,
            agenda=self.agenda.data,
            consent=Consent.of(self.consent.data),
            materials=self.materials.data,
            impression=self.impression.data,
            shared_with=self.shared_with.data,
        )

    def refuse(self, refused: RuleViolation) -> None:
        """Put the message of a broken rule beside its field, or at the top."""
        field = self._fields.get(refused.field or "")
        if field is None:
            self.form_errors.append(refused.message)
        else:
            field.errors = [*field.errors, refused.message]


class FilesForm(FlaskForm):
    """Files on their way, and the tickets of those that the site has already."""

    files = MultipleFileField("添付ファイル")
    keep = TicketsField()

    @property
    def tickets(self) -> list[str]:
        return (self.keep.data or "").split()


class HearingForm(FactsForm, FilesForm):
    """The one page on which a hearing is logged; the hidden fields carry the claims as cut so far."""

    notes = TextAreaField("メモ（聴いたことば）", [NotesFit()], filters=[as_typed])
    form_token = page_token()
    draft_version = HiddenField(default="0")
    follow_up_1 = line("宿題1", WORDING_LIMIT)
    follow_up_due_1 = line("宿題1の期限", 100)
    follow_up_2 = line("宿題2", WORDING_LIMIT)
    follow_up_due_2 = line("宿題2の期限", 100)
    follow_up_3 = line("宿題3", WORDING_LIMIT)
    follow_up_due_3 = line("宿題3の期限", 100)
    cut_notes = HiddenField(filters=[as_typed])
    claims = HiddenField()
    undo = HiddenField()

    RARE = (*FactsForm.RARE, *FOLLOW_UP_FIELDS, "files", "keep")

    @property
    def promise_rows(self) -> list[tuple[StringField, StringField]]:
        return [(self[f"follow_up_{n}"], self[f"follow_up_due_{n}"]) for n in range(1, LINES + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        for wording, due in self.promise_rows:
            try:
                readable_deadline(due.data)
            except ValidationError as refused:
                due.errors, is_good = [*due.errors, str(refused)], False
            if due.data and not wording.data:
                wording.errors = [*wording.errors, "期限だけが入っています。宿題の内容を入力してください。"]
                is_good = False
        return is_good

    def promises(self) -> list[Promise]:
        """After `validate()` has passed."""
        return [
            Promise(wording.data, readable_deadline(due.data))
            for wording, due in self.promise_rows
            if wording.data
        ]

    @property
    def may_be_cut(self) -> bool:
        """A page that carried a cut of over-long notes could not be sent back."""
        return not is_blank(self.notes.data) and len(self.notes.data) <= NOTES_LIMIT

    def as_typed(self) -> dict[str, str]:
        """Everything a draft keeps."""
        return {name: self[name].data or "" for name in DRAFT_FIELDS}

    @property
    def seen_version(self) -> int:
        return number(self.draft_version.data)


class EditForm(FactsForm):
    """The facts of a registered hearing. An unreadable date (日付要確認) may stay as it was typed until somebody knows."""

    held_on = StringField("実施日", [*short(100), no_controls], filters=[stripped])
    version = HiddenField()
    body_seen = HiddenField()
    opened = HiddenField()
    undated_as: str | None = None

    @classmethod
    def of(cls, hearing: Hearing, **fields: Any) -> "EditForm":
        form = cls(**fields)
        form.undated_as = hearing.held_on_typed if hearing.held_on is None else None
        return form

    def validate_held_on(self, field: StringField) -> None:
        if not field.data and self.undated_as is None:
            raise ValidationError(DATE_MISSING)
        super().validate_held_on(field)

    def day(self) -> date | None:
        if self.undated_as is not None and self.held_on.data == stripped(self.undated_as):
            return None
        return read_date(self.held_on.data)


class AppendForm(FlaskForm):
    addition = TextAreaField("追記する文章", filters=[as_typed])
    version = HiddenField()


class ClaimsForm(FlaskForm):
    """意見の区切りを直す: the desk travels in hidden fields."""

    version = HiddenField()
    claims = HiddenField()
    undo = HiddenField()


class RemovalForm(FlaskForm):
    """取り消す理由: kept with the record, so that a later reader knows why."""

    reason = line("取り消す理由", REASON_LIMIT)


class EmptyForm(FlaskForm):
    """A button that carries nothing but its token."""


def typed_facts(hearing: Hearing) -> Mapping[str, str]:
    """A registered hearing as its form would have been filled in."""
    counterpart = hearing.counterpart
    return {
        "held_on": hearing.held_on_typed,
        "kind": hearing.kind.value,
        "counterpart": counterpart.name,
        "sector": "" if counterpart.sector is Sector.UNKNOWN else counterpart.sector.value,
        "method": hearing.method.value if hearing.method else "",
        "place": hearing.place,
        "people_present": hearing.people_present,
        "heard_by": hearing.heard_by,
        "agenda": hearing.agenda,
        "consent": hearing.consent.value,
        "materials": hearing.materials,
        "impression": hearing.impression,
        "shared_with": hearing.shared_with,
    }
