"""What may be typed about a submission that is on record."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, TextAreaField, ValidationError

from consult.domain.submission_rules import MAX_ENTERED_CHARACTERS, as_written
from consult.draft_places import Places
from consult.form_checks import Fits, HasInk, stripped
from consult.form_fields import labels_offered, offered
from consult.intake.editing import Facts
from consult.intake.entering import EnteredOpinion
from consult.intake.entry_form import FactsForm
from consult.intake.submitter_form import SubmitterForm
from consult.models import Submission

REASON_LIMIT = 500


class NoteForm(FlaskForm):
    """Of what came by the form only the note may change."""

    internal_note = TextAreaField("内部メモ", [Fits(2_000)], filters=[as_written])
    version = HiddenField()

    def facts(self) -> Facts:
        return Facts(None, self.internal_note.data)


class EditForm(FactsForm):
    version = HiddenField()

    def facts(self) -> Facts:
        return Facts(self.arrival(), self.internal_note.data)


def facts_as_typed(submission: Submission) -> dict[str, Any]:
    """A submission as its form would have been filled in."""
    postmark = submission.postmarked_on
    return {
        "channel": submission.channel.value,
        "arrived_on": f"{submission.arrived_on:%Y/%m/%d}" if submission.arrived_on else "",
        "postmarked_on": f"{postmark:%Y/%m/%d}" if postmark else "",
        "internal_note": submission.internal_note,
        # What is on record already has been asked about.
        "asked_about": submission.channel.value,
        "version": str(submission.version),
    }


class SubmitterEditForm(SubmitterForm):
    version = HiddenField()


class WithdrawalForm(FlaskForm):
    reason = TextAreaField(
        "取り下げの理由",
        [HasInk("取り下げの理由を入力してください。"), Fits(REASON_LIMIT)],
        filters=[stripped],
    )


class OpinionForm(FlaskForm):
    """An opinion that was overlooked, or one with a slip of the typist."""

    about = SelectField("対象", validate_choice=False, filters=[stripped], default="")
    wording = TextAreaField(
        "意見",
        [HasInk("意見を入力してください。"), Fits(MAX_ENTERED_CHARACTERS)],
        filters=[as_written],
    )
    version = HiddenField()

    def prepare(self, places: Places) -> "OpinionForm":
        self.about.choices = offered(places.choices([self.about.data]))
        return self

    def validate_about(self, field: Field) -> None:
        if field.data not in labels_offered(field):
            raise ValidationError("対象を選び直してください。")

    def entered(self, places: Places) -> EnteredOpinion:
        return EnteredOpinion(places.columns(self.about.data), self.wording.data)
