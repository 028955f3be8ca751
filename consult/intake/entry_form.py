"""What staff type in of one letter, FAX, mail, call or committee sheet."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import Field, FieldList, Form, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from consult.domain import receipt
from consult.domain.claims import NOTES_LIMIT
from consult.domain.dates import read_date
from consult.domain.deadline import Arrival
from consult.domain.errors import RuleViolation
from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import MAX_ENTERED_CHARACTERS, MAX_OPINIONS, as_written
from consult.domain.vocabulary import Channel
from consult.draft_places import Places
from consult.form_checks import Fits, stripped
from consult.form_fields import labels_offered, offered
from consult.intake.entering import EnteredOpinion, Entry
from consult.intake.submitter_form import SubmitterForm
from consult.late_marks import deadline_of
from consult.models import Consultation

NOT_ACCEPTED = "この案件では受け付けていません"
# Citizens fill the form themselves; committee members are asked apart from the round.
ENTERED = tuple(each for each in Channel if each is not Channel.FORM)


class TicketsField(HiddenField):
    """What the page sends back for the files that are here already; `data` is a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist


def form_token() -> HiddenField:
    """Tells a page sent twice from two pages; what no page of ours holds gets a token of its own."""
    return HiddenField(
        default=receipt.new_form_token,
        filters=[lambda sent: sent if receipt.is_form_token(sent) else receipt.new_form_token()],
    )


def readable_day(typed: str) -> date:
    """ValidationError in Japanese for what is no day."""
    try:
        return read_date(typed)
    except RuleViolation as refused:
        raise ValidationError(refused.message) from refused


class FilesForm(FlaskForm):
    """Files on their way, and the tickets of those that are here already."""

    files = MultipleFileField("スキャン・届いたファイル")
    keep = TicketsField()

    @property
    def tickets(self) -> list[str]:
        return list(self.keep.data or [])


class FactsForm(FlaskForm):
    """By what way and when it came."""

    channel = SelectField("提出方法", [InputRequired("提出方法を選んでください。")], validate_choice=False)
    arrived_on = StringField("届いた日", [InputRequired("届いた日を入力してください。")], filters=[stripped])
    postmarked_on = StringField("消印の日", filters=[stripped])
    internal_note = TextAreaField("内部メモ", [Fits(2_000)], filters=[as_written])
    # The way that the page has asked about, because the case does not accept it: sent back, it is meant.
    asked_about = HiddenField(validators=[Fits(20)], filters=[stripped])

    def offer(self, consultation: Consultation) -> None:
        """First the ways that the case accepts, then the others, which say so."""
        self.deadline = deadline_of(consultation)
        accepted = {each.channel for each in consultation.methods} | {Channel.COMMITTEE}
        self.unaccepted = {each.value for each in ENTERED if each not in accepted}
        first = [(each.value, each.label) for each in ENTERED if each in accepted]
        rest = [(each.value, f"{each.label}（{NOT_ACCEPTED}）") for each in ENTERED if each not in accepted]
        self.channel.choices = offered([("", "選んでください"), *first, *rest])

    @property
    def asks_for_postmark(self) -> bool:
        return self.deadline.asks_for_postmark(Channel.POST)

    @property
    def is_unusual(self) -> bool:
        """A way that the case does not accept, and nobody has said yet that it is meant."""
        return self.channel.data in self.unaccepted and self.asked_about.data != self.channel.data

    def validate_channel(self, field: SelectField) -> None:
        if field.data and field.data not in labels_offered(field):
            raise ValidationError("提出方法を選び直してください。")

    def validate_arrived_on(self, field: Field) -> None:
        readable_day(field.data)

    def validate_postmarked_on(self, field: Field) -> None:
        if field.data:
            readable_day(field.data)

    def arrival(self) -> Arrival:
        """After `validate()` has passed. Only a letter has a postmark."""
        channel = Channel.of(self.channel.data)
        has_postmark = bool(self.postmarked_on.data) and channel is Channel.POST
        postmark = readable_day(self.postmarked_on.data) if has_postmark else None
        return Arrival(channel, readable_day(self.arrived_on.data), postmark)


