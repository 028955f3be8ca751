"""Drafters read the rules of a code, try a rule before it is saved, and change and withdraw what they added."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock, jobs, nlp_gateway
from consult.domain.vocabulary import AuditAction, Facet, Role, RuleStrength
from consult.extensions import db
from consult.models import AuditEvent, CodingRule, Opinion, PolicyPackage, TaggerRun
from consult.rules import queries, services
from consult.spreadsheets import csv_writing
from consult.strategy_gateway import Strategy
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

RULES = "/staff/settings/rules"
OF_A = f"{RULES}/package/A"
STRANGE = "空飛ぶほうきで隣の島まで通えるようにしてほしい。"


@pytest.fixture
def drafter(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        factories.make_plan()
        factories.make_looked_at_opinion(wording=STRANGE)
        factories.make_looked_at_opinion(wording="ほうきは要らない。バスを増やしてほしい。")
        factories.make_looked_at_opinion(wording="図書館を夜も開けてほしい。")
        db.session.commit()
    return staff_client(Role.DRAFTER)


class TaggerOfRules:
    """Suggests what the strong rules say and nothing else: how much a rule weighs is the tests' of nlp."""

    version = "of-rules"

    def __init__(self, strategy: Strategy, _learned: object = None) -> None:
        self._rules = strategy.rules

    def suggest(self, texts: dict[int, str]) -> list[nlp_gateway.Suggested]:
        said = {rule.wording for rule in self._rules} - {"空飛ぶほうき"}
        hidden = any(rule.strength == "hides" for rule in self._rules)
        tag = nlp_gateway.SuggestedTag(Facet.PACKAGE, "A", 0.9, [[0, 1]], [])
        tags = (tag,) if said and not hidden else ()
        return [nlp_gateway.Suggested(opinion_id, tags, []) for opinion_id in texts]


@pytest.fixture
def tagger_of_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp_gateway, "tagger_for", TaggerOfRules)


def typed(**fields: Any) -> dict[str, Any]:
    return {
        "label": "空飛ぶほうき",
        "wording": "near(飛ぶ, ほうき, 2)",
        "strength": "strong",
        "act": "save",
    } | fields


