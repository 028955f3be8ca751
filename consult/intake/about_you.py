"""「あなたについて」: the part of a citizen's form that differs from case to case (R21, R22, R26, R52)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    ValidationError,
)
from wtforms.validators import StopValidation
from wtforms.widgets import Select, TextInput

from consult.domain.asked_items import (
    OUTSIDE,
    Asked,
    AskedChange,
    AskedItems,
    as_told,
    change_since,
    looks_mistyped,
)
from consult.domain.mail_address import mailable
from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import (
    MAX_ADDRESS_CHARACTERS,
    MAX_CLASS_DETAIL_CHARACTERS,
    MAX_DISTRICT_CHARACTERS,
    MAX_EMAIL_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_NUMBER_CHARACTERS,
    WrittenSubmitter,
    as_written,
    looks_like_email,
)
from consult.domain.vocabulary import AgeBand, SubmitterClass, SubmitterItem, SubmitterKind
from consult.form_checks import Fits
from consult.form_fields import labels_offered, offered

NOT_EMAIL = "メールアドレスの形（例：hanako@example.jp）になっていません。"


class AsAsked:
    """First of an item's checks: what is not asked is not looked at; what is demanded must have ink (TU3)."""

    def __call__(self, form: "AboutYou", field: Field) -> None:
        if form.asked_items.asked(SubmitterItem.of(field.name)) is None:
            raise StopValidation()
        if is_blank(field.data):
            raise StopValidation(_what_to_do(field) if form.must_have(field) else None)


class IsOffered:
    """A choice that is not, or no longer, on the list is told by its name."""

    def __call__(self, form: "AboutYou", field: Field) -> None:
        if field.choices and field.data not in labels_offered(field):
            raise ValidationError(f"「{field.data[:50]}」は選べません。選び直してください。")


def _what_to_do(field: Field) -> str:
    return f"{field.label.text}を{'選んで' if isinstance(field.widget, Select) else '書いて'}ください。"


class ListedField(SelectField):
    """One of a list; where there is no list, a line to write in."""

    def list_out(self, pairs: Sequence[tuple[str, str]], *, prompt: str) -> None:
        self.choices = offered([("", prompt), *pairs]) if pairs else []
        self.widget = Select() if pairs else TextInput()

    def _value(self) -> str:
        return self.data or ""


def _line(item: SubmitterItem, limit: int, kind: type[Field] = StringField, **attributes: str) -> Field:
    checks = [AsAsked(), Fits(limit)]
    return kind(item.label, checks, filters=[as_written], render_kw=attributes)


def _listed(item: SubmitterItem) -> Field:
    checks = [AsAsked(), Fits(MAX_DISTRICT_CHARACTERS), IsOffered()]
    return ListedField(item.label, checks, filters=[as_written], choices=[], validate_choice=False)


@dataclass(frozen=True)
class AboutLine:
    """One line of the confirmation. `hint` is something to look at again; it stops nobody."""

    label: str
    text: str
    hint: str = ""


