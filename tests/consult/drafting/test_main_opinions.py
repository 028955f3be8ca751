"""主な意見 for citizens: what was published, as published; of everything else only confirmed numbers."""

from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import ChosenOpinion, Review
from tests import factories as make
from tests.consult.drafting.boards import confirmed_opinion, published_board, seed
from tests.pages import Page


def test_it_shows_the_published_opinions_with_headline_and_source(
    app: Flask, plan: None, public_client: FlaskClient
) -> None:
    seed(app, published_board)
    page = Page(public_client.get("/main-opinions"))
    assert page.heading == "主な意見"
    assert "出典：総合戦略（概要）（19ページ）" in page.text
    assert len([item for item in page.main.all("li") if item.text.startswith("「")]) == 13
    for theme in ("hito", "machi", "shigoto"):
        assert f"{theme}の公表見出し" in page.text


def test_words_from_hearings_and_submissions_stay_inside_and_only_confirmed_ones_count(
    app: Flask, plan: None, public_client: FlaskClient
) -> None:
    def rows() -> None:
        confirmed_opinion("machi", wording="ヒアリングの言葉")
        confirmed_opinion("machi", wording="市民の言葉", submission=make.make_submission())
        make.make_tag(opinion=make.make_opinion(wording="候補の言葉"))
        confirmed_opinion("machi", wording="取り下げた言葉", withdrawn_at=make.NOW)

    seed(app, published_board)
    seed(app, rows)
    page = Page(public_client.get("/main-opinions"))
    assert page.rows("テーマごとの意見の数")[1:] == [["●ひと", "4"], ["■まち", "7"], ["▲しごと", "4"]]
    assert "言葉" not in page.text


def test_what_staff_decide_later_does_not_rewrite_what_was_published(
    app: Flask, plan: None, public_client: FlaskClient
) -> None:
    def decide_anew() -> None:
        review = db.session.query(Review).first()
        assert review is not None
        review.is_current = False
        db.session.flush()
        make.make_review(opinion=review.opinion, confirmed={Facet.THEME: ["shigoto"]})
        db.session.query(ChosenOpinion).delete()

    seed(app, published_board)
    before = Page(public_client.get("/main-opinions")).main.all("section")[0].text
    seed(app, decide_anew)
    after = Page(public_client.get("/main-opinions"))
    assert after.main.all("section")[0].text == before
    assert after.rows("テーマごとの意見の数")[1:] == [["●ひと", "3"], ["■まち", "5"], ["▲しごと", "5"]]


def test_before_anything_is_published_the_page_says_so(plan: None, public_client: FlaskClient) -> None:
    page = Page(public_client.get("/main-opinions"))
    assert "公表した主な意見はまだありません" in page.text
    assert [row[1] for row in page.rows()[1:]] == ["0", "0", "0"]


def test_it_leads_on_to_the_strategy_to_how_it_was_made_and_to_the_road(
    plan: None, public_client: FlaskClient
) -> None:
    links = Page(public_client.get("/main-opinions")).main.all("a")
    assert [link.text for link in links] == ["戦略の体系", "策定の経過", "意見の行方を図で見る"]
