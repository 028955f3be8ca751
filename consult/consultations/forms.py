"""What an official types about a consultation; dates as people think."""

from datetime import date

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError

from consult.domain.dates import read_date, wareki
from consult.domain.errors import RuleViolation, UnreadableDate
from consult.domain.period import CommentPeriod
from consult.domain.submission_rules import as_written
from consult.form_checks import Fits, HasInk
from consult.models import Consultation

MAX_TITLE = 200
MAX_TEXT = 10_000
YEARS = range(2000, 2200)
# The texts of a consultation, by the names of its columns.
TEXTS = ("title", "purpose", "outline", "eligibility", "contact", "short_period_reason")


class DayField(StringField):
    """A day typed as R8.3.1, 令和8年3月1日, 2026/3/1 …; `day` is set once it was read."""

    day: date | None = None

    def pre_validate(self, form: FlaskForm) -> None:
        try:
            self.day = read_date(self.data or "")
        except UnreadableDate as refusal:
            raise ValidationError(refusal.message) from refusal
        if self.day.year not in YEARS:
            raise ValidationError(f"{wareki(self.day)}になっています。年を確かめてください。")


class ConsultationForm(FlaskForm):
    title = StringField("件名", [HasInk("件名を入力してください。"), Fits(MAX_TITLE)], filters=[as_written])
    purpose = TextAreaField("趣旨・目的", [Fits(MAX_TEXT)], filters=[as_written])
    outline = TextAreaField("案の概要", [Fits(MAX_TEXT)], filters=[as_written])
    eligibility = TextAreaField("意見を出せる方", [Fits(MAX_TEXT)], filters=[as_written])
    opens_on = DayField("募集の初日")
    closes_on = DayField("募集の最終日")
    short_period_reason = TextAreaField("募集期間が短い理由", [Fits(MAX_TEXT)], filters=[as_written])
    contact = TextAreaField("担当・問い合わせ先", [Fits(MAX_TEXT)], filters=[as_written])
    files = MultipleFileField("案のファイル")
    version = HiddenField()

    def show(self, consultation: Consultation) -> "ConsultationForm":
        """Fill in what is stored."""
        for name in TEXTS:
            self[name].data = getattr(consultation, name)
        self.opens_on.data = wareki(consultation.opens_on)
        self.closes_on.data = wareki(consultation.closes_on)
        self.version.data = str(consultation.version)
        return self

    def texts(self) -> dict[str, str]:
        return {name: self[name].data for name in TEXTS}

    @property
    def period(self) -> CommentPeriod:
        """Of a validated form."""
        assert self.opens_on.day and self.closes_on.day
        return CommentPeriod(self.opens_on.day, self.closes_on.day)

    def refuse(self, refusal: RuleViolation) -> None:
        """Put a broken rule beside its field, or above the form."""
        if refusal.field:
            field: Field = self[refusal.field]
            field.errors = [*field.errors, refusal.message]
        else:
            self.form_errors.append(refusal.message)