def in_force(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        return [(r.label, r.wording, r.strength.value) for r in queries.rules_in_force()]


def marked(page: Page) -> list[str]:
    return [mark.text for mark in page.root.all("mark")]


def test_a_code_without_topics_says_that_strong_rules_alone_speak_for_it(
    app: Flask, drafter: FlaskClient
) -> None:
    with app.app_context():
        db.session.scalars(select(PolicyPackage).where(PolicyPackage.code == "B")).one().includes = "公共交通"
        db.session.commit()
    told = "強い決まりか計画の言葉に当たる意見だけが候補になります"
    assert told in Page(drafter.get(OF_A)).text
    assert told not in Page(drafter.get(f"{RULES}/package/B")).text


def test_the_settings_lead_to_the_rules_of_every_code(drafter: FlaskClient) -> None:
    assert Page(drafter.get("/staff/settings")).links["分類の決まり"] == RULES
    page = Page(drafter.get(RULES))
    assert page.heading == "分類の決まり"
    assert [row[0] for row in page.rows("政策パッケージ")][1:] == ["移動しやすいまちPJ", "育ちあうひとPJ"]
    assert page.links["移動しやすいまちPJ"] == OF_A


def test_a_code_shows_where_each_rule_comes_from_and_what_it_catches(
    app: Flask, drafter: FlaskClient
) -> None:
    with app.app_context():
        by = factories.make_staff_member(roles=[Role.DRAFTER], name="架空 花子")
        factories.make_coding_rule(by=by, wording="ほうき")
        factories.make_topic_place(topic="school")
        db.session.commit()
    page = Page(drafter.get(OF_A))
    added = page.rows("登録した決まり")[1]
    assert added[:3] == ["空飛ぶほうき", "ほうき", "強い"]
    assert "架空 花子" in added[3]
    assert added[4].startswith("2件")
    assert ["学校教育", "職員が指定"] in [row[:2] for row in page.rows("はじめからある話題")]


def test_every_figure_opens_to_its_sentences_with_the_words_marked(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_coding_rule(wording="飛ぶ and ほうき")
        factories.make_coding_rule(wording="図書館", label="本")
        db.session.commit()
    page = Page(drafter.get(f"{OF_A}/caught?by=rule:0"))
    assert page.heading == "「空飛ぶほうき」に当たる意見"
    assert marked(page) == ["飛ぶほうき"]
    assert "図書館" not in page.main.text
    whole = Page(drafter.get(f"{OF_A}/caught"))
    assert "図書館" in marked(whole)


def test_the_sentences_of_a_code_say_which_topic_or_rule_caught_each(
    app: Flask, drafter: FlaskClient
) -> None:
    with app.app_context():
        factories.make_coding_rule(wording="飛ぶ and ほうき", label="空の道")
        factories.make_coding_rule(wording="島", label="島の足")
        factories.make_coding_rule(wording="図書館", label="本")
        db.session.commit()
    page = Page(drafter.get(f"{OF_A}/caught"))
    rows = page.rows("「移動しやすいまちPJ」に当たる意見")
    by_wording = {row[1]: row[2] for row in rows[1:]}
    assert by_wording[STRANGE] == "空の道、島の足"
    assert len(page.rows("「移動しやすいまちPJ」に当たる意見")[0]) == 3
    assert len(Page(drafter.get(f"{OF_A}/caught?by=rule:0")).rows()[0]) == 2, (
        "one rule needs no column of rules"
    )


def test_sentences_come_in_pages(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_coding_rule(wording="ほうき")
        hearing = factories.make_hearing()
        for number in range(30):
            factories.make_looked_at_opinion(
                hearing=hearing, position=number + 1, wording=f"{number}本目のほうきが要る。"
            )
        db.session.commit()
    page = Page(drafter.get(f"{OF_A}/caught?by=rule:0&page=2"))
    assert len(page.rows("「空飛ぶほうき」に当たる意見")) == 1 + 12
    assert "32件中 21〜32件" in page.text


def test_the_first_page_after_a_start_fits_no_tagger_to_say_how_many_wait(
    app: Flask, drafter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        first, second, third = db.session.scalars(select(TaggerRun)).all()
        first.tagger_version, second.tagger_version, third.tagger_version = "before", "before", "newest"
        db.session.commit()
    monkeypatch.setattr(nlp_gateway, "_taggers", {})
    assert "候補を付け直しています（残り2件）" in Page(drafter.get(RULES)).text
    assert nlp_gateway._taggers == {}


@pytest.mark.usefixtures("tagger_of_rules")
def test_a_rule_is_tried_before_it_is_saved(app: Flask, drafter: FlaskClient) -> None:
    answer = drafter.post(f"{OF_A}/new", data=typed(act="preview", wording="飛ぶ　かつ　ほうき"))
    assert answer.status_code == 200
    page = Page(answer)
    assert "まだ登録していません" in page.text
    assert "読み取った形：飛ぶ and ほうき" in page.text
    assert "当たる意見は1件です。そのうち1件は、この分類のほかの決まりに当たっていません" in page.text
    assert page.rows("候補が変わる意見")[1][2:] == ["政策パッケージ「移動しやすいまちPJ」", "なし"]
    assert page.value("名前") == "空飛ぶほうき"
    assert in_force(app) == []


def test_a_saved_rule_changes_the_tagger_and_the_worker_tags_again(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        jobs.tag_waiting()
        before = nlp_gateway.current_tagger_version()
    answer = drafter.post(f"{OF_A}/new", data=typed(), follow_redirects=True)
    page = Page(answer)
    assert "裏で付け直されます" in page.text
    assert "候補を付け直しています（残り3件）" in page.text
    with app.app_context():
        assert nlp_gateway.current_tagger_version() != before
        jobs.tag_waiting()
        versions = set(db.session.scalars(select(TaggerRun.tagger_version)))
        assert versions == {nlp_gateway.current_tagger_version()}
    assert "候補を付け直しています" not in Page(drafter.get(RULES)).text


def test_who_added_a_rule_stands_in_the_audit_without_its_words(app: Flask, drafter: FlaskClient) -> None:
    drafter.post(f"{OF_A}/new", data=typed())
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "coding_rule")).one()
        assert (event.action, event.actor, event.details) == (AuditAction.ADDED, "staff", {})
    assert "あなたが分類の決まりを登録した" in Page(drafter.get("/staff")).text


def test_a_fault_is_told_by_line_and_column_and_nothing_is_replaced(app: Flask, drafter: FlaskClient) -> None:
    drafter.post(f"{OF_A}/new", data=typed())
    for act in ("save", "preview"):
        answer = drafter.post(f"{RULES}/1/edit", data=typed(wording="ほうき\nand (", act=act))
        assert answer.status_code == 422
        page = Page(answer)
        assert page.errors == ["決まり：2行6字目：「(」の後に言葉がありません。"]
        assert page.value("決まり") == "ほうき\nand ("
    assert in_force(app) == [("空飛ぶほうき", "near(飛ぶ, ほうき, 2)", "strong")]


@pytest.mark.parametrize(
    "wording",
    ["", "(" * 1000, "ほうき" * 50_000, "\u200b", "not ほうき", "」「", "near(", "🧹"],
)
def test_bad_rules_are_refused_kindly(wording: str, app: Flask, drafter: FlaskClient) -> None:
    answer = drafter.post(f"{OF_A}/new", data=typed(wording=wording))
    assert answer.status_code == 422
    assert Page(answer).errors
    assert in_force(app) == []


def test_a_rule_without_a_strength_is_refused_in_japanese(app: Flask, drafter: FlaskClient) -> None:
    for strength in ("", "x"):
        errors = Page(drafter.post(f"{OF_A}/new", data=typed(strength=strength))).errors
        assert len(errors) == 1
        assert errors[0].startswith("強さ：")
        assert not any(char.isascii() and char.isalpha() for char in errors[0]), errors


def test_a_changed_rule_takes_the_place_of_the_old_one_which_is_kept(
    app: Flask, drafter: FlaskClient
) -> None:
    drafter.post(f"{OF_A}/new", data=typed())
    preview = Page(drafter.post(f"{RULES}/1/edit", data=typed(wording="ほうき", act="preview")))
    assert "当たる意見は2件です。そのうち2件は" in preview.text
    drafter.post(f"{RULES}/1/edit", data=typed(wording="ほうき", strength="weak"))
    assert in_force(app) == [("空飛ぶほうき", "ほうき", "weak")]
    with app.app_context():
        old, new = db.session.scalars(select(CodingRule).order_by(CodingRule.id))
        assert (old.wording, old.is_in_force, new.replaces_id) == ("near(飛ぶ, ほうき, 2)", False, old.id)
    assert Page(drafter.get(OF_A)).rows("取りやめた決まり")[1][1] == "near(飛ぶ, ほうき, 2)"


def test_the_second_of_two_who_change_the_same_rule_is_told(app: Flask, drafter: FlaskClient) -> None:
    drafter.post(f"{OF_A}/new", data=typed())
    drafter.post(f"{RULES}/1/edit", data=typed(wording="ほうき"))
    answer = drafter.post(f"{RULES}/1/edit", data=typed(wording="島"))
    assert answer.status_code == 409
    page = Page(answer)
    assert "ほかの職員が先にこの決まりを変更したか、取りやめています" in page.errors[0]
    assert page.value("決まり") == "島", "what was typed is still there"
    assert drafter.post(f"{RULES}/1/edit", data=typed(wording="島", act="preview")).status_code == 409
    assert drafter.post(f"{RULES}/1/withdraw").status_code == 409
    assert [rule[1] for rule in in_force(app)] == ["ほうき"]


def test_the_same_rule_is_registered_once_however_often_the_button_is_pressed(
    app: Flask, drafter: FlaskClient
) -> None:
    drafter.post(f"{OF_A}/new", data=typed())
    answer = drafter.post(f"{OF_A}/new", data=typed(label="別の名前"))
    assert answer.status_code == 422
    assert "この分類にもう登録されています" in Page(answer).errors[0]
    assert drafter.post(f"{RULES}/package/B/new", data=typed()).status_code == 303, "another code may have it"
    drafter.post(f"{OF_A}/new", data=typed(wording="島"))
    assert drafter.post(f"{RULES}/1/edit", data=typed(wording="島")).status_code == 422
    assert [rule[1] for rule in in_force(app)].count("near(飛ぶ, ほうき, 2)") == 2, (
        "a refused change takes nothing away"
    )


def test_saving_without_a_change_is_refused(drafter: FlaskClient) -> None:
    drafter.post(f"{OF_A}/new", data=typed())
    answer = drafter.post(f"{RULES}/1/edit", data=typed())
    assert answer.status_code == 422
    assert "前と同じ内容です" in Page(answer).errors[0]


def test_a_withdrawn_rule_is_kept_and_can_be_put_back(app: Flask, drafter: FlaskClient) -> None:
    drafter.post(f"{OF_A}/new", data=typed())
    drafter.post(f"{RULES}/1/withdraw")
    assert in_force(app) == []
    assert "空飛ぶほうき" in Page(drafter.get(OF_A)).rows("取りやめた決まり")[1][0]
    drafter.post(f"{RULES}/1/put-back")
    assert in_force(app) == [("空飛ぶほうき", "near(飛ぶ, ほうき, 2)", "strong")]
    assert drafter.post(f"{RULES}/1/put-back").status_code == 409
    assert len(in_force(app)) == 1


@pytest.mark.usefixtures("tagger_of_rules")
def test_a_rule_that_hides_is_tried(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_coding_rule(wording="ほうき")
        db.session.commit()
    hiding = typed(wording="空飛ぶほうき", strength="hides", act="preview")
    preview = Page(drafter.post(f"{OF_A}/new", data=hiding))
    assert "当たる意見は1件です。" in preview.text
    assert preview.rows("候補が変わる意見")[1][2:] == ["なし", "政策パッケージ「移動しやすいまちPJ」"]


def test_a_rule_that_hides_is_listed_but_speaks_for_nothing(app: Flask, drafter: FlaskClient) -> None:
    drafter.post(f"{OF_A}/new", data=typed(wording="図書館", strength="hides"))
    assert Page(drafter.get(OF_A)).rows("登録した決まり")[1][2:5:2] == [
        "打ち消す",
        "1件：「空飛ぶほうき」に当たる意見",
    ]
    assert "図書館" not in Page(drafter.get(f"{OF_A}/caught")).main.text


def test_words_that_no_rule_catches_are_listed_with_their_opinions(app: Flask, drafter: FlaskClient) -> None:
    page = Page(drafter.get(f"{RULES}/uncaught"))
    assert ["ほうき", "2"] in [row[:2] for row in page.rows()]
    with app.app_context():
        factories.make_coding_rule(wording="ほうき")
        db.session.commit()
    assert "ほうき" not in Page(drafter.get(f"{RULES}/uncaught")).main.text


def test_a_word_that_no_rule_catches_goes_into_a_rule_of_a_chosen_code(drafter: FlaskClient) -> None:
    uncaught = drafter.get(f"{RULES}/uncaught").text
    assert f"{RULES}?word=%E3%81%BB%E3%81%86%E3%81%8D" in uncaught
    chosen = drafter.get(f"{RULES}?word=ほうき")
    assert "「ほうき」を加える分類を選んでください" in Page(chosen).text
    assert f"{OF_A}/new?word=%E3%81%BB%E3%81%86%E3%81%8D" in chosen.text
    page = Page(drafter.get(f"{OF_A}/new?word=ほうき"))
    assert (page.value("名前"), page.value("決まり")) == ("ほうき", "ほうき")
    assert "登録した決まりはまだありません" in Page(drafter.get(OF_A)).text, (
        "nothing is saved by following links"
    )


@pytest.mark.usefixtures("tagger_of_rules")
def test_a_rule_that_catches_nearly_everything_is_warned_about(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        hearing = factories.make_hearing()
        for number in range(12):
            factories.make_looked_at_opinion(
                hearing=hearing, position=number + 1, wording=f"{number}本のほうきが要る。"
            )
        db.session.commit()
    loose = Page(drafter.post(f"{OF_A}/new", data=typed(act="preview", wording="ほうき")))
    assert "多くの意見に当たりすぎています" in loose.text
    narrow = Page(drafter.post(f"{OF_A}/new", data=typed(act="preview", wording="飛ぶ and ほうき")))
    assert "当たりすぎています" not in narrow.text


def test_opinions_of_the_blind_sample_and_their_copies_are_not_looked_at(
    app: Flask, drafter: FlaskClient
) -> None:
    with app.app_context():
        factories.make_coding_rule(wording="ほうき")
        strange = db.session.scalars(select(Opinion).where(Opinion.wording == STRANGE)).one()
        factories.make_sampled_opinion(opinion=strange)
        factories.make_looked_at_opinion(wording=STRANGE)
        db.session.commit()
    page = Page(drafter.get(f"{OF_A}/caught"))
    assert "隣の島" not in page.text
    assert "意見2件すべてで調べました" in page.text


def test_an_opinion_is_not_looked_at_before_the_blind_sample_is_drawn(
    app: Flask, drafter: FlaskClient, tagger_of_rules: None
) -> None:
    with app.app_context():
        factories.make_coding_rule(wording="ほうき")
        factories.make_opinion(wording="ほうきで届く、まだ誰も見ていない意見。")
        db.session.commit()
    assert "まだ候補の付いていない意見" in Page(drafter.get(RULES)).text
    pages = [drafter.get(f"{OF_A}/caught"), drafter.get(f"{RULES}/uncaught")]
    pages += [drafter.post(f"{OF_A}/new", data=typed(wording="届く", act="preview"))]
    pages += [drafter.post(f"{RULES}/words", data={"surface": "まだ誰も", "act": "preview"})]
    for page in map(Page, pages):
        assert "誰も見ていない意見" not in page.text
    with app.app_context():
        jobs.tag_waiting()
    assert "誰も見ていない意見" in Page(drafter.get(f"{OF_A}/caught")).text


def test_a_flood_is_tried_on_the_newest_opinions_and_the_page_says_so(
    app: Flask, drafter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_OPINIONS", 2)
    page = Page(drafter.get(RULES))
    assert "意見3件のうち、新しい順に2件で調べました" in page.text
    monkeypatch.setattr(queries, "MOST_CHARACTERS", 1)
    assert "新しい順に1件で" in Page(drafter.get(RULES)).text


def test_there_is_an_end_to_what_can_be_added(
    app: Flask, drafter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_ADDED", 1)
    drafter.post(f"{OF_A}/new", data=typed())
    drafter.post(f"{RULES}/words", data={"surface": "ほうき号"})
    drafter.post(f"{RULES}/synonyms", data={"variant": "のりもの", "stands_for": "バス"})
    for address, form in (
        (f"{OF_A}/new", typed(wording="島")),
        (f"{RULES}/words", {"surface": "島号"}),
        (f"{RULES}/synonyms", {"variant": "あし", "stands_for": "バス"}),
    ):
        assert "まで登録できます" in Page(drafter.post(address, data=form)).errors[0]
    assert drafter.post(f"{RULES}/1/edit", data=typed(wording="島")).status_code == 303


def test_all_that_the_tagger_goes_by_is_written_to_one_table(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_coding_rule(wording="飛ぶ and ほうき", label="=空の道")
        factories.make_added_word()
        factories.make_added_synonym(variant="のりもの", stands_for="バス")
        factories.make_topic_place(codes=[["package", "B"]])
        db.session.commit()
    answer = drafter.post(f"{RULES}/export")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=rules_")
    header, *rows = csv_writing.read_own_csv(answer.data)
    assert header[0] == "種類"
    kinds = {row[0]: row for row in rows}
    assert kinds["登録した決まり"][1:7] == [
        "政策パッケージ",
        "A",
        "移動しやすいまちPJ",
        "=空の道",
        "飛ぶ and ほうき",
        "強い",
    ]
    assert kinds["登録した決まり"][9] == "1"
    assert kinds["分けずに読む語"][4:6] == ["ほうき号", "ホウキゴウ"]
    assert kinds["同じ意味の語"][4:6] == ["のりもの", "バス"]
    school = next(row for row in rows if row[4] == "学校教育")
    assert school[1:4] == ["政策パッケージ", "B", "育ちあうひとPJ"]
    assert school[7].startswith("職員")
    assert any(row[3] == "どこにも置かない" for row in rows)
    assert len({row[4] for row in rows if row[0] == "はじめからある話題"}) > 80
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert event.action is AuditAction.EXPORTED


def test_rules_of_a_code_that_the_plan_lost_can_be_withdrawn(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_coding_rule(code="gone", wording="ほうき")
        factories.make_coding_rule(wording="図書館", label="本")
        db.session.commit()
    page = Page(drafter.get(RULES))
    assert "いまの計画にない分類の決まり" in page.text
    assert marked(Page(drafter.get(f"{OF_A}/caught"))) == ["図書館"]
    assert Page(drafter.get(OF_A)).rows("登録した決まり")[1][4].startswith("1件")
    assert drafter.post(f"{RULES}/1/withdraw", follow_redirects=True).status_code == 200
    assert "いまの計画にない" not in Page(drafter.get(RULES)).text


@pytest.mark.parametrize(
    "address", ["package/none", "nothing/A", "package/none/new", "theme/none/caught", "999/edit"]
)
def test_what_the_plan_does_not_have_is_not_there(address: str, drafter: FlaskClient) -> None:
    assert drafter.get(f"{RULES}/{address}").status_code == 404


@pytest.mark.parametrize("page", ["", "/package/A", "/package/A/caught", "/uncaught", "/topics", "/words"])
def test_no_page_asks_more_of_the_database_for_more_rows(page: str, app: Flask, drafter: FlaskClient) -> None:
    def statements() -> int:
        drafter.get(RULES + page)
        with counted_queries() as seen:
            drafter.get(RULES + page)
        return len(seen)

    with app.app_context():
        factories.make_coding_rule(wording="ほうき")
        db.session.commit()
    few = statements()
    with app.app_context():
        hearing = factories.make_hearing()
        for number in range(12):
            factories.make_coding_rule(label=f"決まり{number}", wording="ほうき or 島")
            factories.make_coding_rule(
                withdrawn_at=clock.now(), withdrawn_by_id=1, strength=RuleStrength.WEAK, wording="島"
            )
            factories.make_looked_at_opinion(hearing=hearing, position=number + 1, wording=f"ほうき{number}")
            factories.make_added_word(surface=f"ほうき{number}号")
            factories.make_added_synonym(variant=f"のりもの{number}")
        db.session.commit()
    assert statements() == few
