"""A lost session never costs the text; without a valid token nothing is kept (TS1, TS2)."""

from datetime import timedelta

import pytest
from flask import Flask

from tests import factories
from tests.consult.intake.citizen import Citizen, at, filled, receipt_shown, rows, wordings

pytestmark = pytest.mark.usefixtures("csrf_on")


def lose_session(citizen: Citizen, app: Flask) -> None:
    """A new browser session: the cookie is gone, the page with its old token is still open."""
    citizen.client = app.test_client()


def test_a_send_after_three_hours_and_a_lost_session_comes_back_filled(citizen: Citizen, app: Flask) -> None:
    citizen.open().press("add").press(
        "confirm", wording="三時間かけた意見", wording_1="二つ目", name="架空花子"
    )
    lose_session(citizen, app)
    at(app, factories.NOW + timedelta(hours=3))
    citizen.press("send")
    assert citizen.last and citizen.last.status_code == 400
    assert (
        "書いた内容はすべて残っています" in citizen.page.main.text
        or "まだ送られていません" in citizen.page.main.text
    )
    assert "三時間かけた意見" in citizen.page.main.text and "架空花子" in citizen.page.main.text
    assert rows(app) == (0, 0)


def test_one_more_press_on_the_page_that_came_back_sends_it(citizen: Citizen, app: Flask) -> None:
    citizen.open().press("confirm", wording="三時間かけた意見")
    lose_session(citizen, app)
    assert receipt_shown(citizen.press("send").press("send").page)
    assert wordings(app) == ["三時間かけた意見"]


def test_a_lost_session_at_the_first_step_gives_the_form_back(citizen: Citizen, app: Flask) -> None:
    citizen.open()
    lose_session(citizen, app)
    citizen.press("confirm", wording="書きかけの意見", address="架空町1-2")
    assert citizen.last and citizen.last.status_code == 400
    assert citizen.cards == ["書きかけの意見"]
    assert citizen.page.value("ご住所") == "架空町1-2"
    assert "残っています" in citizen.page.errors[0]
    assert citizen.press("confirm").page.heading == "内容の確認"


@pytest.mark.parametrize("token", [None, "", "wrong", "other session"])
def test_a_send_without_this_sessions_token_keeps_nothing(
    citizen: Citizen, app: Flask, token: str | None
) -> None:
    data = filled(citizen.open().press("confirm", wording="意見").page) | {"act": "send"}
    if token == "other session":
        token = Citizen(app.test_client(), citizen.consultation_id).open().page.hidden("csrf_token")
    data = {name: value for name, value in data.items() if name != "csrf_token"} | (
        {} if token is None else {"csrf_token": token}
    )
    assert citizen.client.post(citizen.address, data=data).status_code == 400
    assert rows(app) == (0, 0)


def test_readers_get_no_cookie_before_they_write(citizen: Citizen) -> None:
    """TS4."""
    answer = citizen.client.get(f"/consultations/{citizen.consultation_id}")
    assert "Set-Cookie" not in answer.headers


def test_a_receipt_typed_in_a_lost_session_comes_back(citizen: Citizen, app: Flask) -> None:
    number = citizen.send("意見")
    answer = app.test_client().post("/receipt", data={"receipt": number})
    assert answer.status_code == 400
    assert number in answer.get_data(as_text=True)
