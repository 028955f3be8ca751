"""Citizens read a draft by chapter: every passage can be pointed to, readings come on request, nothing is run."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import ConsultationStage
from consult.draft_texts import public_routes
from consult.extensions import db
from consult.models import DraftSection
from tests import factories
from tests.pages import Page

HOSTILE = '<script>alert(1)</script>{{7*7}} " onmouseover=x &amp; <img src=x onerror=alert(1)>'


def section(key: str, level: int, heading: str, body: str) -> DraftSection:
    return DraftSection(key=key, position=int(key[1:]), level=level, heading=heading, body=body)


SECTIONS = (
    ("s1", 1, "第1章　移動", "バスを一日六本にします。\n\n・公園\n・道"),
    ("s2", 2, "第1節　足", "| 年 | 数 |\n|---|---|\n| 令和8 | 三本 |\n\n(1) 駅\n(2) 港\n\n> 引用"),
    ("s3", 1, "第2章　学び", "放課後の教室を開きます。"),
)


def make_text(
    app: Flask, sections: tuple[tuple[str, int, str, str], ...] = SECTIONS, **fields: object
) -> None:
    with app.app_context():
        consultation = factories.make_consultation(**fields)
        factories.make_draft_text(consultation=consultation, sections=[section(*each) for each in sections])
        db.session.commit()


def test_a_draft_is_read_by_chapter_with_the_way_on_and_back(app: Flask, public_client: FlaskClient) -> None:
    make_text(app)
    outline = Page(public_client.get("/consultations/1/draft"))
    assert outline.links["第1章 移動"] == "/consultations/1/draft/s1"
    assert outline.links["第1節 足"] == "/consultations/1/draft/s1#s2"
    first = Page(public_client.get("/consultations/1/draft/s1"))
    assert first.heading == "第1章 移動"
    assert first.links["次：第2章 学び"] == "/consultations/1/draft/s3"
    assert "前：第1章 移動" in Page(public_client.get("/consultations/1/draft/s3")).links
    moved = public_client.get("/consultations/1/draft/s2")
    assert moved.headers["Location"] == "/consultations/1/draft/s1#s2"
    assert public_client.get("/consultations/1/draft/s9").status_code == 404


def test_every_passage_has_its_anchor_and_leads_to_the_form_with_its_place(
    app: Flask, public_client: FlaskClient
) -> None:
    make_text(app)
    page = Page(public_client.get("/consultations/1/draft/s1"))
    places = [
        each.attributes["href"].partition("about=")[2]
        for each in page.main.all("a")
        if each.text.startswith("この")
    ]
    assert places == ["s:s1", "s:s1:1", "s:s1:2", "s:s2", "s:s2:1", "s:s2:2", "s:s2:3"]
    assert [each.attributes["id"] for each in page.main.all("div") if "id" in each.attributes] == [
        *("s1-1", "s1-2", "s2-1", "s2-2", "s2-3")
    ]
    assert page.rows() == [["年", "数"], ["令和8", "三本"]]
    assert [each.text for each in page.main.first("section", id="s2").all("li")] == ["(1) 駅", "(2) 港"]


def test_the_address_of_the_form_is_worked_out_once_however_many_passages(
    app: Flask, public_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    monkeypatch.setattr(app, "inject_url_defaults", lambda endpoint, _values: built.append(endpoint))
    make_text(app, (("s1", 1, "第1章　移動", "\n\n".join(["一つの段落。"] * 30)),))
    page = Page(public_client.get("/consultations/1/draft/s1"))
    assert sum("about=s:s1:" in each.attributes["href"] for each in page.main.all("a")) == 30
    assert built.count("public.intake.new_submission") == 1


def test_outside_the_period_nothing_asks_for_an_opinion(app: Flask, public_client: FlaskClient) -> None:
    day = factories.NOW.date().replace(year=2020)
    make_text(app, opens_on=day, closes_on=day)
    assert "意見を書く" not in Page(public_client.get("/consultations/1/draft/s1")).text
    assert "意見を書く" not in Page(public_client.get("/consultations/1/draft")).text


def test_what_is_not_announced_or_not_released_is_not_there(app: Flask, public_client: FlaskClient) -> None:
    make_text(app, stage=ConsultationStage.DRAFT, plain_text="やさしい文。")
    with app.app_context():
        other = factories.make_consultation()
        factories.make_draft_text(consultation=other, released_at=None)
        db.session.commit()
    addresses = [f"/consultations/{n}/draft{each}" for n in (1, 2, 3) for each in ("", "/s1", "/plain")]
    answers = [public_client.get(each) for each in addresses]
    assert [each.status_code for each in answers] == [404] * len(answers)


def test_nothing_in_a_text_is_run(app: Flask, public_client: FlaskClient) -> None:
    body = f"{HOSTILE}\n\n・{HOSTILE}\n\n(1) {HOSTILE}\n\n> {HOSTILE}\n\n| {HOSTILE} | b |\n| c | {HOSTILE} |"
    make_text(app, (("s1", 1, HOSTILE, body), ("s2", 1, "次", body)), plain_text=HOSTILE)
    for address in ("draft", "draft/s1", "draft/s2", "draft/s1?ruby=1", "draft/plain"):
        html = public_client.get(f"/consultations/1/{address}").get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img" not in html
        assert "49" not in Page(html).main.text


@pytest.mark.parametrize("ruby", ["", "0", "2", "<b>", "1&ruby=1"])
def test_the_switch_takes_nothing_but_its_one_word(app: Flask, public_client: FlaskClient, ruby: str) -> None:
    make_text(app)
    answer = public_client.get(f"/consultations/1/draft/s1?ruby={ruby}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_readings_stand_over_kanji_and_leave_the_text_as_it_is(
    app: Flask, public_client: FlaskClient
) -> None:
    make_text(app, plain_text="市の計画です。\n読んでください。")
    plain = public_client.get("/consultations/1/draft/s3").get_data(as_text=True)
    page = public_client.get("/consultations/1/draft/s3?ruby=1").get_data(as_text=True)
    assert "<ruby>教室<rp>（</rp><rt>きょうしつ</rt>" in page
    without = re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>|</?ruby>", "", page)
    assert Page(without).main.all("article")[0].text == Page(plain).main.all("article")[0].text
    links = Page(page).links
    assert links["案の目次"] == "/consultations/1/draft?ruby=1"
    assert links["ふりがなを消す"] == "/consultations/1/draft/s3"
    assert "<rt>けいかく</rt>" in public_client.get("/consultations/1/draft/plain?ruby=1").get_data(
        as_text=True
    )


def test_while_the_dictionary_is_not_built_the_page_comes_without_readings_and_says_so(
    app: Flask, public_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_text(app)
    monkeypatch.setattr(public_routes, "readings_at_hand", lambda: None)
    text = Page(public_client.get("/consultations/1/draft/s3?ruby=1")).main.text
    assert "ふりがなを準備しています" in text
    assert "放課後の教室を開きます。" in text
