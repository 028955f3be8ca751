"""One opinion: its wording, where it came from, and how it was decided."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Facet, Outcome, Role
from consult.extensions import db
from consult.models import TagDecision
from tests import factories as make
from tests.pages import Page


@pytest.fixture
def client(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        db.session.commit()
    return staff_client(Role.APPROVER)


def test_the_wording_stands_as_it_was_given(app: Flask, client: FlaskClient) -> None:
    wording = "  𠮷野さんの店の前、バスが<b>来ない</b>。\n二行目です。"
    with app.app_context():
        number = make.make_opinion(wording=wording, gist="バスの便が少ない").id
        db.session.commit()
    answer = client.get(f"/staff/opinions/{number}")
    assert wording.replace("<", "&lt;").replace(">", "&gt;") in answer.get_data(as_text=True)
    assert "バスの便が少ない" in Page(answer).main.text


def test_the_history_names_who_decided_what_and_who_undid_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        opinion = make.make_opinion()
        first = make.make_staff_member(name="架空 花子")
        second = make.make_staff_member(name="架空 次郎")
        make.make_review(
            opinion=opinion,
            confirmed={Facet.THEME: ["hito"]},
            by=first,
            is_current=False,
            undone_at=make.NOW,
            undone_by_id=second.id,
        )
        review = make.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]}, by=second)
        db.session.add(TagDecision(review=review, facet=Facet.PACKAGE, code="A", outcome=Outcome.REJECTED))
        number = opinion.id
        db.session.commit()
    cards = [card.text for card in Page(client.get(f"/staff/opinions/{number}")).root.all("article")]
    assert (
        "架空 次郎" in cards[0] and "確定■まち 主テーマ" in cards[0] and "却下移動しやすいまちPJ" in cards[0]
    )
    assert "架空 花子" in cards[1] and "確定●ひと" in cards[1] and "架空 次郎が取り消しました" in cards[1]


def test_a_published_page_is_named_as_source_and_as_who_decided(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        page = make.make_published_page()
        opinion = make.make_opinion(published_page=page)
        make.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]}, published_page=page)
        number = opinion.id
        db.session.commit()
    text = Page(client.get(f"/staff/opinions/{number}")).main.text
    assert "総合戦略（概要）「主な意見」19ページ" in text
    assert "公表資料「主な意見」 確定■まち" in text


def test_a_withdrawn_opinion_is_kept_and_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        number = make.make_opinion(withdrawn_at=make.NOW).id
        db.session.commit()
    assert (
        "令和8年11月24日(火) 10:00に取り下げられました"
        in Page(client.get(f"/staff/opinions/{number}")).main.text
    )


def test_an_opinion_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/staff/opinions/999").status_code == 404


def test_nobody_outside_reads_the_register(app: Flask, public_client: FlaskClient) -> None:
    for path in ("/staff/opinions", "/staff/opinions/1"):
        assert public_client.get(path).location.startswith("/staff/sign-in")


def test_no_link_leads_where_the_reader_may_not_go(
    app: Flask, client: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        number = make.make_opinion().id
        db.session.commit()
    for reader, may_decide in ((client, False), (staff_client(Role.DRAFTER), True)):
        links = Page(reader.get(f"/staff/opinions/{number}")).main.all("a")
        addresses = [link.attributes["href"].partition("#")[0] for link in links]
        assert (f"/staff/review/{number}" in addresses) is may_decide
        assert [reader.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_the_source_opens_at_the_place_in_the_notes(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        opinion = make.make_opinion(note_start=1, note_end=5)
        number, hearing = opinion.id, opinion.hearing_id
        db.session.commit()
    href = Page(client.get(f"/staff/opinions/{number}")).main.first("a").attributes["href"]
    assert href == f"/staff/hearings/{hearing}?opinion={number}#opinion-{number}"
    assert Page(client.get(href)).root.all(id=f"opinion-{number}")
