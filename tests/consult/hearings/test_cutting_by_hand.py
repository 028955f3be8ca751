"""O4 without scripts: an opinion is split anywhere, its 要旨 is offered as its own words, and every act is undone."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import Opinion
from tests.consult.hearings.page_of_hearing import cards, cut_page, fields_of, press
from tests.pages import Page

TWO_IN_ONE = "・𠮷野のバスの本数を増やしてほしいし商店街には休む場所がほしい"
LONG = (
    "・山あいの地区では、バスが一日三本しかなく、通院や買い物のたびに家族の車に頼っている。"
    "予約して乗れる車を、曜日を決めてでも走らせてほしい、できれば高校生の通学にも使える時間に走らせてほしい。"
)
QUOTED = (
    "山あいの地区では、バスが一日三本しかなく、…予約して乗れる車を、曜日を決めてでも走らせてほしい、"
    "できれば高校生の通学にも使える時間に走らせてほしい。"
)


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def wordings(page: Page) -> list[str]:
    found = page.root.first("ol", class_="claims").all("p", class_="claim-wording")
    return [wording.text for wording in found]


def test_an_opinion_is_split_before_any_words_that_were_pasted(official: FlaskClient) -> None:
    page = cut_page(official, notes=TWO_IN_ONE)
    split = Page(press(official, page, "split_before:0", **{"before-0": " 商店街には "}))
    assert wordings(split) == ["𠮷野のバスの本数を増やしてほしいし", "商店街には休む場所がほしい"]
    assert cards(split) == ["意見1", "意見2"]
    back = Page(press(official, split, "undo"))
    assert wordings(back) == wordings(page)


@pytest.mark.parametrize("words", ["", "どこにもない", "𠮷野"])
def test_words_that_are_not_inside_it_split_nothing_and_say_so(official: FlaskClient, words: str) -> None:
    page = cut_page(official, notes=TWO_IN_ONE)
    answer = Page(press(official, page, "split_before:0", **{"before-0": words}))
    assert wordings(answer) == wordings(page)
    assert "この意見の中に見つかりません" in answer.text


def test_the_offered_gist_is_its_own_words_and_is_undone(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official, notes=LONG)
    while len(cards(page)) > 1:
        page = Page(press(official, page, "join:0"))
    assert QUOTED in page.text and "短くした引用を入れる" in page.buttons
    quoted = Page(press(official, page, "quote:0", **{"gist-0": "手で書いた要旨"}))
    assert fields_of(quoted)["gist-0"] == QUOTED
    assert "短くした引用を入れる" not in quoted.buttons
    back = Page(press(official, quoted, "undo"))
    assert fields_of(back)["gist-0"] == "手で書いた要旨"
    quoted = Page(press(official, back, "quote:0"))
    assert press(official, quoted, "register").status_code == 303
    with app.app_context():
        opinion = db.session.scalars(select(Opinion)).one()
        assert opinion.gist == QUOTED
        assert all(piece in opinion.wording for piece in QUOTED.split("…"))


def test_a_short_or_dropped_opinion_offers_no_shorter_one(official: FlaskClient) -> None:
    page = cut_page(official, notes=TWO_IN_ONE)
    assert "短くした引用を入れる" not in page.buttons
    answer = Page(press(official, page, "quote:0"))
    assert fields_of(answer)["gist-0"] == "" and "短いので" in answer.text
