"""Administrators keep the accounts; nobody locks themselves out, and nobody overwrites another's change unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import AuditEvent, StaffMember
from tests import factories
from tests.consult.accounts.conftest import Person, is_signed_in, sign_in
from tests.pages import Page
from tests.query_counting import counted_queries

NEW = "kasa to ringo no uta 7"


@pytest.fixture
def admin(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.ADMIN)


def edit(client: FlaskClient, member_id: int, **fields: object) -> object:
    """Open the page, change what is given, send."""
    page = Page(client.get(f"/staff/accounts/{member_id}"))
    ticked = [
        box.attributes["value"] for box in page.root.all("input", name="roles") if "checked" in box.attributes
    ]
    form: dict[str, object] = {
        "name": page.value("氏名"),
        "roles": ticked,
        "active": "y",
        "seen": page.hidden("seen"),
    }
    form |= fields
    return client.post(f"/staff/accounts/{member_id}", data={k: v for k, v in form.items() if v is not None})


def member(app: Flask, member_id: int) -> StaffMember:
    with app.app_context():
        return db.session.get_one(StaffMember, member_id)


def test_a_new_member_gets_a_link_and_signs_in_with_the_password_set_by_it(
    app: Flask, admin: FlaskClient
) -> None:
    form = {"email": "Drafter@Example.jp", "name": "策定花子", "roles": ["drafter", "official"]}
    answer = admin.post("/staff/accounts/new", data=form)
    path = urlsplit(Page(answer).value("策定花子")).path
    client = app.test_client()
    assert client.post(path, data={"password": NEW, "again": NEW}).status_code == 303
    assert sign_in(client, "drafter@example.jp", NEW).status_code == 303
    assert [row[:3] for row in Page(admin.get("/staff/accounts")).rows()][1] == [
        "策定花子",
        "drafter@example.jp",
        "担当職員、策定担当",
    ]


def test_the_list_tells_who_has_no_password_yet_and_counts_people_in_mei(
    app: Flask, admin: FlaskClient
) -> None:
    answer = admin.post(
        "/staff/accounts/new", data={"email": "new@example.jp", "name": "新人", "roles": ["official"]}
    )
    waiting = Page(admin.get("/staff/accounts"))
    assert {row[0]: row[3] for row in waiting.rows()[1:]}["新人"] == "パスワード設定待ち"
    assert "2名中 1〜2名" in waiting.main.text
    path = urlsplit(Page(answer).value("新人")).path
    app.test_client().post(path, data={"password": NEW, "again": NEW})
    rows = Page(admin.get("/staff/accounts")).rows()[1:]
    assert {row[0]: row[3] for row in rows}["新人"] == "利用中"


def test_what_is_wrong_is_listed_in_the_order_of_the_fields(admin: FlaskClient) -> None:
    errors = Page(admin.post("/staff/accounts/new", data={})).errors
    assert [error.partition("：")[0] for error in errors] == ["メールアドレス", "氏名", "役割"]
    errors = Page(admin.post("/staff/password", data={"again": "x"})).errors
    assert [error.partition("：")[0] for error in errors][:2] == ["いまのパスワード", "新しいパスワード"]


def test_before_the_link_is_used_nobody_can_sign_in(app: Flask, admin: FlaskClient) -> None:
    admin.post("/staff/accounts/new", data={"email": "new@example.jp", "name": "新人", "roles": ["official"]})
    for guess in ("", "x", factories.PASSWORD):
        assert sign_in(app.test_client(), "new@example.jp", guess).status_code == 422


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": ""}, "メールアドレス：入力してください。"),
        (
            {"email": "no address"},
            "メールアドレス：メールアドレスの形（例：shokuin@example.jp）で入力してください。",
        ),
        ({"email": "a@" + "x" * 260}, "メールアドレス：254文字以内で入力してください。"),
        ({"name": ""}, "氏名：入力してください。"),
        ({"name": "𠮷" * 101}, "氏名：100文字以内で入力してください。"),
        ({"roles": []}, "役割：役割を一つ以上選んでください。"),
        ({"roles": ["emperor"]}, "役割：役割を一つ以上選んでください。"),
    ],
)
def test_a_faulty_entry_is_told_beside_its_field_and_kept(
    app: Flask, admin: FlaskClient, fields: dict, message: str
) -> None:
    form = {"email": "new@example.jp", "name": "新人", "roles": ["official"]} | fields
    answer = admin.post("/staff/accounts/new", data=form)
    assert answer.status_code == 422
    assert Page(answer).errors == [message]
    assert Page(answer).value("メールアドレス") == form["email"]
    with app.app_context():
        assert db.session.query(StaffMember).count() == 1


def test_the_roles_are_one_group_of_tick_boxes_with_their_labels(admin: FlaskClient) -> None:
    group = Page(admin.get("/staff/accounts/new")).root.first("fieldset", id="roles")
    assert group.first("legend").text.startswith("役割")
    assert [label.text for label in group.all("label")] == [role.label for role in Role]


def test_one_account_per_address_however_it_is_written(admin: FlaskClient, make_person: Callable) -> None:
    make_person(Role.OFFICIAL, email="taken@example.jp")
    for written in ("taken@example.jp", " TAKEN@example.jp", "ｔａｋｅｎ＠ｅｘａｍｐｌｅ．ｊｐ"):
        form = {"email": written, "name": "二人目", "roles": ["official"]}
        page = Page(admin.post("/staff/accounts/new", data=form))
        assert page.errors == ["メールアドレス：このメールアドレスの職員はもう登録されています。"]


def test_parallel_registrations_of_one_address_make_one_account(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    """TW4."""
    clients = [staff_client(Role.ADMIN) for _ in range(8)]
    form = {"email": "same@example.jp", "name": "同じ人", "roles": ["official"]}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda c: c.post("/staff/accounts/new", data=form).status_code, clients))
    assert sorted(answers) == [200] + [422] * 7
    with app.app_context():
        assert db.session.query(StaffMember).filter_by(email="same@example.jp").count() == 1


def test_a_change_of_roles_signs_the_person_out_and_holds_at_once(
    app: Flask, admin: FlaskClient, make_person: Callable
) -> None:
    person, client = make_person(Role.ADMIN), app.test_client()
    sign_in(client, person.email)
    assert edit(admin, person.id, roles=["drafter"]).status_code == 303
    assert client.get("/staff/accounts").status_code == 302
    sign_in(client, person.email)
    assert client.get("/staff/accounts").status_code == 404


def test_closing_an_account_ends_its_sessions_and_opening_it_again_revives_none(
    app: Flask, admin: FlaskClient, make_person: Callable
) -> None:
    person, client = make_person(Role.OFFICIAL), app.test_client()
    sign_in(client, person.email)
    assert edit(admin, person.id, active=None).status_code == 303
    assert not is_signed_in(client)
    assert edit(admin, person.id, active="y").status_code == 303
    assert not is_signed_in(client)
    assert sign_in(client, person.email).status_code == 303


def test_a_change_of_name_disturbs_nobody(app: Flask, admin: FlaskClient, make_person: Callable) -> None:
    person, client = make_person(Role.OFFICIAL), app.test_client()
    sign_in(client, person.email)
    edit(admin, person.id, name="改姓した人")
    assert is_signed_in(client)


@pytest.mark.parametrize("fields", [{"roles": ["official"]}, {"active": None}])
def test_administrators_cannot_lock_themselves_out(app: Flask, admin: FlaskClient, fields: dict) -> None:
    own = 1
    answer = edit(admin, own, **fields)
    assert answer.status_code == 422
    assert "ご自分の" in Page(answer).errors[0]
    assert member(app, own).active
    assert member(app, own).granted_roles == [Role.ADMIN]


def test_giving_oneself_a_further_role_keeps_this_browser_signed_in(app: Flask, admin: FlaskClient) -> None:
    assert edit(admin, 1, roles=["admin", "drafter"]).status_code == 303
    assert is_signed_in(admin)
    assert member(app, 1).granted_roles == [Role.DRAFTER, Role.ADMIN]


def test_a_page_opened_before_another_administrators_change_does_not_undo_it(
    app: Flask, admin: FlaskClient, staff_client: Callable[..., FlaskClient], make_person: Callable
) -> None:
    """TW1: the account was closed meanwhile; an old page must not open it again."""
    person = make_person(Role.OFFICIAL)
    seen = Page(admin.get(f"/staff/accounts/{person.id}")).hidden("seen")
    edit(staff_client(Role.ADMIN), person.id, active=None)
    answer = edit(admin, person.id, name="改姓した人", active="y", seen=seen)
    assert answer.status_code == 422
    assert "ほかの管理者" in Page(answer).errors[0]
    assert not member(app, person.id).active


def test_fields_that_are_not_on_the_form_change_nothing(
    app: Flask, admin: FlaskClient, make_person: Callable
) -> None:
    """TP6."""
    person = make_person(Role.OFFICIAL)
    before = member(app, person.id)
    smuggled = {
        "password": "x",
        "email": "x@example.jp",
        "fs_uniquifier": "x",
        "id": "9",
        "role_codes": "admin",
    }
    edit(admin, person.id, must_change_password="y", created_at="2000-01-01", **smuggled)
    after = member(app, person.id)
    for column in (
        "id",
        "email",
        "password",
        "fs_uniquifier",
        "role_codes",
        "must_change_password",
        "created_at",
    ):
        assert getattr(after, column) == getattr(before, column), column


def test_an_own_change_of_password_accepts_no_role(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.OFFICIAL)
    form = {"current": factories.PASSWORD, "password": NEW, "again": NEW, "roles": "admin", "role": "admin"}
    client.post("/staff/password", data=form)
    assert member(app, 1).granted_roles == [Role.OFFICIAL]


def test_every_act_on_an_account_stands_in_the_audit_log_without_names_and_addresses(
    app: Flask, admin: FlaskClient
) -> None:
    admin.post(
        "/staff/accounts/new", data={"email": "new@example.jp", "name": "新人次郎", "roles": ["official"]}
    )
    edit(admin, 2, name="改姓次郎", roles=["drafter"])
    with app.app_context():
        events = [e for e in db.session.query(AuditEvent).order_by(AuditEvent.id) if e.object_id == 2]
        assert [e.action for e in events] == [AuditAction.ADDED, AuditAction.ISSUED, AuditAction.CHANGED]
        assert {e.staff_member_id for e in events} == {1}
        assert events[-1].details == {"fields": ["name", "role_codes"], "roles": ["drafter"], "active": True}
        assert "次郎" not in str([e.details for e in events])
        assert "@" not in str([e.details for e in events])


def test_a_member_that_does_not_exist_is_not_found(admin: FlaskClient) -> None:
    assert admin.get("/staff/accounts/999").status_code == 404
    assert admin.post("/staff/accounts/999", data={}).status_code == 404
    assert admin.post("/staff/accounts/999/link").status_code == 404


def test_the_list_asks_the_database_no_more_for_more_members(
    admin: FlaskClient, make_person: Callable
) -> None:
    with counted_queries() as few:
        admin.get("/staff/accounts")
    for _ in range(60):
        make_person(Role.OFFICIAL)
    with counted_queries() as many:
        page = Page(admin.get("/staff/accounts"))
    assert len(few) == len(many)
    assert "61名中 1〜50名" in page.text


def test_names_are_shown_as_text_and_never_as_markup(admin: FlaskClient, make_person: Callable) -> None:
    make_person(Role.OFFICIAL, name="<img src=x onerror=alert(1)>")
    page = Page(admin.get("/staff/accounts"))
    assert page.root.all("img") == []
    assert "<img src=x onerror=alert(1)>" in page.text


def test_nobody_sees_a_hash(admin: FlaskClient, make_person: Callable) -> None:
    person: Person = make_person(Role.OFFICIAL)
    for address in ("/staff/accounts", f"/staff/accounts/{person.id}"):
        assert "argon2" not in admin.get(address).get_data(as_text=True)
