"""Drafters say where topics are filed, which words stay whole and what means the same; each can be taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import nlp_gateway, strategy_gateway
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.rules import queries
from tests import factories
from tests.pages import Page

RULES = "/staff/settings/rules"
SCHOOL = f"{RULES}/topics/school"


@pytest.fixture
def drafter(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        factories.make_plan()
        factories.make_looked_at_opinion(wording="小学校の授業で学力を上げてほしい。")
        factories.make_looked_at_opinion(wording="ホウキ号の本数を増やしてほしい。")
        db.session.commit()
    return staff_client(Role.DRAFTER)


def place(app: Flask) -> list[list[str]] | None:
    with app.app_context():
        found = queries.place_of("school")
        return found.codes if found else None


def filed(client: FlaskClient, **fields: Any) -> Any:
    seen = Page(client.get(SCHOOL)).hidden("seen")
    return client.post(SCHOOL, data={"seen": seen, "package": ["B"], "act": "save"} | fields)


def listed(client: FlaskClient, asked: str = "") -> dict[str, list[str]]:
    """The rows of the list of topics, all of its pages."""
    rows: dict[str, list[str]] = {}
    for number in range(1, 9):
        page = Page(client.get(f"{RULES}/topics?{asked}&page={number}"))
        rows |= {row[0]: row[1:] for row in page.rows()[1:]} if page.root.all("table") else {}
    return rows


def test_every_topic_is_listed_with_its_place_fifty_to_a_page(drafter: FlaskClient) -> None:
    rows = listed(drafter)
    assert rows["学校教育"][3:] == ["計画の言葉から", "1件：話題「学校教育」に当たる意見"]
    assert len(rows) > 80
    assert len(Page(drafter.get(f"{RULES}/topics")).rows()) == 51


def test_topics_are_found_by_name_and_by_any_of_their_words(drafter: FlaskClient) -> None:
    assert "学校教育" in listed(drafter, "q=学校教育")
    by_word = listed(drafter, "q=授業")
    assert 0 < len(by_word) < 20
    assert "学校教育" in by_word
    assert listed(drafter, "q=ﾊﾞｽ停") == listed(drafter, "q=バス停") != {}, "width does not matter"
    nothing = Page(drafter.get(f"{RULES}/topics?q=ありえない話題"))
    assert "この条件に当てはまる話題はありません。" in nothing.text


def test_topics_are_narrowed_to_those_filed_by_staff_or_nowhere_and_sorted_by_what_they_catch(
    drafter: FlaskClient,
) -> None:
    assert listed(drafter, "where=by_staff") == {}
    filed(drafter, package=[])
    assert list(listed(drafter, "where=by_staff")) == ["学校教育"]
    nowhere = listed(drafter, "where=nowhere")
    assert "学校教育" in nowhere
    assert all(row[:3] == ["―", "―", "―"] for row in nowhere.values())
    counts = [int(row[-1].split("件")[0]) for row in listed(drafter, "sort=caught").values()]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert len(listed(drafter, "where=%27&sort=x")) > 80, "what is not known is as if absent"


def test_a_topic_shows_the_opinions_that_it_catches(drafter: FlaskClient) -> None:
    rows = Page(drafter.get(SCHOOL)).rows("話題「学校教育」に当たる意見")
    assert rows[1][1] == "小学校の授業で学力を上げてほしい。"


def test_a_topic_is_tried_and_filed_elsewhere(app: Flask, drafter: FlaskClient) -> None:
    preview = Page(filed(drafter, act="preview"))
    assert "この話題に当たる意見は1件です" in preview.text
    assert "政策パッケージ「育ちあうひとPJ」" in preview.rows("候補が変わる意見")[1][2]
    assert place(app) is None
    assert filed(drafter).status_code == 303
    assert place(app) == [["package", "B"]]
    row = listed(drafter)["学校教育"]
    assert row[1] == "育ちあうひとPJ"
    assert "職員" in row[3]
    with app.app_context():
        tagger = nlp_gateway.tagger_for(strategy_gateway.strategy_in_force())
        (suggested,) = tagger.suggest({1: "小学校の授業で学力を上げてほしい。"})
        assert ("package", "B") in [(tag.facet.value, tag.code) for tag in suggested.tags]


def test_a_place_in_an_older_plan_says_so_and_can_be_set_anew(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_topic_place(codes=[["package", "gone"]])
        db.session.commit()
    assert listed(drafter)["学校教育"][3] == "計画の言葉から"
    assert "いまの計画にありません" in Page(drafter.get(SCHOOL)).text
    assert filed(drafter).status_code == 303
    assert place(app) == [["package", "B"]]


def test_a_topic_may_be_filed_nowhere(app: Flask, drafter: FlaskClient) -> None:
    filed(drafter, package=[])
    assert place(app) == []


def test_a_place_goes_back_to_what_the_plan_proposes(app: Flask, drafter: FlaskClient) -> None:
    filed(drafter)
    page = Page(drafter.get(SCHOOL))
    assert "計画の言葉から決まる置き場所に戻す" in page.buttons
    drafter.post(f"{SCHOOL}/reset", data={"seen": page.hidden("seen")})
    assert place(app) is None
    assert drafter.post(f"{SCHOOL}/reset", data={"seen": page.hidden("seen")}).status_code == 409


def test_the_second_of_two_who_file_the_same_topic_is_told(app: Flask, drafter: FlaskClient) -> None:
    filed(drafter)
    answer = filed(drafter, seen="0", package=["A"])
    assert answer.status_code == 422
    assert "先に変更したか" in Page(answer).errors[0]
    assert place(app) == [["package", "B"]]


@pytest.mark.parametrize("seen", ["", "x", "９", "²", "-1", "9" * 30])
def test_a_place_with_a_broken_number_changes_nothing(seen: str, app: Flask, drafter: FlaskClient) -> None:
    assert filed(drafter, seen=seen).status_code in (422, 409)
    assert place(app) is None


def test_a_code_that_the_plan_does_not_have_is_refused(app: Flask, drafter: FlaskClient) -> None:
    assert filed(drafter, package=["gone"]).status_code == 422
    assert place(app) is None
    assert drafter.get(f"{RULES}/topics/none").status_code == 404


def word(**fields: str) -> dict[str, str]:
    return {"surface": "ホウキ号", "reading": "ホウキゴウ", "act": "save"} | fields


def synonym(**fields: str) -> dict[str, str]:
    return {"variant": "ホウキ号", "stands_for": "路線バス", "act": "save"} | fields


def test_a_word_is_tried_added_and_withdrawn(app: Flask, drafter: FlaskClient) -> None:
    preview = drafter.post(f"{RULES}/words", data=word(act="preview"))
    assert "この語に当たる意見は1件です" in Page(preview).text
    with app.app_context():
        assert list(queries.words()) == []
    assert drafter.post(f"{RULES}/words", data=word()).status_code == 303
    assert Page(drafter.get(f"{RULES}/words")).rows("加えた語")[1][:2] == ["ホウキ号", "ホウキゴウ"]
    with app.app_context():
        assert "ホウキ号" in [each.surface for each in strategy_gateway.strategy_in_force().vocabulary]
    drafter.post(f"{RULES}/words/1/withdraw")
    with app.app_context():
        assert strategy_gateway.strategy_in_force().vocabulary == ()
    assert "ホウキ号" in Page(drafter.get(f"{RULES}/words")).rows("取りやめた語")[1][0]
    assert drafter.post(f"{RULES}/words", data=word()).status_code == 303


def test_a_synonym_is_tried_added_and_withdrawn(app: Flask, drafter: FlaskClient) -> None:
    assert (
        "この言い方に当たる意見は1件です"
        in Page(drafter.post(f"{RULES}/synonyms", data=synonym(act="preview"))).text
    )
    drafter.post(f"{RULES}/synonyms", data=synonym())
    with app.app_context():
        assert strategy_gateway.strategy_in_force().synonyms == (("ホウキ号", "路線バス"),)
    assert Page(drafter.get(f"{RULES}/words")).rows("加えた言い方")[1][:2] == ["ホウキ号", "路線バス"]
    drafter.post(f"{RULES}/synonyms/1/withdraw")
    assert drafter.post(f"{RULES}/synonyms/1/withdraw").status_code == 409
    with app.app_context():
        assert strategy_gateway.strategy_in_force().synonyms == ()


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"surface": ""}, "語を入力してください"),
        ({"surface": "。、"}, "文字のある語"),
        ({"surface": "\u200b"}, "語を入力してください"),
        ({"surface": "あ" * 101}, "100字まで"),
        ({"reading": "ほうき"}, "全角のカタカナ"),
    ],
)
def test_words_that_cannot_be_read_are_refused(
    fields: dict[str, str], part: str, drafter: FlaskClient
) -> None:
    answer = drafter.post(f"{RULES}/words", data=word(**fields))
    assert answer.status_code == 422
    assert part in Page(answer).errors[0]


def test_what_is_there_already_is_refused(drafter: FlaskClient) -> None:
    drafter.post(f"{RULES}/words", data=word())
    drafter.post(f"{RULES}/synonyms", data=synonym())
    assert "もう辞書にあります" in Page(drafter.post(f"{RULES}/words", data=word())).errors[0]
    assert "もう登録されています" in Page(drafter.post(f"{RULES}/synonyms", data=synonym())).errors[0]
    assert "同じです" in Page(drafter.post(f"{RULES}/synonyms", data=synonym(variant="路線バス"))).errors[0]


def test_any_words_that_are_accepted_make_a_dictionary(app: Flask, drafter: FlaskClient) -> None:
    odd = ("カンマ,号", '引用"号', "a" * 100, "ﾊﾝｶｸ号", "emoji🧹号", "\u202eひっくり返る号", "改\u2028行号")
    for surface in odd:
        drafter.post(f"{RULES}/words", data=word(surface=surface))
    assert drafter.get(RULES).status_code == 200
    with app.app_context():
        tagger = nlp_gateway.tagger_for(strategy_gateway.strategy_in_force())
        tagger.suggest({number: f"{surface}を増やす。" for number, surface in enumerate(odd)})
