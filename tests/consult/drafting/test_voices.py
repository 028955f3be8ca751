"""The voices of a theme or package: chosen opinions with their reason, phrases with their sentences, and what to read in the
time there is. Nothing is written that nobody said."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Consent, Facet, Sector
from consult.extensions import db
from consult.models import AuditEvent, Opinion
from consult.search.indexing import index_waiting
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories as make
from tests.consult.drafting.boards import band, quotations, seed
from tests.pages import Element, Page
from tests.query_counting import counted_queries

DESK, MACHI = "/staff/packages/A", "/staff/theme-board/machi/voices"
BUS = (
    "路線バスの本数が少なく、病院に通えない。",
    "路線バスが夕方に無くなり、高校生が帰れない。",
    "路線バスの本数を増やしてほしい。",
    "バス停に屋根がなく、雨の日に困る。",
)
AGAINST = "路線バスに税金を使うのは反対だ。"
APART = "港の漁具倉庫を若い漁師に貸してほしい。"


def said(wording: str, **fields: object) -> Opinion:
    """Confirmed on the package A and the theme まち."""
    opinion = make.make_opinion(wording=wording, **fields)
    make.make_review(opinion=opinion, confirmed={Facet.PACKAGE: ["A"], Facet.THEME: ["machi"]})
    return opinion


def crowd() -> None:
    """Eight texts of one kind, each twice, one against, one apart; elsewhere some about parks."""
    school = make.make_hearing(
        counterpart=make.make_counterpart(sector=Sector.ACADEMIA), consent=Consent.CONTENT
    )
    for n in range(16):
        said(BUS[n % 4].replace("。", f"（{n % 8}）。"), submission=make.make_submission())
    said(AGAINST, hearing=school)
    said(APART, hearing=make.make_hearing(consent=Consent.NONE))
    for n in range(8):
        other = make.make_opinion(wording=f"公園の遊具が古い（{n}）。", submission=make.make_submission())
        make.make_review(opinion=other, confirmed={Facet.PACKAGE: ["B"]})


def read_by_the_worker(app: Flask, rows: Callable[[], object]) -> None:
    seed(app, rows)
    with app.app_context():
        index_waiting()


@pytest.fixture
def desk(app: Flask, drafter: FlaskClient) -> FlaskClient:
    read_by_the_worker(app, crowd)
    return drafter


def section(client: FlaskClient, name: str, address: str = DESK) -> Element:
    return Page(client.get(address)).root.first("section", id=name)


def test_every_chosen_opinion_is_a_whole_wording_with_its_source_and_its_reason(
    app: Flask, desk: FlaskClient
) -> None:
    chosen = section(desk, "voices")
    words = quotations(chosen)
    assert 4 <= len(words) <= 6
    with app.app_context():
        assert set(words) <= set(db.session.scalars(select(Opinion.wording)))
    assert AGAINST in words and APART in words
    assert "反対の言い方（「反対」）" in chosen.text and "ほかの意見と重なりが少ない" in chosen.text
    assert re.search(r"はじめて出る言葉：\S*バス", chosen.text)
    assert "異なる文面 10のうち" in chosen.text and "同じ文面2件" in chosen.text
    assert all(figure.all("a")[0].attributes["href"] for figure in chosen.all("figcaption"))


def test_what_may_not_leave_the_house_is_marked_and_can_be_left_out(desk: FlaskClient) -> None:
    assert "公表の承諾なし・庁内のみ" in section(desk, "voices").text
    quotable = section(desk, "voices", f"{DESK}?scope=quotable")
    assert APART not in quotations(quotable) and AGAINST in quotations(quotable)


def test_suggested_opinions_are_chosen_from_only_when_asked_for(app: Flask, desk: FlaskClient) -> None:
    def guess() -> None:
        opinion = make.make_opinion(wording="自転車の道に賛成です。")
        make.make_tag(opinion=opinion, facet=Facet.PACKAGE, code="A")

    read_by_the_worker(app, guess)
    assert "自転車の道に賛成です。" not in section(desk, "voices").text
    with_guesses = section(desk, "voices", f"{DESK}?scope=all")
    assert "自転車の道に賛成です。" in quotations(with_guesses)
    assert "賛成の言い方（「賛成」）・候補" in with_guesses.text


def test_phrases_are_offered_with_sentences_that_hold_them_and_open_their_opinions(
    app: Flask, desk: FlaskClient
) -> None:
    offered = section(desk, "phrases")
    summaries = [each.text for each in offered.all("summary")]
    assert summaries[0].startswith("「路線バス」（異なる文面 ")
    assert not any("公園" in each for each in summaries)
    with app.app_context():
        wordings = list(db.session.scalars(select(Opinion.wording)))
    for details in offered.all("details"):
        phrase = details.first("summary").text.split("」")[0].strip("「")
        sentences = [item.text.split("」")[0].strip("「") for item in details.all("li")]
        assert sentences and all(phrase in each for each in sentences)
        assert all(any(sentence in wording for wording in wordings) for sentence in sentences)
    form = offered.first("form")
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.all("input")}
    listed = Page(desk.get(desk.post(form.attributes["action"], data=fields).location))
    assert "件の意見" in listed.root.first("h2", id="list-heading").text and "路線バス" in listed.main.text


def test_a_masked_name_is_in_no_sentence_and_no_reason(app: Flask, drafter: FlaskClient) -> None:
    def rows() -> None:
        for n in range(3):
            wording = f"架空町の路線バスを増やしてほしい（{n}）。"
            opinion = said(wording, submission=make.make_submission())
            make.make_redaction(opinion=opinion, start=0, end=3)

    read_by_the_worker(app, rows)
    assert "架空町" not in section(drafter, "phrases").text
    exported = drafter.post(f"{DESK}/reading/export", data={"minutes": "20", "scope": "confirmed"})
    assert "架空町" not in exported.data.decode() and "〔非公表〕の路線バス" in exported.data.decode()


def test_twenty_minutes_are_filled_and_what_stays_unread_is_said(desk: FlaskClient) -> None:
    page = Page(desk.get(f"{DESK}/reading?minutes=1"))
    assert page.heading == "「移動しやすいまちPJ」の意見を1分で読む"
    read = page.main.first("ol").all("li")
    assert sum(len(item.first("p").text) + 40 for item in read) <= 500
    assert AGAINST in page.text and APART in page.text
    assert f"異なる文面 10のうち{10 - len(read)}" in page.main.text
    _header, *groups = page.rows("相手ごとの")
    assert sum(int(line[2]) for line in groups) == len(read)
    assert all(int(line[1]) == int(line[2]) + int(line[3]) for line in groups)
    whole = Page(desk.get(f"{DESK}/reading"))
    assert len(whole.main.first("ol").all("li")) == 10 and "残りません" in whole.text


def test_a_time_that_cannot_be_read_in_is_said_beside_its_field(drafter: FlaskClient) -> None:
    for typed in ("", "x", "0", "241", "-3"):
        answer = drafter.get(f"{DESK}/reading?minutes={typed}")
        page = Page(answer)
        assert answer.status_code == 422
        assert "1から240までの数字で入力してください" in page.errors[0]
        assert page.value("読む時間（分）") == typed and "20分で読む" in page.heading


def test_a_text_too_long_for_the_time_is_named(app: Flask, drafter: FlaskClient) -> None:
    read_by_the_worker(app, lambda: [said("長い話。" * 200), said("短い話。")])
    page = Page(drafter.get(f"{DESK}/reading?minutes=1"))
    assert "1分では読み切れない長さの意見：意見" in page.text
    assert len(page.main.first("ol").all("li")) == 1


def test_ten_thousand_characters_are_folded_on_the_desk_and_whole_inside_the_fold(
    app: Flask, drafter: FlaskClient
) -> None:
    long = "港の倉庫の話。" * 1_430
    seed(app, lambda: said(long))
    chosen = section(drafter, "voices")
    assert len(quotations(chosen)[0]) == 301 and quotations(chosen)[0].endswith("…")
    assert long in chosen.text and "全文を読む（10,010字）" in chosen.text


def test_the_reading_goes_out_in_its_order_on_record(app: Flask, desk: FlaskClient) -> None:
    shown = Page(desk.get(f"{DESK}/reading?minutes=1")).main.first("ol").all("li")
    answer = desk.post(f"{DESK}/reading/export", data={"minutes": "1", "scope": "confirmed"})
    header, *rows = read_own_csv(answer.data)
    column = header.index("意見番号")
    assert [f"意見{row[column]}" for row in rows] == [item.first("a").text for item in shown]
    withheld = next(row for row in rows if "非公表" in row[header.index("原文")])
    assert APART not in withheld
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).one()
        assert event.details == {"package": "A", "rows": len(rows), "minutes": 1}


def test_words_of_a_headline_that_nobody_said_are_named(app: Flask, drafter: FlaskClient) -> None:
    seed(app, lambda: said("路線バスの本数を増やしてほしい。"))
    drafter.post(f"{DESK}/headline", data={"A-text": "路線バスと鉄道の本数を増やす", "A-version": "0"})
    headline = section(drafter, "headline").text
    assert "原文に出てこないもの：鉄道。" in headline


def test_a_theme_shows_its_voices_and_a_proposed_one_is_chosen_for_the_board(desk: FlaskClient) -> None:
    page = Page(desk.get(MACHI))
    button = page.root.first("button", name="opinion_id")
    answer = desk.post(
        "/staff/theme-board/machi/choose",
        data={"opinion_id": button.attributes["value"], "back": "voices"},
    )
    assert answer.location == f"{MACHI}#voices"
    assert len(quotations(band(desk))) == 1
    assert "代表意見に選択中" in section(desk, "voices", MACHI).text
    assert "「まち」の意見を20分で読む" in Page(desk.get("/staff/theme-board/machi/reading")).heading
    assert desk.get("/staff/theme-board/umi/voices").status_code == 404
    assert desk.post("/staff/theme-board/machi/reading/export", data={"minutes": "3"}).status_code == 200


def test_before_the_worker_has_read_them_voices_are_shown_and_the_page_says_so(
    app: Flask, drafter: FlaskClient
) -> None:
    seed(app, lambda: [said("街灯がほしい。"), said("歩道がほしい。")])
    chosen = section(drafter, "voices")
    assert len(quotations(chosen)) == 2 and "2件は、言葉の読み取りがまだ済んでいません" in chosen.text


def test_the_pages_ask_as_often_for_many_voices(app: Flask, desk: FlaskClient) -> None:
    def asked() -> list[int]:
        counts = []
        for address in (DESK, MACHI, f"{DESK}/reading"):
            with counted_queries() as queries:
                desk.get(address)
            counts.append(len(queries))
        return counts

    before = asked()
    read_by_the_worker(app, crowd)
    assert asked() == before
