"""TS5, TX2: one answer for every wrong pair of address and password; afterwards only to a page of this site."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from consult.accounts import signing
from consult.accounts.local_path import staff_path
from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import AuditEvent, StaffSession
from tests import factories
from tests.consult.accounts.conftest import is_signed_in, sign_in
from tests.pages import Page
from tests.structure.routes import without_nonce

TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


def test_a_signed_in_official_sees_the_work_of_the_day(staff_client: Callable[..., FlaskClient]) -> None:
    assert Page(staff_client(Role.OFFICIAL).get("/staff")).heading == "今日の仕事"


def test_the_guard_leads_to_the_sign_in_page_and_back_to_the_page_that_was_wanted(
    app: Flask, make_person: Callable
) -> None:
    client = app.test_client()
    answer = client.get("/staff/password?from=here")
    assert (answer.status_code, answer.location) == (302, "/staff/sign-in?next=/staff/password?from%3Dhere")
    form = Page(client.get(answer.location))
    answer = sign_in(client, make_person(Role.OFFICIAL).email, next=form.hidden("next"))
    assert (answer.status_code, answer.location) == (303, "/staff/password?from=here")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/staff",
        "//elsewhere.example/staff",
        "/\\elsewhere.example/staff",
        "\\\\elsewhere.example",
        "/staff\\@elsewhere.example",
        "javascript:alert(1)",
        "/staff/../consultations",
        "/staffroom",
        "/staff\r\nSet-Cookie: x=1",
        "/staff\tx",
        " /staff",
        "/",
        "staff",
        "http:/staff",
        "",
    ],
)
def test_another_address_is_never_followed_after_signing_in(
    app: Flask, make_person: Callable, wanted: str
) -> None:
    client = app.test_client()
    page = Page(client.get("/staff/sign-in", query_string={"next": wanted}))
    assert page.root.all("input", name="next")[0].attributes.get("value", "") == ""
    answer = sign_in(client, make_person(Role.OFFICIAL).email, next=wanted)
    assert (answer.status_code, answer.location) == (303, "/staff")


@given(st.text())
def test_what_is_followed_is_always_a_plain_path_under_staff(wanted: str) -> None:
    followed = staff_path(wanted)
    assert followed is None or (followed == wanted and followed.startswith("/staff"))


def test_whoever_is_signed_in_already_is_led_to_the_work_of_the_day(
    staff_client: Callable[..., FlaskClient],
) -> None:
    answer = staff_client(Role.OFFICIAL).get("/staff/sign-in")
    assert (answer.status_code, answer.location) == (302, "/staff")


def test_unknown_known_and_closed_accounts_get_the_same_answer(app: Flask, make_person: Callable) -> None:
    known = make_person(Role.OFFICIAL).email
    closed = make_person(Role.OFFICIAL, active=False).email
    pages = []
    for email, password in (
        ("nobody@example.jp", "x"),
        (known, "x"),
        (closed, "x"),
        (closed, factories.PASSWORD),
        (known, "x" * 10_000),
    ):
        answer = sign_in(app.test_client(), email, password)
        assert answer.status_code == 422
        assert Page(answer).errors == ["メールアドレスかパスワードが違います。"]
        pages.append(TOKEN.sub("", without_nonce(answer)).replace(email, ""))
    assert len(set(pages)) == 1


def test_every_try_costs_one_hash_whoever_is_named(
    app: Flask, make_person: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(signing, "verify_password", lambda _typed, kept: checked.append(kept) or False)
    known, closed = make_person(Role.OFFICIAL).email, make_person(Role.OFFICIAL, active=False).email
    for email in ("nobody@example.jp", known, closed):
        sign_in(app.test_client(), email, "x")
    assert checked == [signing.HASH_OF_NOBODY, factories.PASSWORD_HASH, signing.HASH_OF_NOBODY]


def test_the_hash_of_nobody_costs_as_much_as_the_hash_of_a_new_password(database: None) -> None:
    def cost(of: str) -> list[str]:
        return of.split("$")[1:4]

    assert cost(signing.HASH_OF_NOBODY) == cost(hash_password("x"))
    assert cost(signing.HASH_OF_NOBODY)[0] == "argon2id"


def test_no_lock_is_held_while_a_password_is_checked(
    app: Flask, make_person: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tries at signing in must not make a citizen's submission wait."""
    other = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], connect_args={"timeout": 0})

    def check(_typed: str, _kept: str) -> bool:
        with other.connect() as connection:
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        return False

    monkeypatch.setattr(signing, "verify_password", check)
    assert sign_in(app.test_client(), make_person(Role.OFFICIAL).email).status_code == 422


