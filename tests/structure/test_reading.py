"""Opening a page changes nothing (TS1), leaves no cookie with a reader (TS4), and never fails."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from tests.pages import Page
from tests.query_counting import counted_queries
from tests.structure.role_matrix import ANYONE, ROUTES
from tests.structure.routes import WRITES, Route, make_one_of_each, routes_of


def pages(app: Flask) -> list[Route]:
    return [route for route in routes_of(app) if route.method == "GET" and route.endpoint != "static"]


def test_no_get_writes_to_the_database_and_none_fails(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    make_one_of_each(app)
    client = staff_client(*Role)
    for route in pages(app):
        with counted_queries() as statements:
            answer = client.get(route.address)
        assert [s for s in statements if WRITES.match(s)] == [], route
        assert answer.status_code in (200, 302, 303, 304, 404, 410), (route, answer.status_code)


def test_a_page_of_staff_with_no_number_in_its_address_opens_on_an_empty_database(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(*Role)
    for route in pages(app):
        if ROUTES[route.method, route.rule] != ANYONE and "<" not in route.rule:
            assert client.get(route.address).status_code in (200, 302, 303), route


def test_reading_gives_no_cookie_to_a_citizen(app: Flask) -> None:
    """TS4: a cookie comes only with a page on which something can be sent."""
    make_one_of_each(app)
    for route in pages(app):
        if ROUTES[route.method, route.rule] != ANYONE:
            continue
        answer = app.test_client().get(route.address)
        if "Set-Cookie" in answer.headers:
            assert Page(answer).root.all("form", method="post"), f"{route} sets a cookie for a reader"


def test_pages_of_staff_are_kept_by_no_cache(app: Flask, staff_client: Callable[..., FlaskClient]) -> None:
    client = staff_client(*Role)
    for route in pages(app):
        if route.endpoint.startswith("staff."):
            assert "no-store" in client.get(route.address).headers["Cache-Control"], route
