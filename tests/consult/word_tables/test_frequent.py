"""よく出る語: what is counted, in which forms, for which opinions; and the table as a file."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Consent, Role
from consult.extensions import db
from consult.models import AuditEvent
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories as make
from tests.consult.word_tables.sown import read, sow
from tests.pages import Page
from tests.query_counting import counted_queries

ADDRESS = "/staff/analysis/words"


@pytest.fixture
def client(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        sow()
    return staff_client(Role.DRAFTER)


def table(client: FlaskClient, query: str = "") -> list[list[str]]:
    return Page(client.get(f"{ADDRESS}?{query}")).rows("よく出る語")[1:]


def exported(client: FlaskClient, **fields: str) -> list[list[str]]:
    answer = client.post(f"{ADDRESS}/export", data=fields)
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    return read_own_csv(answer.data)[1:]


def test_a_word_is_counted_in_opinions_and_in_times_however_it_is_written(client: FlaskClient) -> None:
    assert table(client)[:2] == [
        ["こども", "2件：「子供」の前後を読む", "100.0", "3", "こども 2・子ども 1"],
        ["バス", "2件：「バス」の前後を読む", "100.0", "2", "バス 2"],
    ]


def test_a_word_is_named_as_people_write_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make.make_opinion(wording="きれいな海。話をまとめる。使ってまとめた。")
        read()
    assert {"きれい", "まとめる", "使う"} <= {row[0] for row in table(client)}


def test_words_that_say_nothing_by_themselves_are_passed_over(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make.make_opinion(wording="橋のことをもっと考える方がいる。")
        read()
    assert {"橋", "考える"} <= {row[0] for row in table(client)}
    assert not {"が", "こと", "もっと", "方", "居る"} & {row[0] for row in table(client)}


def test_a_filter_of_opinions_counts_only_those(client: FlaskClient) -> None:
    assert {row[0] for row in table(client, "theme=hito")} == {"子ども", "公園", "バス", "遠い"}
    page = Page(client.get(f"{ADDRESS}?theme=hito"))
    assert "1件の意見に出る語" in page.text
    assert any(words.startswith("テーマ：ひと") for words in page.links)


def test_the_table_is_searched_and_sorted_without_narrowing_the_opinions(client: FlaskClient) -> None:
    assert [row[0] for row in table(client, "word=子ども")] == ["こども"]
    assert [row[0] for row in table(client, "order=word")] == sorted(row[0] for row in table(client))
    assert [row[3] for row in table(client, "order=times")][-1] == "3"
    assert "「病院」を含む語はありません。" in Page(client.get(f"{ADDRESS}?word=病院")).text


def test_a_figure_of_texts_counted_once_opens_as_many_lines(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for _ in range(3):
            make.make_opinion(wording="海をきれいに。海は宝。")
        read()
    assert [cell.split("件")[0] for cell in table(client, "once=1&word=海")[0][:4]] == [
        "海",
        "1",
        "33.3",
        "2",
    ]
    page = Page(client.get(f"{ADDRESS}/context?word=海&once=1"))
    assert "「海」は1件の意見に2回" in page.text and "1件と数えています" in page.text
    assert exported(client, once="1", word="海")[0][2] == "1"


def test_a_filter_that_finds_nothing_offers_the_way_out(client: FlaskClient) -> None:
    page = Page(client.get(f"{ADDRESS}?package=B"))
    assert "この条件に当てはまる意見はありません。" in page.text
    assert page.links["条件をすべて外す"] == ADDRESS


def test_what_cannot_be_read_is_told_beside_its_field(client: FlaskClient) -> None:
    for query in ("since=いつか", f"word={'あ' * 101}"):
        answer = client.get(f"{ADDRESS}?{query}")
        assert answer.status_code == 422 and Page(answer).errors, query


def test_opinions_that_the_worker_has_not_read_are_told(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        make.make_added_synonym()
        make.make_opinion(wording="まだの意見")
        db.session.commit()
    text = Page(client.get(ADDRESS)).text
    assert "1件の意見は、まだ数えられていません" in text
    assert "2件の意見は、前の辞書で読んだ語で数えています" in text


def test_a_word_that_is_looked_for_stays_out_of_the_address(client: FlaskClient) -> None:
    sent = {"list": "staff.word_tables.frequent", "word": "架空田", "q": "子供"}
    location = client.post("/staff/search", data=sent).location
    assert location.startswith(f"{ADDRESS}?") and location.count("~") == 2
    page = Page(client.get(location))
    assert page.value("表から探す語") == "架空田"
    assert not [link for link in page.links.values() if "%E6%9E%B6" in link]


def test_the_file_holds_no_word_that_may_not_leave_the_house(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        personal = make.make_opinion(wording="架空田さんの橋")
        make.make_personal_look(opinion=personal, passages=[[0, 3, "name"]])
        silent = make.make_hearing(consent=Consent.NONE)
        make.make_opinion(wording="温泉", hearing=silent)
        read()
    leaving = {row[1] for row in exported(client)}
    assert "橋" in leaving and "バス" in leaving
    assert not leaving & {"架空", "架空田", "温泉"} and not any("架空" in word for word in leaving)
    as_written = {row[1] for row in exported(client, text="as_written")}
    assert "温泉" in as_written and any("架空" in word for word in as_written)


def test_the_file_is_the_table_and_its_making_is_on_record(app: Flask, client: FlaskClient) -> None:
    assert exported(client, theme="machi", order="-times", q="バス")[0] == [
        "1",
        "こども",
        "1",
        "2",
        "こども 2",
    ]
    excel = client.post(f"{ADDRESS}/export", data={"file": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(excel.data))
    assert book.sheetnames == ["よく出る語", "読み方"]
    with app.app_context():
        events = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED).order_by(AuditEvent.id)
        ).all()
    assert events[0].details == {
        "table": "frequent_words",
        "conditions": {"theme": "machi"},
        "has_search": True,
        "as_written": False,
    }


def test_more_opinions_need_no_more_queries(app: Flask, client: FlaskClient) -> None:
    with counted_queries() as few:
        client.get(ADDRESS)
    with app.app_context():
        for number in range(9):
            make.make_opinion(wording=f"橋と公園その{number}")
        read()
    with counted_queries() as many:
        client.get(ADDRESS)
    assert len(few) == len(many)
