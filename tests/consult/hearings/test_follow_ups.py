"""宿題: what was promised in a hearing; due dates typed as people type; done, undone, removed and brought back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import AuditEvent, FollowUp, Hearing
from tests import factories
from tests.consult.hearings.page_of_hearing import cut_page, fields_of, press
from tests.pages import Page
from tests.query_counting import counted_queries


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def hearing_id(app: Flask) -> int:
    with app.app_context():
        found = factories.make_hearing().id
        db.session.commit()
        return found


def rows() -> list[FollowUp]:
    return list(db.session.scalars(select(FollowUp).order_by(FollowUp.id)))


def edit_form(client: FlaskClient) -> dict[str, str]:
    page = Page(client.get("/staff/hearings/follow-ups/1/edit"))
    return fields_of(page, page.root.first("form", action="/staff/hearings/follow-ups/1/edit"))


def test_what_was_promised_is_logged_with_the_hearing(app: Flask, official: FlaskClient) -> None:
    typed = {"follow_up_1": "資料を送る", "follow_up_due_1": "Ｒ８．１２．１", "follow_up_3": "また訪ねる"}
    press(official, cut_page(official, **typed), "register")
    with app.app_context():
        assert [(row.wording, row.due_on) for row in rows()] == [
            ("資料を送る", date(2026, 12, 1)),
            ("また訪ねる", None),
        ]
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "follow_up")).all()
        assert [event.action for event in events] == [AuditAction.ADDED] * 2
    text = Page(official.get("/staff/hearings/1")).text
    assert "資料を送る（期限 令和8年12月1日(火)" in text and "また訪ねる（期限なし）" in text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"follow_up_1": "送る", "follow_up_due_1": "R8.2.30"}, "2月は28日まで"),
        ({"follow_up_due_2": "R8.12.1"}, "期限だけが入っています"),
        ({"follow_up_1": "あ" * 501}, "500字まで"),
    ],
)
def test_a_promise_that_cannot_be_read_is_explained_and_nothing_is_lost(
    app: Flask, official: FlaskClient, typed: dict[str, str], message: str
) -> None:
    answer = press(official, cut_page(official, **typed), "register")
    page = Page(answer)
    assert answer.status_code == 422
    assert any(message in error for error in page.errors), page.errors
    assert {name: fields_of(page)[name] for name in typed} == typed
    assert "open" in page.root.first("details", class_="rare-fields").attributes


def test_a_draft_keeps_what_was_promised(app: Flask, official: FlaskClient) -> None:
    cut_page(official, follow_up_2="また訪ねる", follow_up_due_2="年内")
    opened = fields_of(Page(official.get("/staff/hearings/drafts/1")))
    assert (opened["follow_up_2"], opened["follow_up_due_2"]) == ("また訪ねる", "年内")


def test_it_is_added_done_and_opened_again_on_the_hearings_page(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    address = f"/staff/hearings/{hearing_id}/follow-ups"
    refused = official.post(address, data={"wording": " ", "due": "明日"})
    assert refused.status_code == 422
    assert Page(refused).value("期限") == "明日"
    assert official.post(address, data={"wording": "資料を送る", "due": "R8.12.1"}).status_code == 303
    for act, is_done in (("done", True), ("done", True), ("open", False)):
        assert official.post(f"/staff/hearings/follow-ups/1/{act}").status_code == 303
        with app.app_context():
            assert (rows()[0].done_at is not None) is is_done
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "follow_up")).all()
        assert [event.details.get("is_done") for event in events] == [None, True, False]


def test_a_removed_one_is_in_no_list_and_comes_back(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    official.post(f"/staff/hearings/{hearing_id}/follow-ups", data={"wording": "資料を送る", "due": ""})
    official.post("/staff/hearings/follow-ups/1/remove")
    assert "資料を送る" not in Page(official.get("/staff/hearings/follow-ups")).main.text
    assert "取り消した宿題（1件）" in Page(official.get(f"/staff/hearings/{hearing_id}")).text
    assert official.get("/staff/hearings/follow-ups/1/edit").status_code == 409
    official.post("/staff/hearings/follow-ups/1/put-back")
    assert "資料を送る" in Page(official.get("/staff/hearings/follow-ups")).main.text


def test_two_people_who_change_one_see_both_texts(app: Flask, official: FlaskClient, hearing_id: int) -> None:
    official.post(f"/staff/hearings/{hearing_id}/follow-ups", data={"wording": "送る", "due": "R8.12.1"})
    mine = edit_form(official)
    first = {**edit_form(official), "wording": "資料を送る"}
    assert official.post("/staff/hearings/follow-ups/1/edit", data=first).status_code == 303
    answer = official.post("/staff/hearings/follow-ups/1/edit", data={**mine, "wording": "図面を送る"})
    assert answer.status_code == 409
    page = Page(answer)
    assert ["宿題", "資料を送る", "図面を送る"] in page.rows("保存済みの内容と")
    with app.app_context():
        assert rows()[0].wording == "資料を送る"
    again = fields_of(page, page.root.first("form", action="/staff/hearings/follow-ups/1/edit"))
    assert official.post("/staff/hearings/follow-ups/1/edit", data=again).status_code == 303
    with app.app_context():
        assert rows()[0].wording == "図面を送る"


def test_the_list_has_the_nearest_first_and_says_what_is_due(app: Flask, official: FlaskClient) -> None:
    today = clock.today()
    with app.app_context():
        hearing, gone = factories.make_hearing(), factories.make_hearing(removed_at=factories.NOW)
        factories.make_follow_up(hearing=hearing, wording="いつか")
        factories.make_follow_up(hearing=hearing, wording="来月", due_on=today + timedelta(days=30))
        factories.make_follow_up(hearing=hearing, wording="今日", due_on=today)
        factories.make_follow_up(hearing=hearing, wording="済んだ", done_at=factories.NOW)
        factories.make_follow_up(hearing=gone, wording="取り消したヒアリングの", due_on=today)
        db.session.commit()

    def listed(show: str = "") -> list[str]:
        page = Page(official.get("/staff/hearings/follow-ups", query_string={"show": show}))
        return [row[1] for row in page.rows()[1:]]

    assert listed() == listed("nonsense") == ["今日", "来月", "いつか"]
    assert listed("due") == ["今日"]
    assert listed("done") == ["済んだ"]
    page = Page(official.get("/staff/hearings/follow-ups"))
    assert "期限が来ています" in page.rows()[1][0] and "残っているもの 3件" in page.text


def test_the_first_page_of_staff_says_in_one_line_that_something_is_due(
    app: Flask, staff_client: Callable[..., FlaskClient], hearing_id: int
) -> None:
    official, admin = staff_client(Role.OFFICIAL), staff_client(Role.ADMIN)
    with app.app_context():
        hearing = db.session.get_one(Hearing, hearing_id)
        factories.make_follow_up(hearing=hearing, due_on=clock.today() + timedelta(days=1))
        db.session.commit()
    assert "宿題" not in Page(official.get("/staff")).main.text
    with app.app_context():
        factories.make_follow_up(hearing=db.session.get_one(Hearing, hearing_id), due_on=clock.today())
        db.session.commit()
    page = Page(official.get("/staff"))
    assert page.links["宿題が1件"] == "/staff/hearings/follow-ups?show=due"
    assert "宿題" not in Page(admin.get("/staff")).main.text


def test_the_list_needs_as_many_queries_for_many(app: Flask, official: FlaskClient) -> None:
    counts = []
    for size in (1, 20):
        with app.app_context():
            for _ in range(size):
                factories.make_follow_up(hearing=factories.make_hearing())
            db.session.commit()
        with counted_queries() as asked:
            official.get("/staff/hearings/follow-ups")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_only_reads_is_offered_no_button(
    app: Flask, staff_client: Callable[..., FlaskClient], hearing_id: int
) -> None:
    with app.app_context():
        factories.make_follow_up(hearing=factories.make_hearing())
        db.session.commit()
    drafter = staff_client(Role.DRAFTER)
    for address in ("/staff/hearings/follow-ups", "/staff/hearings/2"):
        forms = [form.attributes["action"] for form in Page(drafter.get(address)).main.all("form")]
        assert [action for action in forms if "follow" in action or "attach" in action] == [], address
