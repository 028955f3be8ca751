"""The frame of every page: the city's name, the ways on, what is said of invented data."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import Strategy
from tests import factories
from tests.pages import Page


def name_the_city(app: Flask, name: str) -> None:
    with app.app_context():
        db.session.add(
            Strategy(id=1, title="みなと町未来づくり計画", municipality=name, loaded_at=factories.NOW)
        )
        db.session.commit()


def test_the_city_is_named_as_its_strategy_names_it(app: Flask, public_client: FlaskClient) -> None:
    name_the_city(app, "みなと町")
    assert Page(public_client.get("/")).heading == "みなと町 意見の行方"
    assert "みなと町" in Page(public_client.get("/staff/sign-in")).root.first("header").text


def test_without_a_strategy_the_pages_stand_all_the_same(public_client: FlaskClient) -> None:
    assert Page(public_client.get("/")).heading == "意見の行方"


def test_an_error_page_names_the_city_that_was_shown_last(app: Flask, public_client: FlaskClient) -> None:
    name_the_city(app, "みなと町")
    public_client.get("/")
    assert "みなと町" in Page(public_client.get("/nothing-here")).root.first("header").text


def test_a_person_sees_at_most_five_ways_and_only_those_they_may_go(
    staff_client: Callable[..., FlaskClient],
) -> None:
    for role in Role:
        client = staff_client(role)
        links = Page(client.get("/staff")).root.first("nav").all("a")
        assert 1 <= len(links) <= 5
        for link in links:
            assert client.get(link.attributes["href"]).status_code == 200


def test_staff_leave_by_a_form_that_is_sent(staff_client: Callable[..., FlaskClient]) -> None:
    header = Page(staff_client(Role.OFFICIAL).get("/staff")).root.first("header")
    assert header.first("form").attributes["method"] == "post"


def test_invented_data_is_called_invented_on_every_page(app: Flask, public_client: FlaskClient) -> None:
    assert "架空のデータ" not in Page(public_client.get("/")).text
    app.config["IS_DEMO"] = True
    for address in ("/", "/staff/sign-in", "/nothing-here"):
        assert "架空のデータ" in Page(public_client.get(address)).text
