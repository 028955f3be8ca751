"""Drafts save themselves, belong to their author (TP3), and lose nothing between two windows (TW1)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import Hearing, HearingDraft
from tests import factories
from tests.consult.hearings.page_of_hearing import FACTS, NOTES, cards, cut_page, fields_of, press
from tests.pages import Page


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def autosave(client: FlaskClient, fields: dict[str, str]):
    return client.post("/staff/hearings/drafts", data=fields)


def drafts() -> list[HearingDraft]:
    return list(db.session.scalars(select(HearingDraft).order_by(HearingDraft.id)))


def new_fields(client: FlaskClient, **typed: str) -> dict[str, str]:
    return {**fields_of(Page(client.get("/staff/hearings/new"))), **typed}


def test_opening_the_page_makes_no_draft(app: Flask, official: FlaskClient) -> None:
    official.get("/staff/hearings/new")
    with app.app_context():
        assert drafts() == []


def test_a_save_says_the_time_in_japan_and_its_version(app: Flask, official: FlaskClient) -> None:
    answer = autosave(official, new_fields(official, notes="途中"))
    with app.app_context():
        at = drafts()[0].saved_at + timedelta(hours=9)
    assert answer.json == {"saved_at": f"{at:%H:%M}", "version": 1}


def test_a_draft_keeps_what_was_typed_however_wrong(app: Flask, official: FlaskClient) -> None:
    typed = {
        "held_on": "R2.2.30",
        "counterpart": "架空\t会",
        "place": "あ" * 5000,
        "notes": "𠮷葛󠄀\r\n\n 末尾 ",
    }
    autosave(official, new_fields(official, **typed))
    with app.app_context():
        draft_id = drafts()[0].id
    opened = fields_of(Page(official.get(f"/staff/hearings/drafts/{draft_id}")))
    assert {name: opened[name] for name in typed} == {**typed, "notes": "𠮷葛󠄀\n\n 末尾 "}


def test_a_draft_keeps_the_cut_and_its_gists(app: Flask, official: FlaskClient) -> None:
    page = Page(press(official, cut_page(official), "drop:0"))
    autosave(official, {**fields_of(page), "gist-1": "遊び場"})
    with app.app_context():
        draft_id = drafts()[0].id
    opened = Page(official.get(f"/staff/hearings/drafts/{draft_id}"))
    assert cards(opened) == ["意見にしない", "意見1"]
    assert fields_of(opened)["gist-1"] == "遊び場"
    assert press(official, opened, "register").status_code == 303
    with app.app_context():
        assert drafts() == []


def test_every_button_keeps_the_draft_also_without_scripts(app: Flask, official: FlaskClient) -> None:
    cut_page(official)
    with app.app_context():
        assert [draft.fields["notes"] for draft in drafts()] == [NOTES]


def test_saving_by_the_button_opens_the_draft(official: FlaskClient) -> None:
    page = Page(official.get("/staff/hearings/new"))
    answer = press(official, page, "save", notes="・途中")
    assert answer.status_code == 303
    assert fields_of(Page(official.get(answer.headers["Location"])))["notes"] == "・途中"


def test_whoever_comes_back_to_the_empty_page_is_told_of_the_drafts_that_wait(official: FlaskClient) -> None:
    assert "書きかけの下書き" not in Page(official.get("/staff/hearings/new")).main.text
    autosave(official, new_fields(official, notes="途中"))
    page = Page(official.get("/staff/hearings/new"))
    assert "書きかけの下書きが1件あります" in page.main.text
    assert page.links["下書きの一覧"] == "/staff/hearings/drafts"


def test_the_draft_of_another_is_not_there(
    app: Flask, official: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        draft_id = factories.make_hearing_draft(fields={"notes": "人に見せないメモ"}).id
        db.session.commit()
    nothing = official.get("/staff/hearings/drafts/99999")
    for client in (official, staff_client(Role.OFFICIAL, Role.ADMIN, Role.DRAFTER, Role.APPROVER)):
        for method, address in (("GET", ""), ("GET", "/discard"), ("POST", "/discard"), ("POST", "/restore")):
            answer = client.open(f"/staff/hearings/drafts/{draft_id}{address}", method=method)
            assert answer.status_code == 404
        assert "人に見せないメモ" not in client.get("/staff/hearings/drafts").get_data(as_text=True)
    same = official.get(f"/staff/hearings/drafts/{draft_id}")
    assert Page(same).main.text == Page(nothing).main.text
    with app.app_context():
        assert drafts()[0].discarded_at is None


def test_the_same_token_of_another_makes_a_draft_of_ones_own(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        token = factories.make_hearing_draft(fields={"notes": "甲"}).form_token
        db.session.commit()
    autosave(official, new_fields(official, form_token=token, notes="乙"))
    with app.app_context():
        assert [draft.fields["notes"] for draft in drafts()] == ["甲", "乙"]


def test_two_windows_on_one_draft_notice_each_other(app: Flask, official: FlaskClient) -> None:
    fields = new_fields(official, notes="・甲")
    autosave(official, fields)
    answer = autosave(official, {**fields, "notes": "・乙"})
    assert answer.status_code == 409
    assert "別の画面で先に保存" in answer.json["message"]
    with app.app_context():
        assert drafts()[0].fields["notes"] == "・甲"


def test_a_conflict_shows_both_texts_and_loses_neither(app: Flask, official: FlaskClient) -> None:
    page = Page(official.get("/staff/hearings/new"))
    autosave(official, {**fields_of(page), "notes": "・甲", "place": "架空公民館"})
    conflict = press(official, page, "save", notes="・乙")
    shown = Page(conflict)
    assert conflict.status_code == 409
    assert ["メモ（聴いたことば）", "・甲", "・乙"] in shown.rows("保存済みの内容")
    assert ["場所", "架空公民館", "（空欄）"] in shown.rows("保存済みの内容")
    assert fields_of(shown)["notes"] == "・乙"
    assert press(official, shown, "save").status_code == 303


def test_registering_from_an_older_window_asks_first(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official)
    newer = {**fields_of(page), "agenda": "別の画面で書いた議題"}
    assert autosave(official, newer).status_code == 200
    conflict = press(official, page, "register")
    assert conflict.status_code == 409
    assert "別の画面で書いた議題" in Page(conflict).main.text
    with app.app_context():
        assert db.session.scalars(select(Hearing)).all() == []
    assert press(official, Page(conflict), "register").status_code == 303


def test_a_save_that_comes_after_registering_makes_no_draft(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official)
    press(official, page, "register")
    late = autosave(official, fields_of(page))
    assert late.status_code == 400
    assert "登録済み" in late.json["message"]
    with app.app_context():
        assert drafts() == []


def test_a_discarded_draft_can_be_brought_back(app: Flask, official: FlaskClient) -> None:
    autosave(official, new_fields(official, **FACTS, notes="・大切"))
    with app.app_context():
        draft_id = drafts()[0].id
    asked = Page(official.get(f"/staff/hearings/drafts/{draft_id}/discard"))
    assert "架空町内会（R2.1.15）" in asked.main.text
    official.post(f"/staff/hearings/drafts/{draft_id}/discard")
    listed = Page(official.get("/staff/hearings/drafts"))
    assert "捨てた下書き" in listed.main.text
    back = official.post(f"/staff/hearings/drafts/{draft_id}/restore")
    assert fields_of(Page(official.get(back.headers["Location"])))["notes"] == "・大切"


def test_thirty_days_after_it_was_discarded_a_draft_is_gone(app: Flask, official: FlaskClient) -> None:
    for notes in ("・古い", "・まだ戻せる", "・新しい"):
        autosave(official, new_fields(official, notes=notes))
    with app.app_context():
        old, kept, new = drafts()
        old.discarded_at = clock.now() - timedelta(days=31)
        kept.discarded_at = clock.now() - timedelta(days=29)
        others = factories.make_hearing_draft(discarded_at=clock.now() - timedelta(days=31))
        left = [kept.id, new.id, others.id]
        db.session.commit()
    official.post(f"/staff/hearings/drafts/{left[1]}/discard")
    with app.app_context():
        assert [draft.id for draft in drafts()] == left


def test_a_draft_of_a_million_characters_is_refused(official: FlaskClient) -> None:
    answer = autosave(official, new_fields(official, notes="a" * 1_000_001))
    assert answer.status_code == 400
    assert "1,000,000字まで" in answer.json["message"]


@pytest.mark.parametrize("raw", [b"notes=%00", b"notes=%ED%A0%BD", b"notes=\xff"])
def test_bytes_that_are_no_text_are_refused_readably(official: FlaskClient, raw: bytes) -> None:
    for address in ("/staff/hearings/drafts", "/staff/hearings/new"):
        answer = official.post(address, data=raw, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 400
        assert "読み取れません" in answer.get_data(as_text=True)


def test_changed_notes_are_cut_again_with_the_choices_kept(official: FlaskClient) -> None:
    page = Page(press(official, cut_page(official), "drop:0"))
    longer = NOTES + "\n・駅にベンチがほしい。"
    page = Page(press(official, page, "join:0", notes=longer))
    assert "2か所の区切りは引き継いでいます" in page.main.text
    assert cards(page) == ["意見にしない", "意見1", "意見2"]


def test_changed_notes_are_not_registered_before_they_were_seen(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official)
    answer = press(official, page, "register", notes=NOTES + "\n・駅にベンチがほしい。")
    assert answer.status_code == 422
    assert "もう一度「登録する」" in Page(answer).text
    with app.app_context():
        assert db.session.scalars(select(Hearing)).all() == []
