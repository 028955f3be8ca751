"""What a citizen types: one submission with several opinions, and a receipt number."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from consult.domain import receipt
from consult.domain.asked_items import AskedItems
from consult.domain.errors import UnreadableReceipt
from consult.domain.form_signals import signals_of
from consult.domain.submission_rules import (
    MAX_OPINION_CHARACTERS,
    MAX_OPINIONS,
    WrittenOpinion,
    WrittenSubmission,
    as_written,
)
from consult.draft_places import WHOLE_DRAFT, Places
from consult.form_checks import Fits, HasInk
from consult.form_fields import labels_offered, offered
from consult.intake.about_you import AboutYou

EMPTY = "文字が書かれていません。ご意見を書くか、この意見を取り消してください。"
# Twice what one may send: people who paste too much get it back; a script's ten thousand fields do not count.
MAX_CARDS_READ = 2 * MAX_OPINIONS


def as_place(typed: str | None) -> str:
    """A place's value; a bare code is a package's, as links and pages from before an update send it."""
    value = as_written(typed)
    return f"p:{value}" if value and ":" not in value else value


@dataclass(frozen=True)
class CaseForm:
    """What the form of one case holds: what opinions may be about, and what is asked of their writer."""

    places: Places
    asked: AskedItems
    districts: Sequence[str]
    can_mail: bool = False


@dataclass(frozen=True)
class ShownOpinion:
    """One opinion on a page: the place in words, and what was written."""

    about: str
    wording: str
    withdrawn_at: datetime | None = None


class OpinionPart(Form):
    """One numbered card."""

    about = SelectField("対象", validate_choice=False, filters=[as_place])
    wording = TextAreaField("ご意見", [HasInk(EMPTY), Fits(MAX_OPINION_CHARACTERS)], filters=[as_written])

    def validate_about(self, field: Field) -> None:
        if field.data not in labels_offered(field):
            raise ValidationError("対象を選び直してください。")

    @property
    def written(self) -> WrittenOpinion:
        return WrittenOpinion(self.about.data, self.wording.data)


class SubmissionForm(AboutYou):
    """The whole form. All of its state travels with it; the server remembers nothing between the steps."""

    form_token = HiddenField()
    # When the form was first shown, and a field that no person sees: signals, never a refusal (TS8).
    opened = HiddenField(filters=[as_written])
    homepage = StringField("この欄には何も書かないでください", filters=[as_written])
    # The places as the confirmation named them: a new version of the draft may name other passages by the same number.
    places_told = HiddenField(filters=[as_written])
    opinions = FieldList(FormField(OpinionPart), "意見", min_entries=1)

    @classmethod
    def holds_too_much(cls, typed: MultiDict[str, str]) -> bool:
        return sum(name.endswith("-wording") for name in typed) > MAX_CARDS_READ

    def prepare(self, case: CaseForm | None) -> "SubmissionForm":
        """Put in what the case offers and asks (None: the database does not say), and make sure of a secret token."""
        self._places = case.places if case else None
        if case:
            self.ask(case.asked, case.districts, can_mail=case.can_mail)
        self._offer_places()
        if not receipt.is_form_token(self.form_token.data):
            self.form_token.data = receipt.new_form_token()
        return self

    def validate_opinions(self, field: Field) -> None:
        excess = len(field.entries) - MAX_OPINIONS
        if excess > 0:
            raise ValidationError(
                f"一度に送れる意見は{MAX_OPINIONS}件までです。{excess}件は分けて送ってください。"
            )

    @property
    def is_stale(self) -> bool:
        """The session's token was missing, wrong or lost (TS2)."""
        return "csrf_token" in self and bool(self.csrf_token.errors)

    @property
    def is_only_stale(self) -> bool:
        return set(self.errors) == {"csrf_token"}

    def _offer_places(self) -> None:
        """A passage stands on the list where a card is about it; all of them would be too many to choose from."""
        chosen = [card.form.about.data for card in self.opinions.entries]
        self.about_choices = self._places.choices(chosen) if self._places else [WHOLE_DRAFT]
        for card in self.opinions.entries:
            card.form.about.choices = offered(self.about_choices)

    def add_card(self, about: str, wording: str = "") -> None:
        card = self.opinions.append_entry()
        card.form.about.data, card.form.wording.data = about, wording
        self._offer_places()

    def remove_card(self, index: str) -> OpinionPart | None:
        """Take out the card whose field names carry `index`; there is always one left to write in."""
        card = next((each for each in self.opinions.entries if each.name == f"opinions-{index}"), None)
        if card is None:
            return None
        self.opinions.entries.remove(card)
        removed = OpinionPart(
            prefix="removed-", data={"about": card.form.about.data, "wording": card.form.wording.data}
        )
        if not self.opinions.entries:
            self.add_card(WHOLE_DRAFT[0])
        return removed

    def written(self, consultation_id: int) -> WrittenSubmission:
        return WrittenSubmission(
            consultation_id,
            self.written_submitter,
            self._opinions,
        )

    def shown_opinions(self) -> list[ShownOpinion]:
        """As the confirmation shows them."""
        labels = dict(self.about_choices)
        return [ShownOpinion(labels.get(each.place, "").strip(), each.wording) for each in self._opinions]

    @property
    def names_other_places(self) -> bool:
        """Whether the confirmation that was sent off told of other places than these (TU2)."""
        return bool(self.places_told.data) and self.places_told.data != self._places_now()

    def _places_now(self) -> str:
        named = json.dumps([each.about for each in self.shown_opinions()])
        return hashlib.sha256(named.encode()).hexdigest()[:32]

    def signals(self, sent_at: datetime) -> list[str]:
        return signals_of(self.homepage.data, self.opened.data, sent_at)

    @property
    def _opinions(self) -> tuple[WrittenOpinion, ...]:
        return tuple(card.form.written for card in self.opinions.entries)

    def hidden_fields(self) -> Iterator[tuple[str, str]]:
        """Everything that the next step needs, as names and values."""
        for field in (self.form_token, self.opened, self.homepage):
            yield field.name, field.data
        yield self.places_told.name, self._places_now() if self._places else self.places_told.data
        yield from self.about_hidden_fields()
        for card in self.opinions.entries:
            yield card.form.about.name, card.form.about.data
            yield card.form.wording.name, card.form.wording.data


class ReceiptForm(FlaskForm):
    """The number typed; `number` is how the product writes it, once validated."""

    receipt = StringField("受付番号")
    number = ""

    def validate_receipt(self, field: Field) -> None:
        try:
            self.number = receipt.read_receipt(field.data or "")
        except UnreadableReceipt as refusal:
            raise ValidationError(refusal.message) from refusal

    @property
    def is_stale(self) -> bool:
        return "csrf_token" in self and bool(self.csrf_token.errors)

    def say_unknown(self) -> None:
        """One answer for every well-formed number that opens nothing (TP14)."""
        self.receipt.errors = ["この受付番号の提出は見つかりませんでした。控えをもう一度ご確認ください。"]
