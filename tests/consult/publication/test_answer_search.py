"""Citizens search what was published of all cases, and nothing else."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import ConsultationStage, Disposition
from consult.extensions import db
from consult.models import KeptWords
from consult.search.indexing import index_waiting
from tests import factories as make
from tests.consult.publication.rounds import answered_group, ended_consultation, release, send
from tests.pages import Page
from tests.query_counting import counted_queries

ADDRESS = "/results"


def published(app: Flask, title: str, *summaries: str, **fields: Any) -> int:
    """A case with a version of its results, a row for each summary; the case's number."""
    with app.app_context():
        case = ended_consultation(title=title)
        publication = make.make_publication(consultation=case)
        for position, summary in enumerate(summaries, start=1):
            values = {"position": position, "group_number": position, "summary": summary}
            make.make_published_answer(publication=publication, **values | fields)
        db.session.commit()
        return int(case.id)


def headings(page: Page) -> list[str]:
    return [each.text for each in page.main.all("h3")]


def search(client: FlaskClient, **sent: str) -> Page:
    return Page(client.post(ADDRESS, data=sent, follow_redirects=True))


def test_answers_of_all_cases_are_found_marked_and_lead_to_their_row(
    app: Flask, public_client: FlaskClient
) -> None:
    case = published(app, "交通計画（案）", "図書館を開けてほしい。", "バスを増やしてほしい。")
    published(app, "子育て計画（案）", "放課後の教室を開けてほしい。", wording="通学のバスも調べます。")
    page = search(public_client, q="バス")
    assert set(headings(page)) == {"子育て計画（案） 1番", "交通計画（案） 2番"}
    assert [each.text for each in page.main.all("mark")] == ["バス", "バス"]
    assert page.links["交通計画（案） 2番"] == f"/consultations/{case}/results#answer-2"


def test_an_answer_far_down_leads_to_its_page_of_the_results(app: Flask, public_client: FlaskClient) -> None:
    case = published(app, "交通計画（案）", *["図書館を開けてほしい。"] * 100, "バスを増やしてほしい。")
    page = search(public_client, q="バス")
    assert page.links["交通計画（案） 101番"] == f"/consultations/{case}/results?page=2#answer-101"


def test_neither_the_address_nor_what_is_kept_of_a_vain_search_says_its_words(
    app: Flask, public_client: FlaskClient
) -> None:
    published(app, "交通計画（案）", "バスを増やしてほしい。")
    found = public_client.post(ADDRESS, data={"q": "バス"})
    assert found.status_code == 303 and "?q=~" in found.location
    vain = public_client.post(ADDRESS, data={"q": "架空田スズメ"})
    assert vain.status_code == 200 and Page(vain).value("ことば") == "架空田スズメ"
    assert "当てはまる回答はありません" in Page(vain).text
    with app.app_context():
        assert db.session.scalars(select(KeptWords.words)).all() == ["バス"]


def test_what_is_not_published_is_not_found(app: Flask, public_client: FlaskClient) -> None:
    with app.app_context():
        case = ended_consultation(title="公表前の計画（案）")
        send(case, ["秘密のことばを書いた意見"], group=answered_group(case, summary="秘密のことばの概要"))
        hidden = ended_consultation(title="伏せた計画（案）", stage=ConsultationStage.DRAFT)
        make.make_published_answer(
            publication=make.make_publication(consultation=hidden), summary="秘密のことばの回答"
        )
        corrected = ended_consultation(title="訂正した計画（案）")
        for number, summary in ((1, "秘密のことばが残っていた"), (2, "直したことば")):
            version = make.make_publication(consultation=corrected, number=number)
            make.make_published_answer(publication=version, summary=summary, position=1)
        db.session.commit()
    assert headings(search(public_client, q="秘密のことば")) == []
    assert headings(search(public_client, q="ことば")) == ["訂正した計画（案） 1番"]
    assert "前の計画" not in Page(public_client.get(ADDRESS)).text


def test_a_release_is_found_in_its_own_transaction_and_by_words_after_the_worker(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation(title="居場所の計画（案）")
        send(case, ["子供の居場所がほしい。"], group=answered_group(case, summary="子供の居場所がほしい。"))
        db.session.refresh(case)
        release(case)
        db.session.commit()
    assert len(headings(search(public_client, q="居場所"))) == 1
    assert headings(search(public_client, q="こども")) == []
    with app.app_context():
        index_waiting()
    assert len(headings(search(public_client, q="こども"))) == 1


def test_filters_say_how_many_each_would_leave(app: Flask, public_client: FlaskClient) -> None:
    first = published(app, "交通計画（案）", "バスを増やして", "バス停", disposition=Disposition.REVISED)
    published(app, "子育て計画（案）", "バスで通う", disposition=Disposition.COVERED)
    page = search(public_client, q="バス", **{"class": "revised", "sort": "newest"})
    assert len(headings(page)) == 2
    options = [each.text for each in page.field("反映区分").all("option")]
    assert "案を修正（2件）" in options and "記載済み（1件）" in options
    cases = [each.text for each in page.field("意見募集").all("option")]
    assert "交通計画（案）（2件）" in cases and "子育て計画（案）（0件）" in cases
    assert len(headings(Page(public_client.get(f"{ADDRESS}?case={first}")))) == 2
    assert public_client.get(f"{ADDRESS}?case=x&class=y&sort=z&page=-1").status_code == 200


def test_queries_do_not_grow_with_what_was_published(app: Flask, public_client: FlaskClient) -> None:
    asked = []
    for number in (2, 24):
        for each in range(number):
            published(app, f"計画{number}-{each}", "バスを増やしてほしい。")
        address = public_client.post(ADDRESS, data={"q": "バス"}).location
        public_client.get(address)
        with counted_queries() as queries:
            page = Page(public_client.get(address))
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert len(headings(page)) == 20 and "q=~" in page.links["次の20件"]


def test_the_first_page_and_the_list_of_cases_lead_there(public_client: FlaskClient) -> None:
    for address in ("/", "/consultations"):
        assert ADDRESS in Page(public_client.get(address)).links.values()
