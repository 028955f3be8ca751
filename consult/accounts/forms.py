"""What may be typed on the pages of accounts."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from consult.domain.passwords import normalised_password
from consult.domain.vocabulary import Role
from consult.form_fields import labels_offered, offered
from consult.models import Division

NEEDED = "入力してください。"
ONE_ROLE = "役割を一つ以上選んでください。"


class SignInForm(FlaskForm):
    email = EmailField(
        "メールアドレス",
        [InputRequired(NEEDED)],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        "パスワード", [InputRequired(NEEDED)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


# Fields, and so the list of what is wrong, stand in the order in which they are declared: the page's own order.
class CurrentPasswordForm(FlaskForm):
    current = PasswordField(
        "いまのパスワード", [InputRequired(NEEDED)], render_kw={"autocomplete": "current-password"}
    )


class NewPasswordForm(FlaskForm):
    """The new password, typed twice. What it must be is a rule of `domain.passwords`."""

    password = PasswordField(
        "新しいパスワード", [InputRequired(NEEDED)], render_kw={"autocomplete": "new-password"}
    )
    again = PasswordField(
        "新しいパスワード（確認）", [InputRequired(NEEDED)], render_kw={"autocomplete": "new-password"}
    )

    def validate_again(self, field: PasswordField) -> None:
        if normalised_password(field.data or "") != normalised_password(self.password.data or ""):
            raise ValidationError("上の欄と同じパスワードを入力してください。")


class ChangePasswordForm(CurrentPasswordForm, NewPasswordForm):
    pass


class AddressForm(FlaskForm):
    email = EmailField(
        "メールアドレス",
        [InputRequired(NEEDED), Length(max=254, message="254文字以内で入力してください。")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class MemberForm(FlaskForm):
    name = StringField(
        "氏名",
        [InputRequired(NEEDED), Length(max=100, message="100文字以内で入力してください。")],
        render_kw={"autocomplete": "off"},
    )
    roles = SelectMultipleField(
        "役割",
        [DataRequired(ONE_ROLE)],
        choices=offered(Role.choices()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    division = SelectField("担当課", default="", validate_choice=False)

    def offer_divisions(self, divisions: Iterable[Division]) -> "MemberForm":
        self.division.choices = offered(
            [("", "選ばない"), *((str(each.id), each.name) for each in divisions)]
        )
        return self

    def validate_division(self, field: SelectField) -> None:
        if field.data not in labels_offered(field):
            raise ValidationError("一覧にある課を選んでください。")

    @property
    def division_id(self) -> int | None:
        return int(self.division.data) if self.division.data else None

    def validate_roles(self, field: SelectMultipleField) -> None:
        if not set(field.data or []) <= {role.value for role in Role}:
            raise ValidationError(ONE_ROLE)

    @property
    def chosen_roles(self) -> list[Role]:
        return [role for role in Role if role.value in (self.roles.data or [])]


class NewMemberForm(AddressForm, MemberForm):
    pass


class EditMemberForm(MemberForm):
    active = BooleanField("サインインを許可する")
    # What stood there when the page was opened: a second administrator's change is not overwritten unseen (TW1).
    seen = HiddenField()
