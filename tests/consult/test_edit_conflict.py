"""What a page takes over from whoever saved first, and what stays a conflict (TW1)."""

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from consult.edit_conflict import as_opened, differences, take_over

OPENED = {"place": "市役所", "agenda": "一行目\n二行目"}


class SmallForm(FlaskForm):
    place = StringField("場所")
    agenda = TextAreaField("議題")


@pytest.fixture
def form(app: Flask) -> SmallForm:
    """As the browser sends it back: nothing changed, line breaks as CR LF."""
    with app.test_request_context(method="POST", data={"place": "市役所", "agenda": "一行目\r\n二行目"}):
        return SmallForm()


def test_what_this_page_left_alone_becomes_what_is_saved(form: SmallForm) -> None:
    saved = {"place": "公民館", "agenda": "三行目"}
    assert take_over(form, saved, as_opened(OPENED)) == ["場所", "議題"]
    assert (form.place.data, form.agenda.data) == ("公民館", "三行目")


def test_what_both_changed_stays_and_is_shown(form: SmallForm) -> None:
    form.place.data = "図書館"
    saved = {"place": "公民館", "agenda": OPENED["agenda"]}
    assert take_over(form, saved, as_opened(OPENED)) == []
    mine = {"place": form.place.data, "agenda": OPENED["agenda"]}
    assert [(each.saved, each.mine) for each in differences(form, saved, mine)] == [("公民館", "図書館")]


@pytest.mark.parametrize("opened", [None, "", "{", "[1]", '{"place": 3}', '{"strange": "x"}'])
def test_a_page_that_cannot_say_what_it_was_opened_with_takes_nothing_over(
    form: SmallForm, opened: str | None
) -> None:
    assert take_over(form, {"place": "公民館", "agenda": ""}, opened) == []
    assert form.place.data == "市役所"
