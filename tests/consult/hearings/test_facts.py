"""What is kept about a hearing beside its remarks: consent, materials, impression, sharing; dates that need a person."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.vocabulary import AuditAction, Consent, Role, Sector
from consult.extensions import db
from consult.models import AuditEvent, Counterpart, Hearing
from tests import factories
from tests.consult.hearings.page_of_hearing import FACTS, cut_page, fields_of, press
from tests.pages import Page
from tests.query_counting import counted_queries

MORE = {
    "consent": "content",
    "materials": "架空町の地図",
    "impression": "移動の不安が大きい",
    "shared_with": "架空交通課",
}


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def the_hearing() -> Hearing:
    return db.session.scalars(select(Hearing)).one()


def edited(client: FlaskClient, hearing_id: int, **typed: str):
    """The edit page sent back with some fields typed anew."""
    page = Page(client.get(f"/staff/hearings/{hearing_id}/edit"))
    form = page.root.first("form", action=f"/staff/hearings/{hearing_id}/edit")
    return client.post(form.attributes["action"], data={**fields_of(page, form), **typed})


def test_consent_materials_impression_and_sharing_are_kept_and_shown(
    app: Flask, official: FlaskClient
) -> None:
    press(official, cut_page(official, **MORE), "register")
    with app.app_context():
        hearing = the_hearing()
        assert hearing.consent is Consent.CONTENT
        assert (hearing.materials, hearing.impression) == ("架空町の地図", "移動の不安が大きい")
        assert hearing.shared_with == "架空交通課"
    text = Page(official.get("/staff/hearings/1")).text
    for words in ("内容だけ公表してよい", "架空町の地図", "移動の不安が大きい", "架空交通課"):
        assert words in text


def test_nobody_asked_means_consent_is_not_yet_known(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    with app.app_context():
        assert the_hearing().consent is Consent.UNKNOWN


def test_a_draft_keeps_the_rare_fields_and_opens_the_fold_for_them(app: Flask, official: FlaskClient) -> None:
    cut_page(official)
    assert "open" not in Page(official.get("/staff/hearings/new")).root.first("details").attributes
    cut_page(official, **MORE)
    opened = Page(official.get("/staff/hearings/drafts/2"))
    assert {name: fields_of(opened)[name] for name in MORE} == MORE
    assert "open" in opened.root.first("details", class_="rare-fields").attributes


def test_two_people_who_change_them_see_both_texts(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    page = Page(official.get("/staff/hearings/1/edit"))
    form = page.root.first("form", action="/staff/hearings/1/edit")
    mine = fields_of(page, form)
    edited(official, 1, impression="先の人の所感", consent="none")
    answer = official.post("/staff/hearings/1/edit", data={**mine, "impression": "わたしの所感"})
    assert answer.status_code == 409
    rows = {row[0]: row[1:] for row in Page(answer).rows("保存済みの内容と")[1:]}
    assert rows["所感"] == ["先の人の所感", "わたしの所感"]
    # What this page left alone is no conflict: saving again must not take the other's choice back.
    assert "公表の承諾" not in rows
    assert "「公表の承諾」は、保存済みの内容に合わせました" in Page(answer).text
    with app.app_context():
        assert the_hearing().impression == "先の人の所感"
    again = Page(answer)
    form = again.root.first("form", action="/staff/hearings/1/edit")
    assert official.post("/staff/hearings/1/edit", data=fields_of(again, form)).status_code == 303
    with app.app_context():
        assert the_hearing().impression == "わたしの所感"
        assert the_hearing().consent is Consent.NONE


def test_the_log_names_the_fields_and_not_the_words(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    edited(official, 1, impression="秘密の所感")
    with app.app_context():
        changed = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.CHANGED)).one()
        assert changed.details == {"fields": ["impression"]}


@pytest.mark.parametrize("typed", ["6月31日", ""])
def test_an_unreadable_date_may_stay_until_somebody_knows_it(
    app: Flask, official: FlaskClient, typed: str
) -> None:
    with app.app_context():
        hearing_id = factories.make_hearing(held_on=None, held_on_typed=typed).id
        db.session.commit()
    assert "日付要確認" in Page(official.get(f"/staff/hearings/{hearing_id}/edit")).text
    assert edited(official, hearing_id, place="架空公民館").status_code == 303
    with app.app_context():
        hearing = the_hearing()
        assert (hearing.held_on, hearing.held_on_typed, hearing.place) == (None, typed, "架空公民館")
    assert edited(official, hearing_id, held_on="R2.6.31").status_code == 422
    assert edited(official, hearing_id, held_on="Ｒ２．６．３０").status_code == 303
    with app.app_context():
        assert the_hearing().held_on == date(2020, 6, 30)


def test_the_page_of_an_unreadable_date_leads_to_where_it_is_mended(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        factories.make_hearing(held_on=None, held_on_typed="6月31日")
        db.session.commit()
    page = Page(staff_client(Role.OFFICIAL).get("/staff/hearings/1"))
    assert "実施日「6月31日」は日付として読み取れない" in page.text
    assert page.links["日付を直す"] == "/staff/hearings/1/edit"
    assert "日付を直す" not in Page(staff_client(Role.DRAFTER).get("/staff/hearings/1")).text


def test_a_long_date_that_nobody_can_read_is_kept_in_its_field_and_repeated_in_short(
    app: Flask, official: FlaskClient
) -> None:
    press(official, cut_page(official), "register")
    long = "だいたい秋のお祭りのあった週の半ば、雨の日の午後"
    refused = Page(edited(official, 1, held_on=long))
    assert refused.value("実施日") == long
    assert any(f"「{long[:19]}…」は日付として読み取れません" in error for error in refused.errors)
    with app.app_context():
        factories.make_hearing(held_on=None, held_on_typed=long)
        db.session.commit()
    banner = f"実施日「{long[:19]}…」は日付として読み取れないため"
    assert banner in Page(official.get("/staff/hearings/2")).text


def test_a_readable_date_cannot_become_unreadable(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    refused = edited(official, 1, held_on="")
    assert refused.status_code == 422
    assert any("実施日を入力してください" in error for error in Page(refused).errors)


def test_the_edit_page_asks_about_a_day_to_come_once(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    tomorrow = str(clock.today() + timedelta(days=1))
    asked = edited(official, 1, held_on=tomorrow)
    assert asked.status_code == 422 and "まだ来ていない日付です" in Page(asked).text
    page = Page(asked)
    form = page.root.first("form", action="/staff/hearings/1/edit")
    assert official.post("/staff/hearings/1/edit", data=fields_of(page, form)).status_code == 303
    assert edited(official, 1, held_on=tomorrow, place="公民館").status_code == 303


def test_a_note_of_200000_characters_is_explained_and_stays_on_the_page(
    app: Flask, official: FlaskClient
) -> None:
    notes = "・道が暗い。\n" * 25_000 + "・" * 25_000
    assert len(notes) == 200_000
    for act in ("cut", "register"):
        page = Page(official.get("/staff/hearings/new"))
        refused = press(official, page, act, **FACTS, notes=notes)
        assert refused.status_code == 422
        assert any("50,000字まで" in e and "200,000字" in e for e in Page(refused).errors)
        assert fields_of(Page(refused))["notes"] == notes


def test_a_body_name_in_half_width_kana_is_the_body_in_full_width(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official, counterpart="カクウバス"), "register")
    page = cut_page(official, counterpart="ｶｸｳﾊﾞｽ")
    assert "「カクウバス」は登録済みです" in page.text
    press(official, page, "register")
    with app.app_context():
        assert db.session.scalars(select(Counterpart.name)).all() == ["カクウバス"]


def test_the_past_hearings_of_a_known_body_stand_beside_the_form(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        body = factories.make_counterpart(name="架空バス")
        for day in (10, 20):
            notes = f"　\n・{day}日の話。\n・ほかの話。"
            factories.make_hearing(counterpart=body, number=day, held_on=date(2020, 1, day), notes=notes)
        factories.make_hearing(counterpart=body, removed_at=factories.NOW, notes="・消えた話。")
        db.session.commit()
    page = Page(press(official, Page(official.get("/staff/hearings/new")), "look", counterpart="架空 バス"))
    known = page.root.first("div", id="counterpart-known")
    assert [item.text.split("（新しい")[0] for item in known.all("li")] == [
        "第20号 令和2年1月20日(月)",
        "第10号 令和2年1月10日(金)",
    ]
    assert "20日の話。" in known.text and "ほかの話" not in known.text and "消えた話" not in known.text
    assert page.errors == []
    assert (
        Page(official.post("/staff/hearings/counterpart", data={"name": "架空バス"})).root.text == known.text
    )


def test_a_body_heard_often_needs_no_more_queries(app: Flask, official: FlaskClient) -> None:
    counts = []
    for size in (1, 20):
        with app.app_context():
            body = factories.make_counterpart(name=f"架空の会{size}")
            for _ in range(size):
                factories.make_hearing(counterpart=body)
            db.session.commit()
        with counted_queries() as asked:
            answer = official.post("/staff/hearings/counterpart", data={"name": f"架空の会{size}"})
            assert answer.status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_did_not_see_that_the_body_was_changed_sees_both(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    page = Page(official.get("/staff/hearings/1/edit"))
    form = fields_of(page, page.root.first("form", action="/staff/hearings/1/edit"))
    with app.app_context():
        the_hearing().counterpart.sector = Sector.FINANCE
        db.session.commit()
    answer = official.post("/staff/hearings/1/edit", data={**form, "place": "架空会館"})
    assert answer.status_code == 409
    assert "「相手方の区分」は、保存済みの内容に合わせました" in Page(answer).text
    with app.app_context():
        assert the_hearing().counterpart.sector is Sector.FINANCE
    again = Page(answer)
    form = fields_of(again, again.root.first("form", action="/staff/hearings/1/edit"))
    assert official.post("/staff/hearings/1/edit", data=form).status_code == 303
    with app.app_context():
        assert the_hearing().counterpart.sector is Sector.FINANCE
        assert the_hearing().place == "架空会館"


def test_a_body_changed_here_is_another_version_for_its_own_page(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    with app.app_context():
        before = the_hearing().counterpart.version
    assert edited(official, 1, sector=Sector.MEDIA.value).status_code == 303
    with app.app_context():
        assert the_hearing().counterpart.version == before + 1


def test_back_changed_and_sent_again_registers_nothing_twice_and_says_so(
    app: Flask, official: FlaskClient
) -> None:
    page = cut_page(official)
    press(official, page, "register")
    answer = press(official, page, "register", notes="・まったく別のメモ。")
    assert "いま送られた変更は登録していません" in Page(official.get(answer.headers["Location"])).text
    with app.app_context():
        assert the_hearing().notes != "・まったく別のメモ。"
