"""What a citizen types: one submission with several opinions, and a receipt number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from consult.domain.submission_rules import (
    MAX_OPINION_CHARACTERS,
    MAX_OPINIONS,
    WrittenOpinion,
    WrittenSubmission,
    as_written,
)
from consult.form_checks import Fits, HasInk
from consult.form_fields import labels_offered, offered
from consult.intake.about_you import AboutYou
from consult.plan_codes import PlanCodes

WHOLE_DRAFT = ("", "全体（案の全体について）")
EMPTY = "文字が書かれていません。ご意見を書くか、この意見を取り消してください。"
# Twice what one may send: people who paste too much get it back; a script's ten thousand fields do not count.
MAX_CARDS_READ = 2 * MAX_OPINIONS


def about_choices(codes: PlanCodes | None) -> list[tuple[str, str]]:
    """What an opinion may be about: the whole draft or one package."""
    return [WHOLE_DRAFT, *((each.code, each.label) for each in codes.packages)] if codes else [WHOLE_DRAFT]


@dataclass(frozen=True)
class CaseForm:
    """What the form of one case holds: what opinions may be about, and what is asked of their writer."""

    codes: PlanCodes
    asked: AskedItems
    districts: Sequence[str]


class OpinionPart(Form):
    """One numbered card."""

    about = SelectField("対象", validate_choice=False, filters=[as_written])
    wording = TextAreaField("ご意見", [HasInk(EMPTY), Fits(MAX_OPINION_CHARACTERS)], filters=[as_written])

    def validate_about(self, field: Field) -> None:
        if field.data not in labels_offered(field):
            raise ValidationError("対象を選び直してください。")

    @property
    def written(self) -> WrittenOpinion:
        return WrittenOpinion(self.about.data or None, self.wording.data)


class SubmissionForm(AboutYou):
    """The whole form. All of its state travels with it; the server remembers nothing between the steps."""

    form_token = HiddenField()
    opinions = FieldList(FormField(OpinionPart), "意見", min_entries=1)

    @classmethod
    def holds_too_much(cls, typed: MultiDict[str, str]) -> bool:
        return sum(name.endswith("-wording") for name in typed) > MAX_CARDS_READ

    def prepare(self, case: CaseForm | None) -> "SubmissionForm":
        """Put in what the case offers and asks (None: the database does not say), and make sure of a secret token."""
        self.about_choices = about_choices(case.codes if case else None)
        if case:
            self.ask(case.asked, case.districts)
        for card in self.opinions.entries:
            card.form.about.choices = offered(self.about_choices)
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

    def add_card(self, about: str, wording: str = "") -> None:
        card = self.opinions.append_entry()
        card.form.about.choices = offered(self.about_choices)
        card.form.about.data, card.form.wording.data = about, wording

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
            tuple(card.form.written for card in self.opinions.entries),
        )

    def hidden_fields(self) -> Iterator[tuple[str, str]]:
        """Everything that the next step needs, as names and values."""
        yield self.form_token.name, self.form_token.data
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