class AboutYou(FlaskForm):
    """Fields for everything a case can ask; `ask` says which of them this case does."""

    kind = RadioField(
        "どなたの意見ですか",
        choices=offered(
            [(SubmitterKind.PERSON.value, "個人"), (SubmitterKind.ORGANISATION.value, "団体・事業者")]
        ),
        default=SubmitterKind.PERSON.value,
        validate_choice=False,
    )
    name = _line(SubmitterItem.NAME, MAX_NAME_CHARACTERS, autocomplete="name")
    kana = _line(SubmitterItem.KANA, MAX_NAME_CHARACTERS)
    organisation = _line(SubmitterItem.ORGANISATION, MAX_NAME_CHARACTERS, autocomplete="organization")
    representative = _line(SubmitterItem.REPRESENTATIVE, MAX_NAME_CHARACTERS)
    postal_code = _line(SubmitterItem.POSTAL_CODE, MAX_NUMBER_CHARACTERS, autocomplete="postal-code")
    address = _line(SubmitterItem.ADDRESS, MAX_ADDRESS_CHARACTERS, autocomplete="street-address")
    phone = _line(SubmitterItem.PHONE, MAX_NUMBER_CHARACTERS, TelField, autocomplete="tel")
    email = _line(SubmitterItem.EMAIL, MAX_EMAIL_CHARACTERS, EmailField, autocomplete="email")
    age_band = _listed(SubmitterItem.AGE_BAND)
    district = _listed(SubmitterItem.DISTRICT)
    submitter_class = _listed(SubmitterItem.SUBMITTER_CLASS)
    class_detail = StringField(
        "くわしく（勤め先・学校・団体の名前、利害関係など）",
        [Fits(MAX_CLASS_DETAIL_CHARACTERS)],
        filters=[as_written],
    )
    may_name_organisation = BooleanField("団体名を公表してよい")
    # Offered where the case asks for an address and the site can send (TR18).
    wants_mail = BooleanField("受付番号をメールで受け取る")
    # What the page asked for: the next step sees by it whether the case has changed meanwhile.
    asked = HiddenField(filters=[as_written])

    asked_items = AskedItems()
    asked_change = AskedChange()
    offers_mail = False

    def ask(self, asked: AskedItems, districts: Sequence[str], *, can_mail: bool) -> None:
        """Put what this case asks for on the page, and notice what the page before did not ask."""
        self.offers_mail = can_mail and SubmitterItem.EMAIL in asked.items
        self.asked_items, self.asked_change = asked, change_since(self.asked.data, asked)
        self.asked.data = as_told(asked)
        outside = [] if OUTSIDE in districts else [OUTSIDE]
        names = [(name, name) for name in [*districts, *outside]] if districts else []
        for field, pairs in (
            (self.age_band, AgeBand.choices()),
            (self.district, names),
            (self.submitter_class, SubmitterClass.choices()),
        ):
            field.list_out(pairs, prompt=self._prompt(field))
        for line in asked.lines:
            field, words = self[line.item.value], asked.required_of(line.item)
            field.flags.required = words == "必須"
            field.flags.required_words = words

    def _prompt(self, field: Field) -> str:
        is_demanded = self.asked_items.required_of(SubmitterItem.of(field.name))
        return "選んでください" if is_demanded else "答えない"

    def validate_email(self, field: Field) -> None:
        if not looks_like_email(field.data):
            raise ValidationError(NOT_EMAIL + ("" if self.must_have(field) else "空欄でも送れます。"))

    def validate_wants_mail(self, field: Field) -> None:
        if not (field.data and self.offers_mail):
            return
        if is_blank(self.email.data):
            raise ValidationError("受け取るには、メールアドレスを書いてください。")
        if not mailable(self.email.data):
            raise ValidationError(
                "このメールアドレスには送れません。アドレスを直すか、ここのチェックを外してください。"
            )

    @property
    def is_organisation(self) -> bool:
        return self.asked_items.knows_organisations and self.kind.data == SubmitterKind.ORGANISATION.value

    def must_have(self, field: Field) -> bool:
        return self.asked_items.must_have(SubmitterItem.of(field.name), is_organisation=self.is_organisation)

    @property
    def written_submitter(self) -> WrittenSubmitter:
        """Everything typed, also what the case does not ask for any more: services keep only what it asks."""
        return WrittenSubmitter(
            {each: self[each.value].data for each in SubmitterItem if self[each.value].data},
            is_organisation=self.kind.data == SubmitterKind.ORGANISATION.value,
            class_detail=self.class_detail.data,
            may_name_organisation=self.may_name_organisation.data,
            wants_mail=self.wants_mail.data,
        )

    def about_fields(self) -> Iterator[tuple[Asked, Field]]:
        """The fields of this case in its order."""
        for line in self.asked_items.lines:
            yield line, self[line.item.value]

    def about_lines(self) -> Iterator[AboutLine]:
        """What the confirmation shows: exactly what will be kept."""
        if self.asked_items.knows_organisations:
            yield AboutLine(self.kind.label.text, "団体・事業者" if self.is_organisation else "個人")
        for line, field in self.about_fields():
            shown = labels_offered(field).get(field.data, field.data) if _is_listed(field) else field.data
            hint = looks_mistyped(line.item, field.data)
            yield AboutLine(field.label.text, "" if is_blank(field.data) else shown, hint)
            if line.item is SubmitterItem.SUBMITTER_CLASS and self.class_detail.data:
                yield AboutLine("市との関わり（くわしく）", self.class_detail.data)
            if line.item is SubmitterItem.EMAIL and self.offers_mail:
                yield AboutLine("受付番号のメール", "受け取る" if self.wants_mail.data else "受け取らない")
            if line.item is SubmitterItem.ORGANISATION and not is_blank(field.data):
                yield AboutLine(
                    "団体名の公表", "公表してよい" if self.may_name_organisation.data else "公表しない"
                )

    def dropped_items(self) -> list[SubmitterItem]:
        """What was written and is not asked for any more: it will not be kept, and the page says so."""
        return [each for each in self.asked_change.dropped if not is_blank(self[each.value].data)]

    def about_hidden_fields(self) -> Iterator[tuple[str, str]]:
        """All that was typed, and what the page asked for: also while the database does not say what it asks."""
        yield self.asked.name, self.asked.data
        yield self.kind.name, self.kind.data
        for each in (*(self[item.value] for item in SubmitterItem), self.class_detail):
            if each.data:
                yield each.name, each.data
        for ticked in (self.may_name_organisation, self.wants_mail):
            if ticked.data:
                yield ticked.name, "y"


def _is_listed(field: Field) -> bool:
    return isinstance(field, ListedField) and bool(field.choices)
