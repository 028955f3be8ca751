"""A fresh data folder has one administrator with a one-time password; scripts add accounts by `flask staff add`."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.accounts import services
from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import AuditEvent, StaffMember
from tests.consult.accounts.conftest import is_signed_in, sign_in
from tests.pages import Page

NEW = "kasa to ringo no uta 7"


@pytest.fixture
def first(app: Flask) -> services.FirstPassword:
    with app.app_context():
        found = services.ensure_first_administrator()
        db.session.commit()
    assert found is not None
    return found


def test_the_first_administrator_is_made_once(app: Flask, first: services.FirstPassword) -> None:
    assert first.email == services.FIRST_ADMINISTRATOR
    assert re.fullmatch(r"[a-z2-9]{5}(-[a-z2-9]{5}){4}", first.password)
    with app.app_context():
        assert services.ensure_first_administrator() is None
        assert [m.granted_roles for m in db.session.query(StaffMember)] == [[Role.ADMIN]]
        assert first.password not in str([e.details for e in db.session.query(AuditEvent)])


def test_no_one_time_password_is_made_where_an_administrator_exists(
    app: Flask, make_person: Callable
) -> None:
    make_person(Role.ADMIN, active=False)
    with app.app_context():
        assert services.ensure_first_administrator() is None


def test_the_one_time_password_leads_to_changing_it_before_anything_else(
    app: Flask, first: services.FirstPassword
) -> None:
    client = app.test_client()
    assert sign_in(client, first.email, first.password).status_code == 303
    for address in ("/staff", "/staff/accounts", "/staff/accounts/new"):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (302, "/staff/password")
    made = client.post("/staff/accounts/new", data={"email": "a@example.jp", "name": "x", "roles": ["admin"]})
    assert made.status_code == 302
    page = Page(client.get("/staff/password"))
    assert "はじめに" in page.text
    same = {"current": first.password, "password": first.password, "again": first.password}
    assert Page(client.post("/staff/password", data=same)).errors == [
        "新しいパスワード：いまと違うパスワードにしてください。"
    ]
    form = {"current": first.password, "password": NEW, "again": NEW}
    assert client.post("/staff/password", data=form).status_code == 303
    assert client.get("/staff/accounts").status_code == 200
    assert sign_in(app.test_client(), first.email, first.password).status_code == 422
    with app.app_context():
        assert db.session.query(StaffMember).count() == 1


def test_with_a_one_time_password_one_can_still_sign_out(app: Flask, first: services.FirstPassword) -> None:
    client = app.test_client()
    sign_in(client, first.email, first.password)
    assert client.post("/staff/sign-out").status_code == 303
    assert not is_signed_in(client)


def test_staff_add_makes_an_account_that_can_sign_in(app: Flask) -> None:
    command = ["staff", "add", "Robo@Example.jp", "--role", "official", "--role", "admin", "--password-stdin"]
    result = app.test_cli_runner().invoke(args=command, input=NEW + "\n")
    assert result.exit_code == 0, result.output
    assert "登録しました: robo@example.jp（担当職員、管理者）" in result.output
    client: FlaskClient = app.test_client()
    assert sign_in(client, "robo@example.jp", NEW).status_code == 303
    assert client.get("/staff/accounts").status_code == 200
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action=AuditAction.ADDED).one()
        assert (event.actor, event.staff_member_id) == ("command", None)


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (["a@example.jp", "--role", "official", "--password-stdin"], "short", "15文字以上"),
        (["a@example.jp", "--role", "official", "--password-stdin"], "", "15文字以上"),
        (["a@example.jp", "--role", "emperor", "--password-stdin"], NEW, "emperor"),
        (["a@example.jp", "--password-stdin"], NEW, "--role"),
        (["a@example.jp", "--role", "official"], NEW, "--password-stdin"),
        (["taken@example.jp", "--role", "official", "--password-stdin"], NEW, "もう登録されています"),
        (["no address", "--role", "official", "--password-stdin"], NEW, "メールアドレスの形"),
    ],
)
def test_staff_add_refuses_with_a_reason_and_adds_nobody(
    app: Flask, make_person: Callable, arguments: list[str], typed: str, said: str
) -> None:
    make_person(Role.OFFICIAL, email="taken@example.jp")
    result = app.test_cli_runner().invoke(args=["staff", "add", *arguments], input=typed + "\n")
    assert result.exit_code != 0
    assert said in result.output
    with app.app_context():
        assert db.session.query(StaffMember).count() == 1
