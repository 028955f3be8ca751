"""The server's moment decides, to the millisecond and whatever its timezone (TC1, TC2, R23)."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.clock import ARRIVED_AT
from tests.consult.intake.citizen import Citizen, at, open_consultation, receipt_shown, rows, wordings

OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
# 2026-04-01 00:00 in Japan.
TOO_LATE = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
EARLIEST = datetime(2026, 2, 28, 15, 0, tzinfo=UTC)
OFFSETS = [
    (timedelta(seconds=-1), True),
    (timedelta(milliseconds=-1), True),
    (timedelta(0), False),
    (timedelta(seconds=1), False),
]


@pytest.fixture(params=["UTC", "Asia/Tokyo", "America/New_York"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.fixture
def citizen(app: Flask, public_client: FlaskClient) -> Citizen:
    found = Citizen(public_client, open_consultation(app, opens_on=OPENS, closes_on=CLOSES))
    at(app, TOO_LATE - timedelta(hours=3))
    return found


@pytest.mark.parametrize(("offset", "is_accepted"), OFFSETS)
def test_the_last_day_ends_at_midnight_in_japan(
    citizen: Citizen, app: Flask, zone: str, offset: timedelta, is_accepted: bool
) -> None:
    citizen.open().press("confirm", wording="締切間際の意見")
    at(app, TOO_LATE + offset)
    citizen.press("send")
    assert bool(receipt_shown(citizen.page)) is is_accepted
    assert rows(app) == ((1, 1) if is_accepted else (0, 0))


@pytest.mark.parametrize(("offset", "is_accepted"), [(step, not late) for step, late in OFFSETS])
def test_the_first_day_begins_at_midnight_in_japan(
    citizen: Citizen, app: Flask, offset: timedelta, is_accepted: bool
) -> None:
    at(app, EARLIEST + offset)
    citizen.open()
    assert bool(citizen.page.main.all("textarea")) is is_accepted


def test_a_late_send_is_refused_kindly_and_gives_the_text_back(citizen: Citizen, app: Flask) -> None:
    """TC2."""
    citizen.open().press("add").press("confirm", wording="一つ目\n二行目", wording_1="二つ目")
    at(app, TOO_LATE)
    citizen.press("send")
    assert citizen.last and citizen.last.status_code == 409
    assert citizen.page.heading == "募集は終わりました"
    assert citizen.page.root.first("title").text.startswith("募集は終わりました：第2期総合戦略")
    assert "令和8年3月31日(火) 23:59" in citizen.page.main.text
    assert citizen.cards == ["一つ目\n二行目", "二つ目"]
    assert rows(app) == (0, 0)


@pytest.mark.parametrize("act", ["confirm", "add", "edit", "remove-0"])
def test_no_step_after_the_closing_loses_the_text(citizen: Citizen, app: Flask, act: str) -> None:
    citizen.open()
    at(app, TOO_LATE)
    citizen.press(act, wording="間に合わなかった意見")
    assert citizen.last and citizen.last.status_code == 409
    assert "間に合わなかった意見" in citizen.cards


def test_the_form_of_a_closed_consultation_says_when_it_closed(citizen: Citizen, app: Flask) -> None:
    at(app, TOO_LATE)
    page = citizen.open().page
    assert page.heading == "募集は終わりました"
    assert page.main.all("form") == []


def test_the_moment_of_arrival_decides_although_the_lock_is_waited_for(
    citizen: Citizen, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TC3: a send that arrived in time is received in time, however long the database took."""
    from consult.intake import services

    citizen.open().press("confirm", wording="待たされた意見")
    at(app, TOO_LATE - timedelta(milliseconds=1))
    receive = services.receive_submission

    def slow(*args, **kwargs):  # type: ignore[no-untyped-def]
        at(app, TOO_LATE + timedelta(seconds=20))
        return receive(*args, **kwargs)

    monkeypatch.setattr(services, "receive_submission", slow)
    assert receipt_shown(citizen.press("send").page)
    assert wordings(app) == ["待たされた意見"]


def test_a_send_that_waited_for_a_thread_counts_by_the_moment_it_had_arrived(
    citizen: Citizen, app: Flask
) -> None:
    """TC1: at the end of a period a flood is served for seconds; who had sent in time is in time."""
    citizen.open().press("confirm", wording="列に並んだ意見")
    app.config["REHEARSAL_NOW"] = TOO_LATE - datetime.now(UTC)
    citizen.client.environ_base[ARRIVED_AT] = datetime.now(UTC) - timedelta(seconds=5)
    assert receipt_shown(citizen.press("send").page)
    assert wordings(app) == ["列に並んだ意見"]


def test_a_leap_day_is_a_last_day(app: Flask, public_client: FlaskClient) -> None:
    """TC6."""
    consultation_id = open_consultation(app, opens_on=date(2028, 1, 31), closes_on=date(2028, 2, 29))
    at(app, datetime(2028, 2, 29, 14, 59, 59, tzinfo=UTC))
    citizen = Citizen(public_client, consultation_id)
    assert "令和10年2月29日(火)" in citizen.open().page.main.text
    assert receipt_shown(citizen.press("confirm", wording="うるう日の意見").press("send").page)
