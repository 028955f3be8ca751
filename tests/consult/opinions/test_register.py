"""台帳: what is listed, by which filters, and that no filter reaches what it must not (TP7)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, Facet, HearingKind, Role, SubmitterKind
from consult.extensions import db
from consult.models import ChosenOpinion, Submitter
from tests import factories as make
from tests.pages import Page
from tests.query_counting import counted_queries

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def client(app: Flask, staff_client: SignIn) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        db.session.commit()
    return staff_client(Role.OFFICIAL)


def listed(client: FlaskClient, query: str = "") -> set[str]:
    """The wordings in the list."""
    page = Page(client.get(f"/staff/opinions?{query}"))
    return {row[1] for row in page.rows("意見")[1:]} if page.root.all("table") else set()


def total(client: FlaskClient, query: str = "") -> str:
    return Page(client.get(f"/staff/opinions?{query}")).root.first("h2", id="list-heading").text


def decide(opinion: object, **codes: list[str]) -> None:
    confirmed = {Facet.of(facet): found for facet, found in codes.items()}
    make.make_review(opinion=opinion, confirmed=confirmed, published_page=make.make_published_page())  # type: ignore[arg-type]


def seed(app: Flask, make_rows: Callable[[], object]) -> None:
    with app.app_context():
        make_rows()
        db.session.commit()


def four_standings() -> None:
    decide(make.make_opinion(wording="確定した意見"), theme=["machi"], package=["A"])
    make.make_tag(opinion=make.make_opinion(wording="候補のある意見"))
    make.make_opinion(wording="候補のない意見")
    decide(make.make_opinion(wording="分類しないと決めた意見"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"確定した意見", "候補のある意見", "候補のない意見", "分類しないと決めた意見"}),
        ("state=confirmed", {"確定した意見"}),
        ("state=suggested", {"候補のある意見"}),
        ("state=unreviewed", {"候補のある意見", "候補のない意見"}),
        ("state=untagged", {"候補のない意見", "分類しないと決めた意見"}),
        ("theme=machi", {"確定した意見", "候補のある意見"}),
        ("theme=machi&state=confirmed", {"確定した意見"}),
        ("theme=machi&state=suggested", {"候補のある意見"}),
        ("theme=hito", set()),
        ("theme=machi&package=A", {"確定した意見"}),
        ("package=A&model=X1", set()),
        ("theme=nothing-like-that", set()),
    ],
)
def test_the_list_holds_what_the_filter_asks_for(
    app: Flask, client: FlaskClient, query: str, expected: set[str]
) -> None:
    seed(app, four_standings)
    assert listed(client, query) == expected
    assert total(client, query) == f"{len(expected)}件の意見"


def test_ways_in_and_sources_can_be_told_apart(app: Flask, client: FlaskClient) -> None:
    def rows() -> None:
        make.make_opinion(wording="訪ねて聞いた", hearing=make.make_hearing(number=7))
        make.make_opinion(wording="議会で聞いた", hearing=make.make_hearing(kind=HearingKind.ASSEMBLY))
        case = make.make_consultation(id=41)
        make.make_opinion(wording="郵便で来た", submission=make.make_submission(channel=Channel.POST))
        make.make_opinion(wording="フォームで来た", submission=make.make_submission(consultation=case))
        make.make_opinion(wording="資料に載った", published_page=make.make_published_page())

    seed(app, rows)
    assert listed(client, "channel=external") == {"訪ねて聞いた"}
    assert listed(client, "channel=assembly") == {"議会で聞いた"}
    assert listed(client, "channel=post") == {"郵便で来た"}
    assert listed(client, "channel=published_page") == {"資料に載った"}
    assert listed(client, "consultation=41") == {"フォームで来た"}
    assert listed(client, "hearing=%EF%BC%97") == {"訪ねて聞いた"}


def test_days_are_japanese_days_and_both_ends_count(app: Flask, client: FlaskClient) -> None:
    def rows() -> None:
        # 23:30 UTC on the 9th is the morning of the 10th in Japan.
        late = datetime(2026, 11, 9, 23, 30, tzinfo=UTC)
        make.make_opinion(wording="十日に届いた", submission=make.make_submission(received_at=late))
        make.make_opinion(wording="十日に聞いた", hearing=make.make_hearing(held_on=date(2026, 11, 10)))
        make.make_opinion(wording="十一日に聞いた", hearing=make.make_hearing(held_on=date(2026, 11, 11)))
        make.make_opinion(wording="日付のない資料", published_page=make.make_published_page())

    seed(app, rows)
    assert listed(client, "since=R8.11.10&until=R8.11.10") == {"十日に届いた", "十日に聞いた"}
    assert listed(client, "until=2026/11/9") == set()
    assert listed(client, "since=令和8年11月11日") == {"十一日に聞いた"}


def test_an_unreadable_day_is_explained_and_kept(client: FlaskClient) -> None:
    answer = client.get("/staff/opinions?since=R8.13.1")
    page = Page(answer)
    assert answer.status_code == 422
    assert "13月はありません" in page.errors[0]
    assert page.value("日付（ここから）") == "R8.13.1"


def test_an_over_long_search_is_told_not_cut_silently(client: FlaskClient) -> None:
    answer = client.get(f"/staff/opinions?q={'あ' * 1_001}")
    assert answer.status_code == 422
    assert "1,000字以内" in Page(answer).errors[0]
    assert client.get(f"/staff/opinions?q={'𠮷' * 1_000}").status_code == 200


def test_wildcards_of_the_database_are_plain_characters(app: Flask, client: FlaskClient) -> None:
    def rows() -> None:
        make.make_opinion(wording="達成率は50%でよい")
        make.make_opinion(wording="50円を超える")
        make.make_opinion(wording="原文", gist="a_b を使う")
        make.make_opinion(wording="axb を使う")

    seed(app, rows)
    assert listed(client, "q=50%25") == {"達成率は50%でよい"}
    assert total(client, "q=a_b") == "1件の意見"
    assert listed(client, "q=%27%3B+DROP+TABLE+opinion%3B--") == set()
    assert total(client) == "4件の意見"


def test_words_parted_by_a_blank_are_all_looked_for_in_original_and_gist(
    app: Flask, client: FlaskClient
) -> None:
    def rows() -> None:
        make.make_opinion(wording="夕方以降のバスがない")
        make.make_opinion(wording="バスを増やす", gist="夕方の便")
        make.make_opinion(wording="バスが高い")

    seed(app, rows)
    for query in ("q=バス　夕方", "q=夕方+バス"):
        assert total(client, query) == "2件の意見"
    assert total(client, "q=バス　夕方　高い") == "0件の意見"


def test_nothing_of_the_submitter_can_be_listed_searched_or_sorted_by(
    app: Flask, client: FlaskClient
) -> None:
    def rows() -> None:
        for name in ("架空野カナリア子", "架空田スズメ男"):
            person = Submitter(kind=SubmitterKind.PERSON, name=name, email=f"{name}@example.jp", phone="0246")
            make.make_opinion(submission=make.make_submission(submitter=person))

    seed(app, rows)
    plain = Page(client.get("/staff/opinions")).rows("意見")
    for query in (
        "sort=email",
        "sort=submitter.name",
        "filter[submitter.email]=a",
        "submitter=1",
        "order=name",
    ):
        assert Page(client.get(f"/staff/opinions?{query}")).rows("意見") == plain
    assert total(client, "q=カナリア") == "0件の意見"
    everything = client.get("/staff/opinions").get_data(as_text=True)
    everything += client.get("/staff/opinions/1").get_data(as_text=True)
    assert "カナリア" not in everything and "スズメ" not in everything


def test_a_column_sorts_up_and_down_and_a_blank_day_comes_last(app: Flask, client: FlaskClient) -> None:
    def rows() -> None:
        make.make_opinion(wording="資料", published_page=make.make_published_page())
        make.make_opinion(wording="後", hearing=make.make_hearing(held_on=date(2026, 11, 12)))
        make.make_opinion(wording="先", hearing=make.make_hearing(held_on=date(2026, 11, 1)))

    seed(app, rows)

    def order(query: str) -> list[str]:
        return [row[1] for row in Page(client.get(f"/staff/opinions?{query}")).rows("意見")[1:]]

    assert order("") == ["先", "後", "資料"]
    assert order("sort=day") == ["先", "後", "資料"]
    assert order("sort=-day") == ["後", "先", "資料"]
    assert order("sort=number") == ["資料", "後", "先"]


def test_each_filter_is_a_chip_that_takes_itself_off(app: Flask, client: FlaskClient) -> None:
    seed(app, four_standings)
    page = Page(client.get("/staff/opinions?theme=machi&state=confirmed&since=R8.11.1"))
    chips = {text: href for text, href in page.links.items() if text.endswith("の条件を外す")}
    assert list(chips) == [
        "状態：確定 ×の条件を外す",
        "テーマ：まち ×の条件を外す",
        "日付（ここから）：R8.11.1 ×の条件を外す",
    ]
    without_state = chips["状態：確定 ×の条件を外す"].partition("?")[2]
    assert listed(client, without_state) == {"確定した意見", "候補のある意見"}


def test_chosen_and_unchosen_add_up_to_the_confirmed(app: Flask, client: FlaskClient) -> None:
    def rows() -> None:
        chosen = make.make_opinion(wording="選んだ")
        decide(chosen, theme=["machi", "hito"])
        decide(make.make_opinion(wording="選んでいない"), theme=["machi"])
        person = make.make_staff_member()
        db.session.add(
            ChosenOpinion(
                theme="machi", opinion=chosen, position=1, staff_member_id=person.id, chosen_at=make.NOW
            )
        )

    seed(app, rows)
    assert listed(client, "theme=machi&state=confirmed&chosen=yes") == {"選んだ"}
    assert listed(client, "theme=machi&state=confirmed&chosen=no") == {"選んでいない"}
    assert listed(client, "theme=hito&state=confirmed&chosen=no") == {"選んだ"}


def test_pages_of_fifty_keep_the_filter(app: Flask, client: FlaskClient) -> None:
    seed(app, lambda: [make.make_opinion(hearing=make.make_hearing(number=9000)) for _ in range(1)])
    seed(app, lambda: [make.make_tag(opinion=make.make_opinion(wording=f"意見の{n}")) for n in range(51)])
    page = Page(client.get("/staff/opinions?theme=machi"))
    assert len(page.rows("意見")) == 1 + 50
    assert page.links["次の50件"] == "/staff/opinions?theme=machi&page=2"
    assert len(Page(client.get(page.links["次の50件"])).rows("意見")) == 1 + 1
    # A bookmark of a list that has become shorter, and what is no number.
    assert len(Page(client.get("/staff/opinions?theme=machi&page=999")).rows("意見")) == 1 + 1
    assert len(Page(client.get("/staff/opinions?theme=machi&page=-1")).rows("意見")) == 1 + 50


def test_the_number_of_queries_does_not_depend_on_the_rows(app: Flask, client: FlaskClient) -> None:
    seed(app, four_standings)
    with counted_queries() as few:
        client.get("/staff/opinions")
    seed(app, lambda: [four_standings() for _ in range(20)])
    with counted_queries() as many:
        client.get("/staff/opinions")
    assert len(many) == len(few)


def test_an_empty_register_says_how_it_fills(client: FlaskClient) -> None:
    assert "ヒアリングを登録するか" in Page(client.get("/staff/opinions")).text


def test_a_row_leads_to_the_place_of_the_opinion_in_its_hearing(app: Flask, client: FlaskClient) -> None:
    seed(app, lambda: make.make_opinion(wording="道が暗い。"))
    links = Page(client.get("/staff/opinions")).links
    assert "/staff/hearings/1?opinion=1#opinion-1" in links.values()
