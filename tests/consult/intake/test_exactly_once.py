"""One form is one submission, however often it is sent; nothing is ever overwritten (TR4, TR5, TR7, TP16)."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from tests import factories
from tests.consult.intake.citizen import Citizen, at, filled, receipt_shown, rows, wordings
from tests.pages import Page
from tests.served import served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    with served(app) as port:
        yield port


def post(port: int, path: str, data: dict[str, str]) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", path, urlencode(data), FORM)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, page


def ready_to_send(citizen: Citizen, wording: str) -> dict[str, str]:
    return filled(citizen.open().press("confirm", wording=wording).page) | {"act": "send"}


def test_ten_parallel_sends_of_one_form_are_one_submission(citizen: Citizen, app: Flask, port: int) -> None:
    """TR5: one row, and every answer shows the same receipt."""
    data = ready_to_send(citizen, "十回押された意見")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: post(port, citizen.address, data), range(10)))
    receipts = {receipt_shown(Page(page)) for _, page in answers}
    assert [status for status, _ in answers] == [200] * 10
    assert len(receipts) == 1 and receipts != {""}
    assert rows(app) == (1, 1)


def test_forty_different_sends_at_once_never_cross(citizen: Citizen, app: Flask, port: int) -> None:
    """TP16: valid, blank and repeated sends mixed; each answer holds its own words only."""
    forms = [ready_to_send(citizen, f"目印{n:03}番の意見") for n in range(40)]
    for form in forms[::5]:
        form["opinions-0-wording"] = "　"
    jobs = forms + forms[1::5]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda form: post(port, citizen.address, form), jobs))
    shown: dict[str, set[str]] = {}
    for job, (_, page) in zip(jobs, answers, strict=True):
        marks = set(re.findall(r"目印\d{3}番", page))
        assert marks <= {job["opinions-0-wording"][:6]}
        shown.setdefault(job["form_token"], set()).add(receipt_shown(Page(page)))
    assert all(len(receipts) == 1 for receipts in shown.values())
    assert rows(app) == (32, 32)


def test_a_repeat_after_a_lost_answer_shows_the_same_receipt(citizen: Citizen, app: Flask) -> None:
    """TR4."""
    data = ready_to_send(citizen, "返事が届かなかった意見")
    pages = [Page(citizen.client.post(citizen.address, data=data)) for _ in range(3)]
    assert len({receipt_shown(page) for page in pages} - {""}) == 1
    assert rows(app) == (1, 1)


def test_a_repeat_after_the_closing_still_shows_the_receipt(citizen: Citizen, app: Flask) -> None:
    data = ready_to_send(citizen, "締切前に届いた意見")
    first = receipt_shown(Page(citizen.client.post(citizen.address, data=data)))
    at(app, factories.NOW.replace(year=2027))
    again = citizen.client.post(citizen.address, data=data)
    assert again.status_code == 200
    assert receipt_shown(Page(again)) == first


def test_the_same_form_with_other_content_overwrites_nothing(citizen: Citizen, app: Flask) -> None:
    """TR7: back, edit, send again."""
    data = ready_to_send(citizen, "はじめの意見")
    citizen.client.post(citizen.address, data=data)
    citizen.last = citizen.client.post(citizen.address, data=data | {"opinions-0-wording": "書き直した意見"})
    assert citizen.last.status_code == 409
    assert "まだ送られていません" in citizen.page.main.first(role="alert").text
    assert "書き直した意見" in citizen.page.main.text
    assert receipt_shown(citizen.page) == ""
    assert wordings(app) == ["はじめの意見"]


def test_changed_content_may_be_sent_as_a_further_submission(citizen: Citizen, app: Flask) -> None:
    data = ready_to_send(citizen, "はじめの意見")
    first = receipt_shown(Page(citizen.client.post(citizen.address, data=data)))
    citizen.last = citizen.client.post(citizen.address, data=data | {"opinions-0-wording": "書き直した意見"})
    second = receipt_shown(citizen.press("send").page)
    assert second and second != first
    assert wordings(app) == ["はじめの意見", "書き直した意見"]


def test_a_form_of_one_consultation_is_no_repeat_in_another(citizen: Citizen, app: Flask) -> None:
    """TP5: moving a token to another address opens nothing and changes nothing."""
    data = ready_to_send(citizen, "案件を移した意見")
    citizen.client.post(citizen.address, data=data)
    with app.app_context():
        from consult.extensions import db

        other = factories.make_consultation().id
        db.session.commit()
    moved = citizen.client.post(f"/consultations/{other}/opinions", data=data)
    assert moved.status_code == 409
    assert rows(app) == (1, 1)


@pytest.mark.parametrize("token", ["", "short", "x" * 300, "日本語" * 20])
def test_a_form_without_a_proper_token_gets_a_new_one(citizen: Citizen, token: str) -> None:
    page = citizen.open().press("confirm", wording="意見", form_token=token).page
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", page.hidden("form_token"))


@pytest.mark.usefixtures("csrf_on")
@pytest.mark.parametrize("people", [30, pytest.param(300, marks=pytest.mark.full)])
def test_all_people_behind_one_address_are_received(citizen: Citizen, app: Flask, people: int) -> None:
    """TS6: no count per address stands between a school and the form. Each has a browser of their own."""
    for number in range(people):
        client = app.test_client()
        typed = {"csrf_token": _fresh_token(app, client), "form_token": f"{number:043}", "act": "send"}
        answer = client.post(
            citizen.address, data=typed | {"opinions-0-wording": "学校から", "opinions-0-about": ""}
        )
        assert answer.status_code == 200
    assert rows(app) == (people, people)


def _fresh_token(app: Flask, client: FlaskClient) -> str:
    """What opening the form gives a browser: a session and its token."""
    with app.test_request_context():
        token = generate_csrf()
        kept = dict(session)
    with client.session_transaction() as own:
        own.update(kept)
    return str(token)
