"""What a drafter may type on the theme board and the pages of packages."""

from flask import abort, request
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, ValidationError
from wtforms.validators import Length

from consult.asking_form import AskingForm
from consult.drafting.board_paper import Typed
from consult.drafting.headlines import Headline
from consult.drafting.ordered import Direction
from consult.form_checks import Fits, HasInk, in_one_line
from consult.models.theme_board import HEADLINE_LIMIT
from consult.plan_codes import PlanCode
from consult.typed_number import number, typed_number

LEAST_MINUTES, USUAL_MINUTES, MOST_MINUTES = 1, 20, 240


class HeadlineForm(FlaskForm):
    """The headline of a theme or package, and the version it was typed over (0: there was none)."""

    text = StringField(
        "見出し", [Length(max=HEADLINE_LIMIT, message=f"見出しは{HEADLINE_LIMIT}字以内で入力してください。")]
    )
    version = HiddenField()

    @classmethod
    def over(cls, about: PlanCode, headline: Headline | None) -> "HeadlineForm":
        """The form over the headline that stands."""
        form = cls(formdata=None, prefix=about.code)
        form.text.data = headline.text if headline else ""
        form.version.data = str(headline.version if headline else 0)
        form.text.label.text = f"「{about.label}」の見出し"
        return form

    @property
    def version_seen(self) -> int:
        return number(self.version.data)


class PinForm(FlaskForm):
    """An opinion by its number, to stand first on a package's page."""

    opinion_id = StringField("先に置く意見の番号")

    def validate_opinion_id(self, field: StringField) -> None:
        if not self.opinion_number:
            raise ValidationError("意見の番号を数字で入力してください。")

    @property
    def opinion_number(self) -> int:
        return typed_number(self.opinion_id.data)


class PaperForm(FlaskForm):
    """What stands on a paper for this one meeting; nothing of it is kept."""

    title = StringField("表題", [HasInk("表題を入力してください。"), Fits(40)], filters=[in_one_line])
    occasion = StringField("会議の名称と日付", [Fits(60)], filters=[in_one_line])
    paper_number = StringField("資料番号", [Fits(20)], filters=[in_one_line])

    def typed(self) -> Typed:
        return Typed(self.title.data, self.occasion.data, self.paper_number.data)


class ReadingForm(AskingForm):
    """How long somebody has to read; what cannot be used stays on screen with its reason."""

    minutes = StringField("読む時間（分）")
    scope = HiddenField()

    def validate_minutes(self, field: StringField) -> None:
        if not LEAST_MINUTES <= typed_number(field.data) <= MOST_MINUTES:
            raise ValidationError(f"{LEAST_MINUTES}から{MOST_MINUTES}までの数字で入力してください。")

    @property
    def minutes_to_read(self) -> int:
        """What was typed, or the usual time where nothing that can be used was."""
        return USUAL_MINUTES if self.minutes.errors else typed_number(self.minutes.data)


def direction_sent() -> Direction:
    """Which way an ordered opinion is to go; 400 for what no button sends."""
    try:
        return Direction(request.form.get("direction"))
    except ValueError:
        abort(400)
