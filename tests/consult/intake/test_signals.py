"""Machines are noticed and nobody is refused; one browser that floods is slowed, an address is not (TS6–TS8)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.intake import case_budget
from consult.models import Consultation, Submission
from tests import factories
from tests.consult.intake.citizen import Citizen, at, filled, receipt_shown, rows
from tests.pages import Page


def signals(app: Flask) -> list[str]:
    with app.app_context():
        return db.session.scalars(select(Submission)).one().signals


def send_after(citizen: Citizen, app: Flask, wait: timedelta, **typed: str) -> None:
    citizen.open().press("confirm", wording="意見", **typed)
    at(app, factories.NOW + wait)
    assert receipt_shown(citizen.press("send").page)


def test_who_takes_their_time_leaves_no_signal(citizen: Citizen, app: Flask) -> None:
    send_after(citizen, app, timedelta(seconds=3))
    assert signals(app) == []


def test_a_form_sent_at_once_is_received_with_a_signal(citizen: Citizen, app: Flask) -> None:
    send_after(citizen, app, timedelta(milliseconds=2999))
    assert signals(app) == ["filled_quickly"]


def test_what_stands_in_the_field_that_nobody_sees_is_a_signal(citizen: Citizen, app: Flask) -> None:
    send_after(citizen, app, timedelta(minutes=5), homepage="https://spam.example")
    assert signals(app) == ["trap_filled"]


def test_the_field_for_machines_is_reached_by_no_key_and_no_autofill(citizen: Citizen) -> None:
    field = citizen.open().page.main.first("input", name="homepage")
    assert (field.attributes["tabindex"], field.attributes["autocomplete"]) == ("-1", "off")
    trap = next(each for each in citizen.page.main.all("div") if field in each.children)
    css = citizen.client.get("/static/css/components.css").get_data(as_text=True)
    assert f".{trap.attributes['class']} {{ display: none; }}" in css


@pytest.mark.parametrize("opened", ["", "-5", "abc", "９９９", "9" * 14, "9" * 4000, "0"])
def test_a_forged_time_of_opening_stops_nobody(citizen: Citizen, app: Flask, opened: str) -> None:
    send_after(citizen, app, timedelta(minutes=5), opened=opened)
    assert signals(app) == []


def test_a_signal_is_no_part_of_the_content(citizen: Citizen, app: Flask) -> None:
    """A repeat is the same submission, whatever a machine does with the field (TR4)."""
    data = filled(citizen.open().press("confirm", wording="意見").page) | {"act": "send"}
    for trap in ("", "x"):
        assert citizen.client.post(citizen.address, data=data | {"homepage": trap}).status_code == 200
    assert rows(app) == (1, 1)


@pytest.mark.usefixtures("csrf_on")
def test_a_browser_that_sends_and_sends_is_slowed_and_its_text_kept(citizen: Citizen, app: Flask) -> None:
    """TS7; another browser behind the same address goes on."""
    data = filled(citizen.open().press("confirm", wording="続けて送る意見").page) | {"act": "send"}
    sent = [
        citizen.client.post(citizen.address, data=data | {"form_token": f"{number:043}"})
        for number in range(11)
    ]
    assert [each.status_code for each in sent] == [200] * 10 + [429]
    citizen.last = sent[-1]
    assert 1 <= int(sent[-1].headers["Retry-After"]) <= 61
    assert f"{sent[-1].headers['Retry-After']}秒ほどたってから" in citizen.page.main.text
    assert citizen.cards == ["続けて送る意見"]
    assert rows(app) == (10, 10)
    other = Citizen(app.test_client(), citizen.consultation_id)
    assert receipt_shown(other.open().press("confirm", wording="別の人の意見").press("send").page)


def test_a_flood_against_one_case_is_taken_into_its_own_quarantine(
    citizen: Citizen, app: Flask, staff_client: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """TS7: above its budget a case goes on accepting, and another case has its own."""
    monkeypatch.setattr(case_budget, "BUDGET", "2 per 10 minutes")
    with app.app_context():
        case = db.session.get_one(Consultation, citizen.consultation_id)
        other = factories.make_consultation(opens_on=case.opens_on, closes_on=case.closes_on).id
        db.session.commit()
    for number in range(4):
        # The third is noticed for something else, too.
        trap = {"homepage": "https://spam.example"} if number == 2 else {}
        send_after(
            Citizen(app.test_client(), citizen.consultation_id), app, timedelta(minutes=5 + number), **trap
        )
    send_after(Citizen(app.test_client(), other), app, timedelta(minutes=9))
    with app.app_context():
        found = db.session.scalars(select(Submission).order_by(Submission.id)).all()
        assert [each.signals for each in found] == [
            [],
            [],
            ["trap_filled", "case_flooded"],
            ["case_flooded"],
            [],
        ]
    official = staff_client(Role.OFFICIAL)
    signals_page = f"/staff/consultations/{citizen.consultation_id}/sorting/signals"
    assert "提出3（意見" in Page(official.get(signals_page)).text
    assert "提出4（意見" not in Page(official.get(signals_page)).text
    flood = Page(official.get(f"{signals_page}?state=flood"))
    assert "1通をまとめて、このまま数える" in flood.buttons
    official.post(signals_page)
    assert "提出4（意見" not in Page(official.get(f"{signals_page}?state=flood")).text
    assert "提出3（意見" in Page(official.get(signals_page)).text


@pytest.mark.usefixtures("csrf_on")
def test_repeats_of_one_form_are_not_counted(citizen: Citizen) -> None:
    """TR5: who presses twenty times sees the receipt twenty times."""
    data = filled(citizen.open().press("confirm", wording="意見").page) | {"act": "send"}
    answers = [citizen.client.post(citizen.address, data=data) for _ in range(20)]
    assert {each.status_code for each in answers} == {200}
