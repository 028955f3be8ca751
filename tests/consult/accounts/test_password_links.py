"""TS11: single use, 24 hours, bound to its account, used up only by sending the form."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import AuditEvent, PasswordLink, StaffMember
from tests import factories
from tests.consult.accounts.conftest import Person, is_signed_in, sign_in
from tests.pages import Page

NEW = "kasa to ringo no uta 7"


@pytest.fixture
def person(make_person: Callable) -> Person:
    return make_person(Role.OFFICIAL)


@pytest.fixture
def admin(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.ADMIN)


def issue(admin: FlaskClient, person: Person) -> str:
    """The path of a new link, read from the page that shows it."""
    answer = admin.post(f"/staff/accounts/{person.id}/link")
    assert answer.status_code == 200
    return urlsplit(Page(answer).value("職員")).path


def set_password(app: Flask, path: str, new: str = NEW) -> int:
    return app.test_client().post(path, data={"password": new, "again": new}).status_code


def test_a_link_sets_a_new_password_and_ends_the_open_sessions(
    app: Flask, admin: FlaskClient, person: Person
) -> None:
    open_browser = app.test_client()
    sign_in(open_browser, person.email)
    path = issue(admin, person)
    client = app.test_client()
    assert Page(client.get(path)).heading == "パスワードの設定"
    answer = client.post(path, data={"password": NEW, "again": NEW})
    assert (answer.status_code, answer.location) == (303, "/staff/sign-in")
    assert "パスワードを設定しました" in Page(client.get("/staff/sign-in")).text
    assert not is_signed_in(open_browser)
    assert not is_signed_in(client)
    assert sign_in(app.test_client(), person.email).status_code == 422
    assert sign_in(app.test_client(), person.email, NEW).status_code == 303


def test_opening_a_link_uses_nothing_up(app: Flask, admin: FlaskClient, person: Person) -> None:
    path = issue(admin, person)
    for _ in range(3):
        assert app.test_client().get(path).status_code == 200
        assert app.test_client().head(path).status_code == 200
    assert set_password(app, path) == 303


def test_a_link_works_once(app: Flask, admin: FlaskClient, person: Person) -> None:
    path = issue(admin, person)
    assert set_password(app, path) == 303
    assert app.test_client().get(path).status_code == 404
    assert set_password(app, path, "another kasa to ringo 8") == 404
    assert sign_in(app.test_client(), person.email, NEW).status_code == 303
    with app.app_context():
        used = db.session.scalars(select(PasswordLink).where(PasswordLink.staff_member_id == person.id)).one()
        assert used.used_at is not None, "a used link stays as a record"


def test_a_link_ends_after_a_day(app: Flask, admin: FlaskClient, person: Person, later: Callable) -> None:
    path = issue(admin, person)
    later(hours=23, minutes=59)
    assert app.test_client().get(path).status_code == 200
    later(hours=24, seconds=1)
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    assert "このリンクは使えません" in Page(answer).text
    assert set_password(app, path) == 404


def test_a_newer_link_withdraws_the_earlier_one(app: Flask, admin: FlaskClient, person: Person) -> None:
    first, second = issue(admin, person), issue(admin, person)
    assert first != second
    assert set_password(app, first) == 404
    assert set_password(app, second) == 303


def test_changing_the_password_oneself_withdraws_open_links(
    app: Flask, admin: FlaskClient, person: Person
) -> None:
    path, client = issue(admin, person), app.test_client()
    sign_in(client, person.email)
    client.post("/staff/password", data={"current": factories.PASSWORD, "password": NEW, "again": NEW})
    assert set_password(app, path) == 404


def test_a_weak_or_mistyped_password_leaves_the_link_usable(
    app: Flask, admin: FlaskClient, person: Person
) -> None:
    path, client = issue(admin, person), app.test_client()
    assert Page(client.post(path, data={"password": "short", "again": "short"})).errors
    mistyped = client.post(path, data={"password": NEW, "again": NEW + "x"})
    assert mistyped.status_code == 422
    assert Page(mistyped).errors == ["新しいパスワード（確認）：上の欄と同じパスワードを入力してください。"]
    assert set_password(app, path) == 303


def test_a_link_of_a_closed_account_is_dead(
    app: Flask, admin: FlaskClient, person: Person, change: Callable
) -> None:
    path = issue(admin, person)
    change(person, active=False)
    assert set_password(app, path) == 404
    assert admin.post(f"/staff/accounts/{person.id}/link").status_code == 400


def test_closing_an_account_withdraws_its_link_for_good(
    app: Flask, admin: FlaskClient, person: Person, change: Callable
) -> None:
    path = issue(admin, person)
    page = Page(admin.get(f"/staff/accounts/{person.id}"))
    closing = {"name": page.value("氏名"), "roles": Role.OFFICIAL.value, "seen": page.hidden("seen")}
    assert admin.post(f"/staff/accounts/{person.id}", data=closing).status_code == 303
    change(person, active=True)
    assert set_password(app, path) == 404


def test_guessed_links_open_nothing(app: Flask, admin: FlaskClient, person: Person) -> None:
    path = issue(admin, person)
    for guess in (path[:-1], path + "x", "/staff/set-password/x", "/staff/set-password/%F0%9F%8D%8E"):
        assert set_password(app, guess) == 404


def test_the_token_stands_only_on_the_page_and_the_audit_log_names_who_issued_it(
    app: Flask, admin: FlaskClient, person: Person
) -> None:
    token = issue(admin, person).rsplit("/", 1)[1]
    with app.app_context():
        assert db.session.query(PasswordLink).one().token_hash != token
        event = db.session.query(AuditEvent).filter_by(action=AuditAction.ISSUED).one()
        assert event.object_id == person.id
        assert event.staff_member_id != person.id
        assert token not in str(event.details)
    assert token not in admin.get(f"/staff/accounts/{person.id}").get_data(as_text=True)


def test_a_link_for_one_account_changes_no_other(app: Flask, admin: FlaskClient, person: Person) -> None:
    path = issue(admin, person)
    form = {"password": NEW, "again": NEW, "member_id": "2", "email": "x@example.jp", "staff_member_id": "2"}
    app.test_client().post(path, data=form)
    with app.app_context():
        others = db.session.query(StaffMember).filter(StaffMember.id != person.id)
        assert {member.password for member in others} == {factories.PASSWORD_HASH}
