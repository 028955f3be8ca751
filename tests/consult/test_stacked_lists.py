"""Lists that a phone reads row by row: every cell says whose it is, since the headings are out of sight there."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories
from tests.pages import Page

LISTS = (
    "/staff/packages",
    "/staff/opinions", "/staff/hearings", "/staff/desk-notes", "/staff/consultations", "/staff/consultations/1/submissions",
)  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_each_cell_of_a_stacked_row_is_named_but_for_the_words_themselves(
    app: Flask, staff_client: Callable[..., FlaskClient], address: str
) -> None:
    with app.app_context():
        factories.make_plan()
        consultation = factories.make_consultation()
        factories.make_opinion(submission=factories.make_submission(consultation=consultation))
        factories.make_opinion(hearing=factories.make_hearing())
        factories.make_desk_note()
        db.session.commit()
    (table,) = Page(staff_client(Role.OFFICIAL).get(address)).main.all("table")
    assert "table-stacked" in table.attributes["class"].split()
    cells = table.first("tbody").all("td")
    assert cells
    named = ("data-label", "opinion-cell")
    assert [each.text for each in cells if not any(name in str(each.attributes) for name in named)] == []
