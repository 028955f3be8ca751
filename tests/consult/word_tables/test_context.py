"""語の前後: every place of a word, sorted by its neighbours, with what stands left and right of it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Consent, Role
from consult.extensions import db
from consult.models import Opinion
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories as make
from tests.consult.word_tables.sown import read, sow
from tests.pages import Page
from tests.query_counting import counted_queries

ADDRESS = "/staff/analysis/words/context"


@pytest.fixture
def client(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        sow()
    return staff_client(Role.DRAFTER)


def lines(client: FlaskClient, query: str) -> list[tuple[str, str, str]]:
    page = Page(client.get(f"{ADDRESS}?{query}"))
    rows = page.rows()[1:] if page.main.all("table") else []
    return [(row[1], row[2], row[3]) for row in rows]


def exported(client: FlaskClient, **fields: str) -> str:
    answer = client.post(f"{ADDRESS}/export", data=fields)
    assert answer.status_code == 200
    return "\n".join("|".join(row) for row in read_own_csv(answer.data)[1:])


def test_lines_are_sorted_by_the_words_to_the_right_or_to_the_left(client: FlaskClient) -> None:
    right = lines(client, "word=バス")
    assert right == [("子どもの公園と", "バス", "が遠い。"), ("こどもが", "バス", "に乗る。こどもが歩く。")]
    left = lines(client, "word=バス&order=before")
    assert [line[0] for line in left] == ["こどもが", "子どもの公園と"]


def test_a_word_is_found_however_it_is_written_and_a_row_of_words_as_one(client: FlaskClient) -> None:
    assert {line[1] for line in lines(client, "word=子供")} == {"こども", "子ども"}
    assert lines(client, "word=公園とバス") == [("子どもの", "公園とバス", "が遠い。")]
    assert len(lines(client, "word=が")) == 3
    assert lines(client, "word=乗るこども") == [], "no row of words reaches into the next sentence"


def test_whatever_is_typed_is_no_error(client: FlaskClient) -> None:
    for word in ("", "「", '"', "*", "NOT", "　", "あ" * 100, "%", "A\u0301", "\u200b", "words : 町"):
        assert client.get(ADDRESS, query_string={"word": word}).status_code == 200, word


def test_a_figure_of_the_table_of_words_opens_as_many_lines(client: FlaskClient) -> None:
    table = Page(client.get("/staff/analysis/words?channel=external"))
    form = table.root.first("form", id="words")
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    for row, button in zip(table.rows("よく出る語")[1:], table.main.all("button", name="word"), strict=True):
        location = client.post("/staff/search", data={**fields, "word": button.attributes["value"]}).location
        assert location.startswith(f"{ADDRESS}?channel=external&word=~"), location
        opened = Page(client.get(location))
        assert f"は{row[1].split('件')[0]}件の意見に{row[3]}回" in opened.text, row


def test_the_opinion_is_a_press_away_and_no_link_says_the_word(client: FlaskClient) -> None:
    location = client.post(
        "/staff/search", data={"list": "staff.word_tables.context", "word": "公園"}
    ).location
    page = Page(client.get(location))
    assert any(link.startswith("/staff/opinions/") for link in page.links.values())
    assert page.value("前後を読む語") == "公園"
    assert not [link for link in page.links.values() if "%E5%85%AC" in link]


def test_a_filter_without_the_word_offers_the_way_out(client: FlaskClient) -> None:
    page = Page(client.get(f"{ADDRESS}?word=公園&theme=machi"))
    assert "この条件の意見に「公園」は見つかりません。" in page.text
    assert "条件をすべて外して探す" in page.links


def test_the_file_masks_what_may_not_leave_and_leaves_out_lines_of_it(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        personal = make.make_opinion(wording="架空田さんの橋と架空田")
        make.make_personal_look(opinion=personal, passages=[[0, 3, "name"], [8, 11, "name"]])
        make.make_opinion(wording="秘密の橋", hearing=make.make_hearing(consent=Consent.NONE))
        read()
        number = str(db.session.query(Opinion.id).filter_by(wording=personal.wording).scalar())
    leaving = exported(client, word="橋")
    assert leaving.startswith(f"{number}|〔非公表〕さんの|橋|と〔非公表〕|")
    assert "秘密" not in leaving and "架空田" not in leaving
    assert "秘密の|橋" in exported(client, word="橋", text="as_written")
    assert "架空田" not in exported(client, word="架空田")


@pytest.mark.parametrize("order", ["after", "before"])
def test_a_masked_word_does_not_decide_where_its_row_stands_in_the_file(
    app: Flask, client: FlaskClient, order: str
) -> None:
    """Rows that show the same stand in the order of their opinions, not of the names: nobody reads a name off them."""
    with app.app_context():
        for name in ("若葉", "青葉", "双葉"):
            wording = f"橋{name}" if order == "after" else f"{name}橋"
            start = wording.index(name)
            personal = make.make_opinion(wording=wording)
            make.make_personal_look(opinion=personal, passages=[[start, start + 2, "name"]])
        read()
        newest_first = [
            str(each.id) for each in db.session.query(Opinion).order_by(Opinion.id.desc()).limit(3)
        ]
    file = exported(client, word="橋", order=order)
    assert [row.split("|")[0] for row in file.splitlines()] == newest_first


def test_more_lines_than_a_page_can_hold_are_cut_with_a_word(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.word_tables.lines.MOST", 1)
    assert lines(client, "word=バス") == [("子どもの公園と", "バス", "が遠い。")], "the newest opinion"
    page = Page(client.get(f"{ADDRESS}?word=バス"))
    assert "新しい意見の1行だけを並べています" in page.text


def test_more_lines_need_no_more_queries(app: Flask, client: FlaskClient) -> None:
    with counted_queries() as few:
        client.get(f"{ADDRESS}?word=公園")
    with app.app_context():
        for number in range(9):
            make.make_opinion(wording=f"橋と公園その{number}")
        read()
    with counted_queries() as many:
        client.get(f"{ADDRESS}?word=公園")
    assert len(few) == len(many)
