"""TS1: a POST without the token of its own session changes nothing; every form brings its token."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from tests.pages import Page, csrf_token
from tests.query_counting import counted_queries
from tests.structure.routes import REACHED, WRITES, Doors, Route, make_one_of_each, routes_of
from tests.structure.source import ROOT

# Reviewed: views that ask for the token themselves, because a refusal must give the citizen's text back (TS2).
ASK_THEMSELVES = {"public.intake.new_submission", "public.intake.find_submission"}
POST_FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)
TOKEN = re.compile(r"csrf\(|csrf_token|hidden_tag\(")

pytestmark = pytest.mark.usefixtures("csrf_on")


def changing_routes(app: Flask) -> list[Route]:
    return [route for route in routes_of(app) if route.method != "GET"]


def test_no_post_is_heard_without_or_with_a_wrong_or_a_foreign_token(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client, other = staff_client(*Role), staff_client(*Role)
    foreign = csrf_token(other.get("/staff/password"))
    doors = Doors().open(app)
    for route in changing_routes(app):
        for data in ({}, {"csrf_token": "x"}, {"csrf_token": foreign}):
            answer = client.open(route.address, method=route.method, data=data)
            if route.endpoint not in ASK_THEMSELVES:
                assert answer.status_code == 400, f"{route} heard a POST with {data}"
    assert set(doors.reached) <= ASK_THEMSELVES, (
        "list the view in ASK_THEMSELVES after a review, or protect it"
    )


def test_what_asks_for_its_token_itself_keeps_nothing_without_it(app: Flask) -> None:
    make_one_of_each(app)
    for route in changing_routes(app):
        if route.endpoint in ASK_THEMSELVES:
            with counted_queries() as statements:
                answer = app.test_client().post(route.address, data={"act": "send", "csrf_token": "x"})
            assert answer.status_code == 400, route
            assert [s for s in statements if WRITES.match(s)] == [], route


def test_the_token_of_its_own_session_opens_every_post(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(*Role)
    token = csrf_token(client.get("/staff/password"))
    Doors().open(app)
    for route in changing_routes(app):
        answer = client.open(route.address, method=route.method, data={"csrf_token": token})
        assert answer.status_code == REACHED, route


def test_a_token_from_before_signing_in_is_worth_nothing_after_it(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.ADMIN)
    earlier = csrf_token(client.get("/staff/password"))
    client.post("/staff/sign-out", data={"csrf_token": earlier})
    assert client.post("/staff/sign-in", data={"csrf_token": earlier}).status_code == 400


def test_a_page_that_grew_old_is_told_how_to_save_what_was_written(
    staff_client: Callable[..., FlaskClient],
) -> None:
    page = Page(staff_client(Role.ADMIN).post("/staff/accounts/new", data={"name": "x", "csrf_token": "old"}))
    assert "書いた内容を控えてから、画面を読み込み直して" in page.text


FOREIGN = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "http://localhost:8001"},
    {"Origin": "http://localhost@elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:x"},
    {"Referer": "https://elsewhere.example/staff/password?http://localhost/"},
    # A page may hide its address; the origin it cannot.
    {"Origin": "https://elsewhere.example", "Referer": "http://localhost/staff/password"},
]


def test_no_post_from_another_site_is_heard_even_with_the_right_token(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(*Role)
    token = csrf_token(client.get("/staff/password"))
    doors = Doors().open(app)
    for route in changing_routes(app):
        for headers in FOREIGN:
            answer = client.open(
                route.address, method=route.method, data={"csrf_token": token}, headers=headers
            )
            assert answer.status_code == 403, f"{route} heard {headers}"
    assert doors.reached == []
    assert "ほかのサイトの画面から送られた操作" in Page(answer).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "HTTP://LOCALHOST:80"},
        {"Referer": "http://localhost/staff/password"},
        {},
    ],
)
def test_a_post_of_our_own_page_is_heard(
    staff_client: Callable[..., FlaskClient], headers: dict[str, str]
) -> None:
    client = staff_client(Role.ADMIN)
    token = csrf_token(client.get("/staff/password"))
    answer = client.post("/staff/sign-out", data={"csrf_token": token}, headers=headers)
    assert answer.status_code == 303


def test_whoever_only_reads_may_come_from_anywhere(public_client: FlaskClient) -> None:
    assert public_client.get("/", headers={"Referer": "https://elsewhere.example/"}).status_code == 200


def test_every_form_that_posts_carries_its_token() -> None:
    """Most tests ask for no token (see conftest), so a form without one would fail only at the reader's."""
    without = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "consult/templates").rglob("*.html")
        for form in POST_FORM.findall(path.read_text())
        if not TOKEN.search(form)
    ]
    assert without == []
