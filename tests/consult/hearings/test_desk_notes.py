"""国等の動向: what was read, not heard; linked to packages and measures, found, removed with undo, counted nowhere."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import AuditEvent, DeskNote, Measure, PolicyPackage
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

TYPED = {
    "title": "架空省の新しい方針",
    "publisher": "架空省",
    "noted_on": "Ｒ８．１１．９",
    "source": "方針 12ページ",
    "body": "移動手段の確保を重点とする。",
}


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def links(app: Flask) -> list[str]:
    """A package, and one of its measures, as the form sends them."""
    with app.app_context():
        factories.make_plan()
        package = db.session.scalars(select(PolicyPackage).order_by(PolicyPackage.position)).first()
        assert package is not None
        package.measures.append(Measure(name="みんなの足を守る", position=1))
        db.session.commit()
        return [package.code, f"{package.code}\tみんなの足を守る"]


def kept(client: FlaskClient, **typed: object):
    token = Page(client.get("/staff/desk-notes/new")).hidden("form_token")
    return client.post("/staff/desk-notes/new", data={**TYPED, "form_token": token, **typed})


def changed(client: FlaskClient, note_id: int = 1, version: str = "1", **typed: object):
    data = {**TYPED, "version": version, **typed}
    return client.post(f"/staff/desk-notes/{note_id}/edit", data=data)


def notes() -> list[DeskNote]:
    return list(db.session.scalars(select(DeskNote).order_by(DeskNote.id)))


def titles(client: FlaskClient, **asked: str) -> list[str]:
    page = Page(client.get("/staff/desk-notes", query_string=asked))
    return [row[1] for row in page.rows()[1:]] if page.root.all("table") else []


def test_pages_without_a_token_of_their_own_are_kept_as_notes_of_their_own(
    app: Flask, official: FlaskClient
) -> None:
    for title, token in (("一つめ", ""), ("二つめ", ""), ("三つめ", "x" * 65)):
        assert kept(official, title=title, form_token=token).status_code == 303
    assert titles(official) == ["三つめ", "二つめ", "一つめ"]


def test_a_page_sent_again_with_changes_says_that_they_were_not_kept(official: FlaskClient) -> None:
    token = Page(official.get("/staff/desk-notes/new")).hidden("form_token")
    for title, told in (
        ("はじめ", "登録しました"),
        ("はじめ", "登録しました"),
        ("あと", "変更は登録していません"),
    ):
        answer = kept(official, title=title, form_token=token)
        assert told in Page(official.get(answer.headers["Location"])).text
    assert titles(official) == ["はじめ"]


def test_a_finding_is_kept_with_what_it_touches(app: Flask, official: FlaskClient, links: list[str]) -> None:
    assert kept(official, links=links).status_code == 303
    with app.app_context():
        note = notes()[0]
        assert (note.title, note.noted_on, note.noted_on_typed) == (
            "架空省の新しい方針",
            date(2026, 11, 9),
            "Ｒ８．１１．９",
        )
        assert [(link.package_code, link.measure) for link in note.links] == [
            (links[0], ""),
            tuple(links[1].split("\t")),
        ]
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "desk_note")).one()
        assert (event.action, event.details) == (AuditAction.ADDED, {})
    page = Page(official.get("/staff/desk-notes/1"))
    assert "令和8年11月9日(月)" in page.text and "移動手段の確保を重点とする。" in page.text
    assert any(address == f"/strategy/packages/{links[0]}" for address in page.links.values())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": " \u200b"}, "題名を入力してください"),
        ({"noted_on": "R8.2.30"}, "2月は28日まで"),
        ({"body": "あ" * 20_001}, "20,000字まで"),
        ({"links": "9-9"}, "いまの戦略にない分類"),
    ],
)
def test_what_cannot_be_kept_is_explained_and_nothing_typed_is_lost(
    app: Flask, official: FlaskClient, links: list[str], typed: dict[str, str], told: str
) -> None:
    answer = kept(official, **typed)
    page = Page(answer)
    assert answer.status_code == 422
    assert any(told in error for error in page.errors), page.errors
    assert page.value("出典") == "方針 12ページ"
    assert page.value("要点") == typed.get("body", TYPED["body"])
    with app.app_context():
        assert notes() == []


def test_ticked_links_stay_ticked_on_a_refused_form(official: FlaskClient, links: list[str]) -> None:
    page = Page(kept(official, title="", links=links))
    ticked = [box for box in page.root.all("input", name="links") if "checked" in box.attributes]
    assert [box.attributes["value"] for box in ticked] == links


def test_a_second_send_of_one_page_makes_one_note(app: Flask, official: FlaskClient) -> None:
    for _ in range(2):
        assert kept(official, form_token="the same page").status_code == 303
    with app.app_context():
        assert len(notes()) == 1


def test_two_people_who_change_one_see_both_texts(
    app: Flask, official: FlaskClient, links: list[str]
) -> None:
    kept(official)
    assert changed(official, body="先の人の要点", links=links[:1]).status_code == 303
    answer = changed(official, body="わたしの要点")
    assert answer.status_code == 409
    page = Page(answer)
    rows = {row[0]: row[1:] for row in page.rows("保存済みの内容と")[1:]}
    assert rows["要点"] == ["先の人の要点", "わたしの要点"]
    assert rows["関わる政策パッケージと施策"] == [links[0], "（空欄）"]
    assert page.hidden("version") == "2"
    with app.app_context():
        assert notes()[0].body == "先の人の要点"
    assert changed(official, version="2", body="わたしの要点").status_code == 303


def test_a_link_of_an_older_strategy_stays_until_somebody_takes_it_out(
    app: Flask, official: FlaskClient, links: list[str]
) -> None:
    with app.app_context():
        factories.make_desk_note(links=[("0-0", "昔の施策")])
        db.session.commit()
    assert "0-0（いまの戦略にはありません）" in Page(official.get("/staff/desk-notes/1")).text
    assert "0-0 昔の施策（いまの戦略にはありません）" in Page(official.get("/staff/desk-notes/1/edit")).text
    assert changed(official, links=["0-0\t昔の施策"]).status_code == 303
    with app.app_context():
        assert [link.package_code for link in notes()[0].links] == ["0-0"]


def test_it_is_removed_after_a_question_with_its_title_and_comes_back(
    app: Flask, official: FlaskClient
) -> None:
    kept(official)
    assert "「架空省の新しい方針」を取り消しますか" in Page(official.get("/staff/desk-notes/1/remove")).text
    assert official.post("/staff/desk-notes/1/remove", data={"reason": "重複"}).status_code == 303
    assert titles(official) == []
    assert titles(official, state="removed") == ["架空省の新しい方針"]
    assert "理由：重複" in Page(official.get("/staff/desk-notes/1")).text
    assert official.get("/staff/desk-notes/1/edit").status_code == 409
    lost = changed(official, version="2", body="消えてはいけない")
    assert lost.status_code == 422 and Page(lost).value("要点") == "消えてはいけない"
    official.post("/staff/desk-notes/1/put-back")
    assert titles(official) == ["架空省の新しい方針"]
    with app.app_context():
        acts = [e.action for e in db.session.scalars(select(AuditEvent)) if e.object_type == "desk_note"]
        assert acts == [AuditAction.ADDED, AuditAction.REMOVED, AuditAction.PUT_BACK]


def test_the_list_is_searched_narrowed_and_sorted(
    app: Flask, official: FlaskClient, links: list[str]
) -> None:
    with app.app_context():
        factories.make_desk_note(title="乙の白書", body="交通100%", links=[(links[0], ""), (links[0], "足")])
        factories.make_desk_note(title="甲の計画", noted_on=date(2020, 1, 1), source="交通の章")
        factories.make_desk_note(title="丙の通知", noted_on=None, noted_on_typed="")
        db.session.commit()
    assert titles(official) == ["乙の白書", "甲の計画", "丙の通知"]
    assert titles(official, sort="noted_on") == ["甲の計画", "乙の白書", "丙の通知"]
    assert titles(official, q="交通") == ["乙の白書", "甲の計画"]
    assert titles(official, q="交通 白書") == ["乙の白書"]
    assert titles(official, q="%") == ["乙の白書"]
    assert titles(official, package=links[0]) == ["乙の白書"]
    assert titles(official, package="nonsense") == []
    page = Page(official.get("/staff/desk-notes"))
    assert any("（1）" in option.text for option in page.field("政策パッケージ").all("option"))
    searched = official.post(
        "/staff/search", data={"list": "staff.hearings.desk_note_list", "q": "交通", "package": ""}
    )
    assert searched.status_code == 303 and "交通" not in searched.headers["Location"]
    page = Page(official.get(searched.headers["Location"]))
    assert [row[1] for row in page.rows()[1:]] == ["乙の白書", "甲の計画"]
    assert "題名・要点・出典のことば：交通 ×の条件を外す" in page.links


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_leaves_as_it_is_narrowed_and_it_is_on_record(
    app: Flask, official: FlaskClient, links: list[str], kind: str
) -> None:
    kept(official, title="国の交通の指針", links=links)
    kept(official, title="関わりのない指針")
    answer = official.post(f"/staff/desk-notes/export?package={links[0]}&q=交通", data={"file": kind})
    assert answer.headers["Content-Disposition"].endswith(f".{kind}")
    if kind == "csv":
        lines = answer.get_data().decode("utf-8-sig").splitlines()
        assert "国の交通の指針" in lines[1] and "みんなの足を守る" in "".join(lines)
        assert "関わりのない指針" not in "".join(lines)
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event and event.action is AuditAction.EXPORTED
        assert event.details["has_search"] is True and "交通" not in str(event.details)


def test_a_desk_note_counts_nowhere_and_no_public_page_shows_it(
    app: Flask, official: FlaskClient, public_client: FlaskClient, links: list[str]
) -> None:
    addresses = ("/", "/strategy", f"/strategy/packages/{links[0]}", "/strategy/timeline", "/main-opinions")
    before = [Page(public_client.get(address)).text for address in addresses]
    kept(official, links=links)
    assert [Page(public_client.get(address)).text for address in addresses] == before
    assert "延べ 0回・実 0者" in Page(official.get("/staff/hearings")).main.text


def test_drafters_keep_them_and_approvers_read_them(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    assert kept(staff_client(Role.DRAFTER)).status_code == 303
    approver = staff_client(Role.APPROVER)
    for address in ("/staff/desk-notes", "/staff/desk-notes/1"):
        links = Page(approver.get(address)).main.all("a")
        assert [a for a in links if a.attributes["href"].endswith(("/new", "/edit", "/remove"))] == []
    assert approver.get("/staff/desk-notes/1/edit").status_code == 404


def test_the_list_needs_as_many_queries_for_many(app: Flask, official: FlaskClient, links: list[str]) -> None:
    counts = []
    for size in (1, 30):
        with app.app_context():
            for _ in range(size):
                factories.make_desk_note(links=[(links[0], ""), (links[0], "足")])
            db.session.commit()
        with counted_queries() as asked:
            official.get("/staff/desk-notes")
        counts.append(len(asked))
    assert counts[0] == counts[1]
