"""The public first page and the frame of every page."""

from flask.testing import FlaskClient

from tests.pages import Page


def test_the_first_page_answers_with_a_heading(public_client: FlaskClient) -> None:
    assert Page(public_client.get("/")).heading


def test_a_page_that_does_not_exist_is_told_in_japanese(public_client: FlaskClient) -> None:
    answer = public_client.get("/nothing-here")
    assert answer.status_code == 404
    assert Page(answer).heading == "ページが見つかりません"
