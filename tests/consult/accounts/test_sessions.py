"""TS3, TW5, TC4: what a session is worth, and what ends it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import StaffSession
from tests import factories
from tests.consult.accounts.conftest import Person, is_signed_in, sign_in

NEW = "kasa to ringo no uta 7"


@pytest.fixture
def person(make_person: Callable) -> Person:
    return make_person(Role.OFFICIAL)


@pytest.fixture
def client(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, person.email).status_code == 303
    return client


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("consult")
    assert found is not None
    return found.value


def sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.query(StaffSession).count()


def change_password(client: FlaskClient, current: str = factories.PASSWORD, new: str = NEW) -> int:
    form = {"current": current, "password": new, "again": new}
    return client.post("/staff/password", data=form).status_code


def test_the_session_id_changes_when_somebody_signs_in(app: Flask, person: Person) -> None:
    client = app.test_client()
    client.get("/staff/sign-in")
    with client.session_transaction() as planted:
        planted["staff_session"] = "planted"
        planted["csrf_token"] = "planted"
        planted["left_over"] = "planted"
    sign_in(client, person.email)
    with client.session_transaction() as fresh:
        assert "planted" not in fresh.values()
        first = fresh["staff_session"]
    sign_in(client, person.email)
    with client.session_transaction() as fresh:
        assert fresh["staff_session"] != first
    assert sessions(app) == 1


def test_signing_in_as_somebody_else_ends_the_earlier_session(
    app: Flask, client: FlaskClient, make_person: Callable
) -> None:
    earlier = cookie_of(client)
    sign_in(client, make_person(Role.DRAFTER).email)
    client.set_cookie("consult", earlier)
    assert not is_signed_in(client)


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient) -> None:
    stolen = cookie_of(client)
    answer = client.post("/staff/sign-out")
    assert (answer.status_code, answer.location) == (303, "/staff/sign-in")
    client.set_cookie("consult", stolen)
    assert not is_signed_in(client)


def test_a_request_in_flight_does_not_bring_a_session_back(
    app: Flask, client: FlaskClient, later: Callable
) -> None:
    """The answer of a slow request arrives after the sign-out and sets its cookie once more."""
    later(minutes=5)
    slow = client.get("/staff/password")
    late_cookie = cookie_of(client)
    assert slow.headers.get("Set-Cookie")
    client.post("/staff/sign-out")
    client.set_cookie("consult", late_cookie)
    assert not is_signed_in(client)
    assert sessions(app) == 0


def test_a_cookie_without_its_row_is_worth_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(delete(StaffSession))
        db.session.commit()
    assert not is_signed_in(client)


def test_the_row_keeps_no_secret(app: Flask, client: FlaskClient) -> None:
    with client.session_transaction() as session, app.app_context():
        assert session["staff_session"] not in db.session.query(StaffSession).one().token_hash


def test_half_an_hour_without_a_request_ends_the_session(client: FlaskClient, later: Callable) -> None:
    later(minutes=29)
    assert is_signed_in(client)
    later(minutes=58)
    assert is_signed_in(client)
    later(minutes=88, seconds=1)
    assert not is_signed_in(client)


def test_twelve_hours_end_the_session_however_busy_it_is(client: FlaskClient, later: Callable) -> None:
    for minutes in range(20, 12 * 60, 20):
        later(minutes=minutes)
        assert is_signed_in(client)
    later(hours=12, seconds=1)
    assert not is_signed_in(client)


def test_a_clock_that_is_set_back_makes_no_session_immortal(client: FlaskClient, later: Callable) -> None:
    later(hours=-1)
    assert not is_signed_in(client)


def test_a_small_correction_of_the_clock_disturbs_nobody(client: FlaskClient, later: Callable) -> None:
    later(minutes=-1)
    assert is_signed_in(client)


def test_rows_that_nobody_can_use_any_more_are_cleared_at_the_next_sign_in(
    app: Flask, client: FlaskClient, person: Person, later: Callable
) -> None:
    later(hours=13)
    sign_in(app.test_client(), person.email)
    assert sessions(app) == 1


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(
    app: Flask, client: FlaskClient, person: Person
) -> None:
    other = app.test_client()
    sign_in(other, person.email)
    before = cookie_of(client)
    assert change_password(client) == 303
    assert not is_signed_in(other)
    assert is_signed_in(client)
    client.set_cookie("consult", before)
    assert not is_signed_in(client)
    assert sign_in(app.test_client(), person.email).status_code == 422
    assert sign_in(app.test_client(), person.email, NEW).status_code == 303


def test_a_closed_account_is_out_at_the_very_next_request(
    client: FlaskClient, person: Person, change: Callable
) -> None:
    change(person, active=False)
    assert client.get("/staff").status_code == 302
    assert client.post("/staff/sign-out").status_code == 401


def test_a_role_that_was_taken_away_is_gone_at_the_very_next_request(
    app: Flask, make_person: Callable, change: Callable
) -> None:
    admin, client = make_person(Role.ADMIN), app.test_client()
    sign_in(client, admin.email)
    assert client.get("/staff/accounts").status_code == 200
    change(admin, role_codes=["official"])
    assert client.get("/staff/accounts").status_code == 404
    assert client.post("/staff/accounts/new", data={}).status_code == 404


def test_a_new_mark_of_the_account_ends_its_sessions(
    client: FlaskClient, person: Person, change: Callable
) -> None:
    change(person, fs_uniquifier="another")
    assert not is_signed_in(client)


def test_changed_bytes_in_the_cookie_open_nothing(client: FlaskClient) -> None:
    value = cookie_of(client)
    for at in (0, len(value) // 2, -2):
        letter = "A" if value[at] != "A" else "B"
        changed = list(value)
        changed[at] = letter
        client.set_cookie("consult", "".join(changed))
        assert not is_signed_in(client)


def test_signed_in_requests_ask_once_who_is_there_and_write_nothing(client: FlaskClient) -> None:
    from tests.query_counting import counted_queries

    with counted_queries() as queries:
        client.get("/staff/password")
    assert len([q for q in queries if "staff_session" in q]) == 1
