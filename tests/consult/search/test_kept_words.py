"""What is searched for may be a name: no address says it, and every list can still be opened by its address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from consult.models import KeptWords
from consult.search.kept_words import FORGOTTEN, KEPT_FOR
from tests import factories as make
from tests.pages import Page

SignIn = Callable[..., FlaskClient]
NAME = "架空田スズメ"
LISTS = {
    "staff.opinions.index": "/staff/opinions",
    "staff.hearings.index": "/staff/hearings",
    "staff.drafting.choose": "/staff/theme-board/machi/choose",
}


@pytest.fixture
def client(app: Flask, staff_client: SignIn) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        for number in range(60):
            hearing = make.make_hearing(notes=f"{NAME}さんの話{number}")
            opinion = make.make_opinion(hearing=hearing, wording=f"{NAME}さんの話{number}")
            make.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
        make.make_opinion(wording="ほかの話")
        db.session.commit()
    return staff_client(Role.DRAFTER)


def search(client: FlaskClient, **sent: str) -> str:
    """Where the form of a list leads."""
    sent = {"list": "staff.opinions.index", "theme": "machi"} | sent
    answer = client.post("/staff/search", data=sent)
    assert answer.status_code == 303, answer.status
    return answer.location


@pytest.mark.parametrize("wanted", LISTS)
def test_no_address_of_a_search_says_its_words(client: FlaskClient, wanted: str) -> None:
    address = search(client, list=wanted, q=f" {NAME}　")
    assert address.startswith(LISTS[wanted]) and "q=~" in address
    page = Page(client.get(address))
    assert NAME in page.main.text and "ほかの話" not in page.main.text
    assert next(box.attributes["value"] for box in page.main.all("input", name="q")) == NAME
    assert "次の50件" in page.links
    for link in page.links.values():
        assert NAME not in link and "%E6%9E%B6" not in link, link
    second = Page(client.get(page.links["次の50件"]))
    assert NAME in second.main.text, "the address of the next page finds the same"


def test_the_forms_of_the_lists_send_their_words_by_post(client: FlaskClient) -> None:
    for wanted, address in LISTS.items():
        page = Page(client.get(address))
        form = next(each for each in page.main.all("form") if each.all("input", name="q"))
        assert form.attributes["method"] == "post" and form.attributes["action"] == "/staff/search"
        assert form.first("input", name="list").attributes["value"] == wanted


def test_other_filters_stay_readable_and_empty_ones_are_left_out(client: FlaskClient) -> None:
    address = search(client, q="", channel="external", sector="", page="3", theme="")
    assert address == "/staff/opinions?channel=external"


def test_the_same_words_have_the_same_address_and_are_kept_once(app: Flask, client: FlaskClient) -> None:
    assert search(client, q=NAME) == search(client, q=NAME) != search(client, q="別の話")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptWords)) == 2


def test_words_go_after_some_weeks_and_their_address_says_so(app: Flask, client: FlaskClient) -> None:
    address = search(client, q=NAME)
    with app.app_context():
        row = db.session.scalars(select(KeptWords)).one()
        row.kept_at -= KEPT_FOR + timedelta(days=1)
        db.session.commit()
    assert FORGOTTEN in Page(client.get(address)).root.text
    search(client, q="別の話")
    with app.app_context():
        assert db.session.scalars(select(KeptWords.words)).all() == ["別の話"]


def test_over_long_words_are_told_on_the_page(client: FlaskClient) -> None:
    answer = client.get(search(client, q="あ" * 1_001))
    assert answer.status_code == 422
    assert "1,000字以内" in Page(answer).errors[0]


@pytest.mark.parametrize(
    "wanted", ["", "staff.accounts.index", "https://example.jp/", "staff.drafting.choose"]
)
def test_the_search_leads_to_its_lists_only(client: FlaskClient, wanted: str) -> None:
    assert client.post("/staff/search", data={"list": wanted, "q": "話"}).status_code == 400


def test_choosing_from_a_search_comes_back_to_it(client: FlaskClient) -> None:
    address = search(client, list="staff.drafting.choose", q=NAME)
    answer = client.post("/staff/theme-board/machi/choose", data={"opinion_id": "1", "q": NAME, "page": "2"})
    assert answer.location == f"{address}&page=2"
