"""What may be typed about a hearing."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from consult.domain.claims import NOTES_LIMIT
from consult.domain.dates import read_date
from consult.domain.errors import RuleViolation
from consult.domain.plain_text import has_controls, unix_newlines
from consult.domain.vocabulary import HearingKind, HearingMethod, Sector
from consult.form_fields import offered
from consult.hearing_records import HearingFacts
from consult.hearings.queries import Filter
from consult.models import Hearing

LINE, PARAGRAPH = 200, 2_000
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
)
DRAFT_FIELDS = (*FACT_FIELDS, "notes", "cut_notes", "claims", "undo")


def _stripped(typed: str | None) -> str:
    return unix_newlines(typed or "").strip()


def _as_typed(typed: str | None) -> str:
    return unix_newlines(typed or "")


def _no_controls(form: FlaskForm, field: StringField) -> None:
    if has_controls(field.data or ""):
        raise ValidationError("改行などの制御文字は使えません。消してから入力し直してください。")


def _short(limit: int) -> list[Any]:
    return [Length(max=limit, message=f"{limit:,}字までで入力してください。")]


def _line(label: str, limit: int = LINE) -> StringField:
    return StringField(label, [*_short(limit), _no_controls], filters=[_stripped])


def _paragraph(label: str) -> TextAreaField:
    return TextAreaField(label, _short(PARAGRAPH), filters=[_stripped])


def _code(label: str, choices: list[tuple[str, str]]) -> SelectField:
    return SelectField(label, choices=offered([("", "選んでください"), *choices]), default="")


class NotesLimit:
    """The one limit of notes, counted as the database counts: code points, a line break as one."""

    field_flags = {"maxlength": NOTES_LIMIT}

    def __call__(self, form: FlaskForm, field: TextAreaField) -> None:
        length = len(field.data or "")
        if length > NOTES_LIMIT:
            raise ValidationError(f"メモは{NOTES_LIMIT:,}字までです（いま{length:,}字）。")


class FactsForm(FlaskForm):
    """The facts of a hearing; required are the date, and the counterpart's name or its sector."""

    held_on = StringField(
        "実施日",
        [InputRequired("実施日を入力してください。"), *_short(100), _no_controls],
        filters=[_stripped],
    )
    kind = SelectField("種別", choices=offered(HearingKind.choices()), default=HearingKind.EXTERNAL.value)
    counterpart = _line("相手方の名称", 100)
    sector = _code("相手方の区分", SECTORS)
    method = _code("方法", HearingMethod.choices())
    place = _line("場所")
    people_present = _paragraph("出席者")
    heard_by = _line("聴き手（担当課・氏名）")
    agenda = _paragraph("テーマ・議題")

    def validate_held_on(self, field: StringField) -> None:
        try:
            read_date(field.data)
        except RuleViolation as refused:
            raise ValidationError(refused.message) from refused

    def validate_counterpart(self, field: StringField) -> None:
        if not field.data and not self.sector.data:
            raise ValidationError("相手方の名称か区分のどちらかを入力してください。")

    def facts(self) -> HearingFacts:
        """What was typed, after `validate()` has passed."""
        return HearingFacts(
            held_on=read_date(self.held_on.data),
            held_on_typed=self.held_on.data,
            kind=HearingKind.of(self.kind.data),
            counterpart_name=self.counterpart.data,
            sector=Sector.of(self.sector.data) if self.sector.data else Sector.UNKNOWN,
            method=HearingMethod.of(self.method.data) if self.method.data else None,
            place=self.place.data,
            people_present=self.people_present.data,
            heard_by=self.heard_by.data,
            agenda=self.agenda.data,
        )

    def refuse(self, refused: RuleViolation) -> None:
        """Put the message of a broken rule beside its field, or at the top."""
        field = self._fields.get(refused.field or "")
        if field is None:
            self.form_errors.append(refused.message)
        else:
            field.errors = [*field.errors, refused.message]


class HearingForm(FactsForm):
    """The one page on which a hearing is logged; the hidden fields carry the claims as cut so far."""

    notes = TextAreaField("メモ（聴いたことば）", [NotesLimit()], filters=[_as_typed])
    form_token = HiddenField(default=lambda: secrets.token_urlsafe(24), validators=_short(64))
    draft_version = HiddenField(default="0")
    cut_notes = HiddenField(filters=[_as_typed])
    claims = HiddenField()
    undo = HiddenField()

    def validate_notes(self, field: TextAreaField) -> None:
        if not field.data.strip():
            raise ValidationError("メモを入力してください。")

    def as_typed(self) -> dict[str, str]:
        """Everything a draft keeps."""
        return {name: self[name].data or "" for name in DRAFT_FIELDS}

    @property
    def seen_version(self) -> int:
        return number(self.draft_version.data)


class EditForm(FactsForm):
    version = HiddenField()


class AppendForm(FlaskForm):
    addition = TextAreaField("追記する文章", filters=[_as_typed])
    version = HiddenField()


class ClaimsForm(FlaskForm):
    """意見の区切りを直す: the desk travels in hidden fields."""

    version = HiddenField()
    claims = HiddenField()
    undo = HiddenField()


class EmptyForm(FlaskForm):
    """A button that carries nothing but its token."""


class FilterForm(FlaskForm):
    """`?q=バス&kind=external&from=R2.4.1`: what cannot be read is said beside its field and narrows nothing."""

    PARAMETERS = ("q", "kind", "sector", "from", "to", "sort")

    class Meta:
        csrf = False

    q = SearchField("相手方・議題・メモ・要旨のことば", _short(1_000), filters=[_stripped])
    kind = SelectField("種別", choices=offered([("", "すべて"), *HearingKind.choices()]), default="")
    sector = SelectField("相手方の区分", choices=offered([("", "すべて"), *Sector.choices()]), default="")
    first_day = StringField("実施日（から）", [Optional(), *_short(100)], filters=[_stripped], name="from")
    last_day = StringField("実施日（まで）", [Optional(), *_short(100)], filters=[_stripped], name="to")
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
    }


def number(typed: str | None) -> int:
    """A hidden number as the page sent it; 0 for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
