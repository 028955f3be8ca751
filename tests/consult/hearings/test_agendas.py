"""Each kind of hearing has its agenda: the strategy's, or the city's own, offered on the form."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from consult.domain.agenda import DEFAULTS, OF_COUNTERPARTS, OF_DIVISIONS, read_points, with_agenda, written
from consult.domain.vocabulary import AuditAction, HearingKind, Role
from consult.extensions import db
from consult.models import AgendaTemplate, AuditEvent
from tests.consult.hearings.page_of_hearing import FACTS, fields_of, press
from tests.pages import Page

LINES = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12), max_size=6)


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def drafter(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.DRAFTER)


def edit_form(client: FlaskClient, kind: str = "external", query: str = "") -> dict[str, str]:
    page = Page(client.get(f"/staff/settings/agendas/{kind}{query}"))
    return fields_of(page, page.root.first("form", action=f"/staff/settings/agendas/{kind}"))


def save(client: FlaskClient, form: dict[str, str], points: str, kind: str = "external"):
    return client.post(f"/staff/settings/agendas/{kind}", data={**form, "points": points})


def test_every_kind_begins_with_the_strategys_agenda() -> None:
    assert set(DEFAULTS) == set(HearingKind)
    assert DEFAULTS[HearingKind.INTERNAL] == OF_DIVISIONS == ("現状と課題", "施策とKPI")
    assert DEFAULTS[HearingKind.EXTERNAL][0] == "社会情勢や地域の課題"


@given(LINES, LINES)
def test_putting_an_agenda_in_keeps_what_was_typed_and_doubles_nothing(
    typed: list[str], points: list[str]
) -> None:
    before = "\n".join(typed)
    once = with_agenda(before, points)
    assert once.startswith(before.rstrip())
    assert set(read_points(written(points))) <= set(read_points(once))
    assert with_agenda(once, read_points(written(points))) == once


@pytest.mark.parametrize(
    ("kind", "points"), [("external", OF_COUNTERPARTS), ("internal", OF_DIVISIONS), ("nonsense", ())]
)
def test_the_agenda_of_the_chosen_kind_goes_in_by_one_button_without_scripts(
    official: FlaskClient, kind: str, points: tuple[str, ...]
) -> None:
    first = Page(official.get("/staff/hearings/new"))
    page = Page(press(official, first, "agenda", **FACTS | {"kind": kind}, agenda="再訪", notes="・橋"))
    assert page.value("テーマ・議題") == "\n".join(["再訪", *(f"・{point}" for point in points)])
    assert page.errors == [] and fields_of(page)["notes"] == "・橋"
    again = Page(press(official, page, "agenda", kind=kind))
    assert again.value("テーマ・議題") == page.value("テーマ・議題")


def test_the_city_writes_its_own_agenda_and_the_form_offers_it(
    app: Flask, official: FlaskClient, drafter: FlaskClient
) -> None:
    assert save(drafter, edit_form(drafter), "・移動\r\n\r\n　学び　\r\n").status_code == 303
    page = Page(official.get("/staff/hearings/new"))
    assert "この種別の議題：移動／学び" in page.text
    filled = Page(press(official, page, "agenda"))
    assert filled.value("テーマ・議題") == "・移動\n・学び"
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.CHANGED)).one()
        assert (event.object_type, event.details) == ("agenda_template", {"kind": "external", "points": 2})


@pytest.mark.parametrize(
    ("points", "told"), [("", "1つ以上"), ("\n・\n", "1つ以上"), ("あ" * 101, "100字"), ("あ\n" * 21, "20個")]
)
def test_an_agenda_that_says_nothing_or_too_much_is_refused_and_kept(
    app: Flask, drafter: FlaskClient, points: str, told: str
) -> None:
    answer = save(drafter, edit_form(drafter), points)
    assert answer.status_code == 422
    assert any(told in error for error in Page(answer).errors)
    assert Page(answer).value("議題") == points.replace("\r\n", "\n")
    with app.app_context():
        assert db.session.scalars(select(AgendaTemplate)).all() == []


@pytest.mark.parametrize("exists", [False, True])
def test_two_people_who_write_one_agenda_see_both(app: Flask, drafter: FlaskClient, exists: bool) -> None:
    if exists:
        save(drafter, edit_form(drafter), "はじめ")
    mine = edit_form(drafter)
    save(drafter, edit_form(drafter), "先の人の議題")
    answer = save(drafter, mine, "わたしの議題")
    assert answer.status_code == 409
    page = Page(answer)
    assert page.rows("保存済みの内容と")[1] == ["議題", "先の人の議題", "わたしの議題"]
    again = fields_of(page, page.root.first("form", action="/staff/settings/agendas/external"))
    assert drafter.post("/staff/settings/agendas/external", data=again).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(AgendaTemplate)).one().points == ["わたしの議題"]


def test_the_first_agenda_comes_back_only_when_it_is_saved(app: Flask, drafter: FlaskClient) -> None:
    save(drafter, edit_form(drafter), "移動")
    refilled = edit_form(drafter, query="?start=default")
    assert refilled["points"].splitlines() == list(OF_COUNTERPARTS)
    assert edit_form(drafter)["points"] == "移動"
    assert save(drafter, refilled, refilled["points"]).status_code == 303
    assert edit_form(drafter)["points"].splitlines() == list(OF_COUNTERPARTS)


def test_a_kind_that_does_not_exist_has_no_page(drafter: FlaskClient) -> None:
    assert drafter.get("/staff/settings/agendas/nonsense").status_code == 404