def test_a_password_that_changed_while_it_was_checked_opens_nothing(
    app: Flask, make_person: Callable, change: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person(Role.OFFICIAL)

    def check(_typed: str, _kept: str) -> bool:
        engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with engine.begin() as connection:
            connection.execute(text("UPDATE staff_member SET password = 'another'"))
        return True

    monkeypatch.setattr(signing, "verify_password", check)
    assert sign_in(app.test_client(), person.email).status_code == 422


@pytest.mark.parametrize("typed", ["  {} ", "{}", "Ｓ{}"], ids=["blanks", "plain", "full-width"])
def test_an_address_is_read_however_it_is_typed(app: Flask, make_person: Callable, typed: str) -> None:
    email = make_person(Role.OFFICIAL, email="shokuin@example.jp").email
    written = typed.format(email[1:] if "Ｓ" in typed else email)
    client = app.test_client()
    assert sign_in(client, written).status_code == 303
    assert is_signed_in(client)


def test_a_password_typed_in_full_width_letters_is_the_same_password(
    app: Flask, make_person: Callable
) -> None:
    wide = factories.PASSWORD.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert sign_in(app.test_client(), make_person(Role.OFFICIAL).email, wide).status_code == 303


def test_an_empty_form_names_both_fields_and_keeps_the_address(app: Flask) -> None:
    page = Page(sign_in(app.test_client(), "", ""))
    assert len(page.errors) == 2
    page = Page(sign_in(app.test_client(), "shokuin@example.jp", "x"))
    assert page.value("メールアドレス") == "shokuin@example.jp"
    assert page.value("パスワード") == ""


def test_signing_in_and_out_stand_in_the_audit_log(app: Flask, make_person: Callable) -> None:
    person, client = make_person(Role.OFFICIAL), app.test_client()
    sign_in(client, person.email)
    client.post("/staff/sign-out")
    with app.app_context():
        events = db.session.query(AuditEvent).order_by(AuditEvent.id).all()
        assert [(e.action, e.staff_member_id) for e in events] == [
            (AuditAction.SIGNED_IN, person.id),
            (AuditAction.SIGNED_OUT, person.id),
        ]
        assert db.session.query(StaffSession).count() == 0


def test_a_refused_try_writes_nothing(app: Flask, make_person: Callable) -> None:
    sign_in(app.test_client(), make_person(Role.OFFICIAL).email, "x")
    with app.app_context():
        assert db.session.query(AuditEvent).count() == db.session.query(StaffSession).count() == 0


def test_there_is_no_way_in_but_the_sign_in_page(app: Flask, make_person: Callable) -> None:
    """No registration, no token in a header or an address, no remembered browser, none of a library's own pages."""
    person = make_person(Role.ADMIN)
    with app.test_request_context():
        from flask_security.proxies import _security

        token = _security.datastore.find_user(email=person.email).get_auth_token()
        remembered = app.extensions["security"].login_manager
        assert remembered is app.login_manager
    client = app.test_client()
    client.set_cookie("remember_token", "1|x")
    assert client.get("/staff", headers={"Authentication-Token": token}).status_code == 302
    assert client.get("/staff", query_string={"auth_token": token}).status_code == 302
    for address in ("/login", "/register", "/reset", "/verify", "/change", "/logout"):
        assert client.get(address).status_code == 404
