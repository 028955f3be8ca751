"""The page of one of the city's lists: its form, and the acts that a button on it names."""

from flask import abort
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from consult import word_lists
from consult.domain.errors import RuleViolation
from consult.form_checks import Fits, HasInk, no_controls, stripped
from consult.form_errors import put_beside_field
from consult.models import StaffMember

NAME_LIMIT = 100


class ListEntryForm(FlaskForm):
    """A word of a list of the city; `seen` is the name that the page showed (TW1)."""

    name = StringField(
        "名称", [HasInk("名称を入力してください。"), Fits(NAME_LIMIT), no_controls], filters=[stripped]
    )
    seen = HiddenField()


def do(act: str, entry: word_lists.Entry, *, stays_with: str, by: StaffMember) -> str:
    """What a button of a row says to do, and the words for it; 400 for what no button says."""
    if act in ("up", "down"):
        word_lists.move(entry, up=act == "up", by=by)
        return f"「{entry.name}」を{'上' if act == 'up' else '下'}に動かしました。"
    if act == "retire":
        word_lists.retire(entry, by=by)
        return f"「{entry.name}」を、これからは選べないようにしました。{stays_with}では、そのままです。"
    if act == "put_back":
        word_lists.put_back(entry, by=by)
        return f"「{entry.name}」を、また選べるようにしました。"
    return abort(400)


def rename(entry: word_lists.Entry, *, by: StaffMember) -> tuple[str, ListEntryForm]:
    """What its form of the page asks: the words for it, "" where it was refused, and the form that tells why."""
    form = ListEntryForm(prefix=f"entry-{entry.id}-")
    if not form.validate_on_submit():
        return "", form
    try:
        word_lists.rename(entry, form.name.data or "", seen=form.seen.data or "", by=by)
    except RuleViolation as refused:
        put_beside_field(form, refused)
        if form.name.data == form.seen.data:
            # This page left the name alone: what a colleague made of it stands.
            form.name.data = entry.name
        # The message shows both names: saving again is a choice.
        form.seen.data = entry.name
        return "", form
    return f"名称を「{entry.name}」に直しました。", form