class EntryPart(Form):
    """One opinion, word for word as it stands in the letter."""

    about = SelectField("対象", validate_choice=False, filters=[stripped], default="")
    wording = TextAreaField("意見", [Fits(MAX_ENTERED_CHARACTERS)], filters=[as_written], default="")

    def validate_about(self, field: Field) -> None:
        if field.data not in labels_offered(field):
            raise ValidationError("対象を選び直してください。")

    @property
    def is_empty(self) -> bool:
        return is_blank(self.wording.data)


class EntryForm(FactsForm, SubmitterForm, FilesForm):
    """The one page. Without any card filled in, the whole text is one opinion about what `about` says."""

    form_token = form_token()
    original_text = TextAreaField("届いた文章（全文）", [Fits(NOTES_LIMIT)], filters=[as_written], default="")
    opinions = FieldList(FormField(EntryPart), "意見", min_entries=1)

    def prepare(self, consultation: Consultation, places: Places) -> "EntryForm":
        self.offer(consultation)
        self.place_choices = places.choices(card.form.about.data for card in self.opinions.entries)
        for card in self.opinions.entries:
            card.form.about.choices = offered(self.place_choices)
        return self

    def validate_opinions(self, field: FieldList) -> None:
        if len(self.written_cards) > MAX_OPINIONS:
            raise ValidationError(f"1回の提出の意見は{MAX_OPINIONS}件までです。")

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        if not self.written_cards:
            refusal = self._refusal_of_whole()
            if refusal:
                self.original_text.errors = [*self.original_text.errors, refusal]
                is_good = False
        if self.channel.data == Channel.COMMITTEE.value and is_blank(self.name.data):
            self.name.errors = [*self.name.errors, "委員の氏名を入力してください。委員ごとに数えます。"]
            is_good = False
        return is_good

    def _refusal_of_whole(self) -> str:
        if is_blank(self.original_text.data):
            return "届いた文章を入力してください。白紙のときは、「（白紙）」と書いて登録します。"
        if len(self.original_text.data) > MAX_ENTERED_CHARACTERS:
            return f"1件の意見は{MAX_ENTERED_CHARACTERS:,}字までです。「意見に分ける」で分けてください。"
        return ""

    @property
    def written_cards(self) -> list[EntryPart]:
        return [card.form for card in self.opinions.entries if not card.form.is_empty]

    def add_card(self, about: str = "", wording: str = "") -> None:
        card = self.opinions.append_entry()
        card.form.about.choices = offered(self.place_choices)
        card.form.about.data, card.form.wording.data = about, wording

    def put_cards(self, wordings: list[str]) -> None:
        """The proposal, in place of the cards that stood there; the first place goes along."""
        about = self.opinions.entries[0].form.about.data if self.opinions.entries else ""
        self.opinions.entries.clear()
        for wording in wordings:
            self.add_card(about, wording)

    def remove_card(self, index: str) -> None:
        self.opinions.entries[:] = [
            card for card in self.opinions.entries if card.name != f"opinions-{index}"
        ]
        if not self.opinions.entries:
            self.add_card()

    def entry(self, places: Places) -> Entry:
        """After `validate()` has passed."""
        cards = [(card.about.data, card.wording.data) for card in self.written_cards]
        whole = self.original_text.data
        if not cards:
            cards = [(self.opinions.entries[0].form.about.data, whole)]
        return Entry(
            arrival=self.arrival(),
            submitter=self.values(),
            original_text=whole if not is_blank(whole) else "\n\n".join(wording for _, wording in cards),
            opinions=tuple(EnteredOpinion(places.columns(about), wording) for about, wording in cards),
            internal_note=self.internal_note.data,
        )
