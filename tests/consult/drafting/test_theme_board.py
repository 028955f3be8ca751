"""What the board shows: bands, figures that open their list, chosen opinions with their source (D1)."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, HearingKind, Role
from consult.extensions import db
from consult.models import Opinion, Review, Submission, Tag
from tests import factories as make
from tests.consult.drafting.boards import (
    band,
    confirmed_opinion,
    published_board,
    put_on_board,
    quotations,
    seed,
)
from tests.pages import Page
from tests.query_counting import counted_queries
from tests.register import number_listed_at


def mixed_rows() -> None:
    """Every way in, 確定 and 候補, opinions on two themes, people and bodies that come twice."""
    counterpart = make.make_counterpart()
    for kind in HearingKind:
        hearing = make.make_hearing(kind=kind, counterpart=counterpart)
        confirmed_opinion("machi", "hito", hearing=hearing)
        make.make_tag(opinion=make.make_opinion(hearing=hearing))
    for channel in Channel:
        submission = make.make_submission(channel=channel)
        for _ in range(3):
            confirmed_opinion("machi", submission=submission)
        make.make_tag(opinion=make.make_opinion(submission=submission), code="shigoto")
    confirmed_opinion("shigoto", published_page=make.make_published_page())
    put_on_board(confirmed_opinion("machi", wording="代表の意見"))
    make.make_tag(opinion=make.make_opinion(withdrawn_at=make.NOW))
    confirmed_opinion("machi", submission=make.make_submission(withdrawn_at=make.NOW))


def counts_that_open(client: FlaskClient) -> list[tuple[int, str]]:
    """(figure, address) of every figure on the board that is a link."""
    links = Page(client.get("/staff/theme-board")).main.all("a")
    numbers = [(link.all("span"), link.attributes["href"]) for link in links]
    return [
        (int(spans[-1].text.replace(",", "")), href)
        for spans, href in numbers
        if spans and re.fullmatch(r"[\d,]+", spans[-1].text)
    ]


def test_every_number_opens_a_list_of_exactly_that_many(app: Flask, drafter: FlaskClient) -> None:
    seed(app, mixed_rows)
    figures = counts_that_open(drafter)
    assert len(figures) > 3 * (12 + 1) * 3
    assert sum(number for number, _ in figures) > 50
    for number, href in figures:
        assert number_listed_at(app, href) == number, href
    number, href = max(figures)
    heading = Page(drafter.get(href)).root.first("h2", id="list-heading").text
    assert heading == f"{number}件の意見", href


def test_the_lines_of_the_table_add_up_to_the_total_and_zero_lines_are_shown(
    app: Flask, drafter: FlaskClient
) -> None:
    seed(app, mixed_rows)
    page = Page(drafter.get("/staff/theme-board"))
    for theme in ("ひと", "まち", "しごと"):
        header, *lines, total = page.rows(f"「{theme}」の意見")
        assert header == ["方法", "名", "件", "確定", "候補"]
        assert len(lines) == len(Channel) + len(HearingKind) + 1
        for column in (2, 3, 4):
            assert sum(int(line[column]) for line in lines) == int(total[column])
        assert all(int(line[2]) == int(line[3]) + int(line[4]) for line in lines)


def test_people_opinions_and_hearings_are_counted_in_their_own_units(
    app: Flask, drafter: FlaskClient
) -> None:
    def rows() -> None:
        committee = make.make_submission(channel=Channel.COMMITTEE)
        for _ in range(3):
            confirmed_opinion("machi", submission=committee)
        heard = make.make_counterpart()
        for _ in range(2):
            confirmed_opinion("machi", hearing=make.make_hearing(counterpart=heard))
        confirmed_opinion("machi", published_page=make.make_published_page())

    seed(app, rows)
    lines = {line[0]: line[1:] for line in Page(drafter.get("/staff/theme-board")).rows("「まち」の意見")}
    assert lines["委員意見"] == ["1", "3", "3", "0"]
    assert lines["電子フォーム"] == ["0", "0", "0", "0"]
    assert lines["関係機関ヒアリング"] == ["延べ2回・実1者", "2", "2", "0"]
    assert lines["公表資料"] == ["不明", "1", "1", "0"]
    assert lines["計"] == ["1名ヒアリング 延べ2回・実1者", "6", "6", "0"]


def test_who_stands_behind_a_band_is_told_of_the_confirmed_opinions_alone(
    app: Flask, drafter: FlaskClient
) -> None:
    """The line is printed beside 「確定 N件」: a hearing that has only suggestions is not in it."""

    def rows() -> None:
        confirmed_opinion("machi", hearing=make.make_hearing())
        make.make_tag(opinion=make.make_opinion(hearing=make.make_hearing()), code="machi")
        make.make_tag(opinion=make.make_opinion(submission=make.make_submission()), code="machi")

    seed(app, rows)
    page = Page(drafter.get("/staff/theme-board"))
    machi = next(band for band in page.main.all("section") if "まち" in band.first("h2").text)
    assert "確定した意見：提出者 0名・ヒアリング 延べ1回、実1者" in machi.text
    assert page.rows("「まち」の意見")[-1][1] == "1名ヒアリング 延べ2回・実2者"


def test_a_person_who_sends_by_two_ways_is_one_in_the_total(app: Flask, drafter: FlaskClient) -> None:
    def rows() -> None:
        first = make.make_submission(channel=Channel.FORM)
        confirmed_opinion("machi", submission=first)
        again = make.make_submission(channel=Channel.POST, submitter=first.submitter)
        confirmed_opinion("machi", submission=again)

    seed(app, rows)
    assert Page(drafter.get("/staff/theme-board")).rows("「まち」の意見")[-1][1].startswith("1名")


def test_a_fresh_board_shows_the_published_opinions_in_their_bands(app: Flask, drafter: FlaskClient) -> None:
    seed(app, published_board)
    for theme, number in (("hito", 4), ("machi", 5), ("shigoto", 4)):
        found = band(drafter, theme)
        assert len(quotations(found)) == number
        assert f"{theme}の公表見出し" in found.text
        assert "公表資料「主な意見」のとおり" in found.text
        assert found.all("figcaption")[0].text == "総合戦略（概要）「主な意見」19ページ"
        assert f"確定 {number}件・候補 0件" in found.text
        assert "選んでいない意見 0件" in found.text


def test_each_quotation_opens_its_source(app: Flask, drafter: FlaskClient) -> None:
    seed(app, lambda: put_on_board(confirmed_opinion("machi", published_page=make.make_published_page())))
    link = band(drafter).first("figcaption").first("a")
    assert link.attributes["href"] == "/main-opinions"


def test_the_bar_shows_confirmed_opinions_only_and_says_its_numbers(app: Flask, drafter: FlaskClient) -> None:
    seed(app, lambda: make.make_tag())
    assert (
        band(drafter).all("rect", class_="share-3")[0].attributes["width"] == "10"
    )  # the legend's sign alone
    seed(
        app,
        lambda: [confirmed_opinion("machi"), confirmed_opinion("machi", submission=make.make_submission())],
    )
    bar = band(drafter).first("svg", role="img")
    assert (
        bar.attributes["aria-label"]
        == "確定した意見の出どころ：意見募集1件、委員意見0件、ヒアリング1件、公表資料0件"
    )
    assert [(r.attributes["x"], r.attributes["width"]) for r in bar.all("rect")] == [
        ("0.0", "500.0"),
        ("500.0", "500.0"),
    ]


def test_a_chosen_opinion_whose_confirmation_was_undone_stays_with_a_warning(
    app: Flask, drafter: FlaskClient
) -> None:
    def undo() -> None:
        for review in db.session.query(Review):
            review.is_current, review.undone_at = False, make.NOW

    seed(app, lambda: put_on_board(confirmed_opinion("machi", wording="残る意見")))
    seed(app, undo)
    found = band(drafter)
    assert quotations(found) == ["残る意見"]
    assert "このテーマの確定が取り消されています" in found.text
    assert "確定 0件" in found.text and "選んでいない意見 0件" in found.text


def test_a_chosen_opinion_that_was_withdrawn_says_so(app: Flask, drafter: FlaskClient) -> None:
    def withdraw() -> None:
        for submission in db.session.query(Submission):
            submission.withdrawn_at = make.NOW

    seed(app, lambda: put_on_board(confirmed_opinion("machi", submission=make.make_submission())))
    seed(app, withdraw)
    assert "取り下げられた意見です" in band(drafter).text
    assert "選んでいない意見 0件" in band(drafter).text


def test_choices_and_headlines_survive_a_new_run_of_the_tagger(app: Flask, drafter: FlaskClient) -> None:
    def run_again() -> None:
        db.session.query(Tag).delete()
        for opinion in db.session.query(Opinion):
            make.make_tag(opinion=opinion, code="shigoto", tagger_version="newer")

    seed(app, published_board)
    before = [quotations(band(drafter, theme)) for theme in ("hito", "machi", "shigoto")]
    seed(app, run_again)
    assert [quotations(band(drafter, theme)) for theme in ("hito", "machi", "shigoto")] == before
    assert "machiの公表見出し" in band(drafter).text
    # Decided opinions are no candidates again.
    assert "候補 0件" in band(drafter, "shigoto").text


def test_the_number_of_queries_does_not_depend_on_the_rows(app: Flask, drafter: FlaskClient) -> None:
    def rows(number: int) -> None:
        for position in range(number):
            submission = make.make_submission() if position % 2 else None
            fields = {"submission": submission} if submission else {}
            opinion = confirmed_opinion("machi", "hito", **fields)
            put_on_board(opinion, position=position)

    seed(app, lambda: rows(10))
    with counted_queries() as few:
        drafter.get("/staff/theme-board")
    seed(app, lambda: rows(50))
    with counted_queries() as many:
        drafter.get("/staff/theme-board")
    assert len(many) == len(few)
    assert len(few) <= 19


def test_without_a_strategy_the_board_says_what_is_missing(staff_client: Callable[..., FlaskClient]) -> None:
    page = Page(staff_client(Role.OFFICIAL).get("/staff/theme-board"))
    assert "戦略がまだ読み込まれていません" in page.text


def test_an_opinion_of_ten_thousand_characters_is_folded_on_the_board_and_where_it_is_chosen(
    app: Flask, drafter: FlaskClient
) -> None:
    long = "夕方のバスを増やしてほしい。" * 700
    seed(app, lambda: put_on_board(confirmed_opinion("machi", wording=long)))
    found = band(drafter)
    (quoted,) = quotations(found)
    assert len(quoted) < 310 and quoted.endswith("…")
    folded = next(each for each in found.all("details") if "全文を読む（9,800字）" in each.text)
    assert long in folded.text
    (card,) = Page(drafter.get("/staff/theme-board/machi/choose")).main.all("article")
    assert long in card.first("details").text and card.text.count("夕方") < 730
