"""What may be typed on the pages of accounts."""

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired

NEEDED = "入力してください。"


class SignInForm(FlaskForm):
    email = EmailField(
        "メールアドレス", [InputRequired(NEEDED)], render_kw={"autocomplete": "username", "autofocus": True}
    )
    password = PasswordField(
        "パスワード", [InputRequired(NEEDED)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()
