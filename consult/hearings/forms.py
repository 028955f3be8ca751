"""What may be typed about a hearing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

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
    paragraph,
    short,
)
from consult.hearings.removal import REASON_LIMIT
from consult.models import Hearing

DATE_MISSING = "実施日を入力してください。"
SECTORS = [(each.value, each.label) for each in Sector if each is not Sector.UNKNOWN]


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
