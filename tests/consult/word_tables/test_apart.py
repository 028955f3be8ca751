"""目立つ語: which words set a group of opinions apart from the others, group by group and for one alone."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, Facet, Role, Sector
from consult.extensions import db
from consult.opinion_filter import OpinionFilter
from consult.spreadsheets.csv_writing import read_own_csv
from consult.word_tables.asked import ApartAsked
from consult.word_tables.groups import members
from tests import factories as make
from tests.consult.word_tables.sown import read
from tests.pages import Page
from tests.query_counting import counted_queries

ADDRESS = "/staff/analysis/words/apart"


def sow_groups(number: int) -> None:
    """As many opinions of each of two groups: まち asks for buses, ひと for a park, both in town."""
    industry = make.make_hearing(counterpart=make.make_counterpart(sector=Sector.INDUSTRY))
    sent = make.make_submission(channel=Channel.POST)
    for at in range(number):
        bus = make.make_opinion(hearing=industry, position=at, wording=f"町のバスその{at}")
        make.make_review(opinion=bus, confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: ["A"]})
        park = make.make_opinion(submission=sent, position=at, wording=f"町の公園その{at}")
        make.make_tag(opinion=park, code="hito")
    read()


@pytest.fixture
def client(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        sow_groups(12)
    return staff_client(Role.DRAFTER)


def standing_out(client: FlaskClient, query: str) -> dict[str, str]:
    """Group to its number and words, of the groups that have opinions."""
    rows = Page(client.get(f"{ADDRESS}?{query}")).rows()[1:]
    return {row[0]: f"{row[1].split('件')[0]} {row[2].split('件')[0]}" for row in rows if row[1] != "0"}


SIDE_BY_SIDE = {
    "": {"まち": "12 バス 12", "ひと": "12 公園 12"},
    "state=confirmed": {"まち": "12 目立つ語はありません"},
    "axis=package": {"A 移動しやすいまちPJ": "12 バス 12"},
    "axis=sector": {"産（事業者・生産者）": "12 バス 12"},
    "axis=channel": {"関係機関ヒアリング": "12 バス 12", "郵送": "12 公園 12"},
    "axis=nothing": {"まち": "12 バス 12", "ひと": "12 公園 12"},
}


def test_each_group_shows_the_words_that_set_it_apart(client: FlaskClient) -> None:
    assert {query: standing_out(client, query) for query in SIDE_BY_SIDE} == SIDE_BY_SIDE


def test_one_group_shows_all_its_words_beside_the_others(client: FlaskClient) -> None:
    page = Page(client.get(f"{ADDRESS}?theme=machi"))
    assert "まち：12件の意見に目立つ語" in page.text
    (bus, town) = page.rows()[1:]
    assert (bus[0], bus[3], bus[4], bus[5]) == ("バス", "100.0", "0", "0.0") and "目立つ" in bus[1]
    assert (town[0], town[4].split("件")[0], town[5]) == ("町", "12", "100.0") and "目立つ" not in town[1]
    turned = Page(client.get(f"{ADDRESS}?theme=machi&order=-outside"))
    assert turned.rows()[1][0] == "町"


def test_a_figure_opens_its_lines_within_the_group(client: FlaskClient) -> None:
    page = Page(client.get(ADDRESS))
    button = next(each for each in page.main.all("button", name="word") if each.attributes["value"] == "公園")
    form = page.root.first("form", id=button.attributes["form"])
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    opened = Page(client.post("/staff/search", data={**fields, "word": "公園"}, follow_redirects=True))
    assert "「公園」は12件の意見に12回" in opened.text and "テーマ：ひと" in opened.text


@pytest.mark.parametrize(
    "group", ["theme=machi", "axis=sector&sector=industry", "axis=channel&channel=external"]
)
def test_the_figure_of_the_others_opens_their_lines(client: FlaskClient, group: str) -> None:
    page = Page(client.get(f"{ADDRESS}?{group}"))
    form = page.root.first("form", id="words-of-others")
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    opened = Page(client.post("/staff/search", data={**fields, "word": "町"}, follow_redirects=True))
    assert [row[4].split("件")[0] for row in page.rows()[1:]] == ["0", "12"]
    assert "「町」は12件の意見に12回" in opened.text and "除くもの：" in opened.text
    assert "公園" in opened.text and "町のバス" not in opened.main.text


def test_a_filter_without_anything_to_compare_offers_the_way_out(client: FlaskClient) -> None:
    for query in ("theme=%E7%84%A1", "sector=government&axis=sector", "q=病院", "package=B"):
        page = Page(client.get(f"{ADDRESS}?{query}"))
        assert {"条件をすべて外す", "分類を並べて見る"} & page.links.keys(), query


def test_suggestions_that_are_held_put_an_opinion_into_no_group(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        held = make.make_opinion(wording="町の橋")
        make.make_tag(opinion=held, code="hito")
        make.make_sampled_opinion(opinion=held)
        db.session.commit()
        assert held.id not in members(ApartAsked(OpinionFilter()))


def test_the_file_holds_every_word_that_stands_out_or_all_of_one_group(client: FlaskClient) -> None:
    def rows(**fields: str) -> list[list[str]]:
        return read_own_csv(client.post(f"{ADDRESS}/export", data=fields).data)[1:]

    assert [row[:6] for row in rows(axis="theme")] == [
        ["ひと", "公園", "12", "12", "0", "12"],
        ["まち", "バス", "12", "12", "0", "12"],
    ]
    assert [row[1] for row in rows(axis="theme", theme="machi")] == ["バス", "町"]


def test_a_text_that_many_sent_counts_as_one_when_asked_for(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for _ in range(30):
            copy = make.make_opinion(wording="海をきれいに")
            make.make_review(opinion=copy, confirmed={Facet.THEME: ["machi"]})
        make.make_review(opinion=make.make_opinion(wording="海をきれいに"), confirmed={Facet.THEME: ["hito"]})
        read()
    assert standing_out(client, "")["まち"].startswith("42 きれい 30")
    once = standing_out(client, "once=1")
    assert once == {"まち": "13 バス 12", "ひと": "13 公園 12"}


def test_more_opinions_need_no_more_queries(app: Flask, client: FlaskClient) -> None:
    with counted_queries() as few:
        client.get(ADDRESS)
    with app.app_context():
        sow_groups(9)
    with counted_queries() as many:
        client.get(ADDRESS)
    assert len(few) == len(many)
