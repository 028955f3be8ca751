"""What may be written about a submitter: the items of the register, of which a case asks some (R21, R26)."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField

from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import (
    MAX_ADDRESS_CHARACTERS,
    MAX_DISTRICT_CHARACTERS,
    MAX_EMAIL_CHARACTERS,
    MAX_NAME_CHARACTERS,
)
from consult.domain.vocabulary import AgeBand, SubmitterClass, SubmitterItem, SubmitterKind
from consult.form_checks import Fits, no_controls, stripped
from consult.form_fields import offered
from consult.models import Consultation, Submitter

UNASKED = ("", "書かれていない")


def _line(item: SubmitterItem, limit: int) -> StringField:
    return StringField(item.label, [Fits(limit), no_controls], filters=[stripped])


class SubmitterForm(FlaskForm):
    """All of them, as written on the paper; which ones a page shows is told by `asked`. None is required of staff."""

    name = _line(SubmitterItem.NAME, MAX_NAME_CHARACTERS)
    kana = _line(SubmitterItem.KANA, MAX_NAME_CHARACTERS)
    organisation = _line(SubmitterItem.ORGANISATION, MAX_NAME_CHARACTERS)
    representative = _line(SubmitterItem.REPRESENTATIVE, MAX_NAME_CHARACTERS)
    postal_code = _line(SubmitterItem.POSTAL_CODE, 50)
    address = _line(SubmitterItem.ADDRESS, MAX_ADDRESS_CHARACTERS)
    phone = _line(SubmitterItem.PHONE, 50)
    email = _line(SubmitterItem.EMAIL, MAX_EMAIL_CHARACTERS)
    age_band = SelectField(
        SubmitterItem.AGE_BAND.label, choices=offered([UNASKED, *AgeBand.choices()]), default=""
    )
    district = _line(SubmitterItem.DISTRICT, MAX_DISTRICT_CHARACTERS)
    submitter_class = SelectField(
        SubmitterItem.SUBMITTER_CLASS.label, choices=offered([UNASKED, *SubmitterClass.choices()]), default=""
    )
    class_detail = StringField(
        "市との関わり（くわしく）", [Fits(200), no_controls], filters=[stripped], default=""
    )
    may_name_organisation = BooleanField("団体・事業者の名称を公表してよい")

    def asked(self, consultation: Consultation) -> list[Field]:
        """The fields that the case asks for, in its order; with the free field of 市との関わり and a firm's consent."""
        fields: list[Field] = []
        for each in consultation.asked_items:
            fields.append(self[each.item.value])
            if each.item is SubmitterItem.SUBMITTER_CLASS:
                fields.append(self.class_detail)
            if each.item is SubmitterItem.ORGANISATION:
                fields.append(self.may_name_organisation)
        return fields

    def values(self) -> dict[str, Any]:
        """Column by column, after `validate()` has passed."""
        texts = {
            name: self[name].data or ""
            for name in ("name", "kana", "organisation", "representative", "postal_code", "address")
        }
        texts |= {name: self[name].data or "" for name in ("phone", "email", "district", "class_detail")}
        return texts | {
            "age_band": AgeBand.of(self.age_band.data) if self.age_band.data else None,
            "submitter_class": (
                SubmitterClass.of(self.submitter_class.data) if self.submitter_class.data else None
            ),
            "may_name_organisation": self.may_name_organisation.data,
            "kind": kind_of(texts),
        }


def kind_of(texts: dict[str, str]) -> SubmitterKind:
    """An organisation by its name; whoever left no trace of a person is anonymous."""
    if not is_blank(texts.get("organisation", "")):
        return SubmitterKind.ORGANISATION
    told = (texts.get(name, "") for name in ("name", "kana", "address", "phone", "email"))
    return SubmitterKind.ANONYMOUS if all(map(is_blank, told)) else SubmitterKind.PERSON


def as_typed(submitter: Submitter) -> dict[str, Any]:
    """A submitter as the form would have been filled in."""
    names = [each.value for each in SubmitterItem] + ["class_detail", "may_name_organisation"]
    values = {name: getattr(submitter, name) for name in names}
    for name in ("age_band", "submitter_class"):
        values[name] = values[name].value if values[name] else ""
    return values
