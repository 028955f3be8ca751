"""What was searched for is marked where it stands in the original, and the best fit comes first."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.search.finding import search_for
from consult.search.indexing import index_waiting
from consult.search.showing import Marker
from tests import factories as make
from tests.pages import Page

SignIn = Callable[..., FlaskClient]


def marked(typed: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Marker(search_for(typed)).spans(text)]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("公園", "公園と公\n園", ["公園", "公\n園"]),
        ("バス", "ばすに乗る。ﾊﾞｽとバス", ["ばす", "ﾊﾞｽ", "バス"]),
        ("こども", "子供と子どもとコドモ", ["子供", "子ども", "コドモ"]),
        ("1", "①と１と1", ["①", "１", "1"]),
        ("渡辺 橋", "渡邊の橋と渡辺の橋", ["渡邊", "橋", "渡辺", "橋"]),
        ("公園の 園の道", "公園の道", ["公園の道"]),
        ("「子供」", "子どもと子供", ["子供"]),
        ("-公園", "公園", []),
        ("", "公園", []),
        ("がっこう", "か\u3099っこうの門", ["か\u3099っこう"]),
        ("ぎょぎょう", "磯の漁業とギョギョウ", ["漁業", "ギョギョウ"]),
        ("ｷｮｳﾄﾞｳｸﾐｱｲ", "漁業協同組合の話", ["協同組合"]),
    ],
)
def test_the_marks_are_what_was_looked_for_in_its_own_letters(
    typed: str, text: str, expected: list[str]
) -> None:
    assert marked(typed, text) == expected


@settings(max_examples=150)
@given(text=st.text(max_size=300), typed=st.text(max_size=12), most=st.integers(1, 80))
@pytest.mark.usefixtures("database")
def test_an_excerpt_is_a_stretch_of_the_text_with_its_marks_inside(text: str, typed: str, most: int) -> None:
    marker = Marker(search_for(typed))
    spans = marker.spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans) and all(a[1] < b[0] for a, b in pairwise(spans))
    excerpt = marker.excerpt(text, most=most)
    assert excerpt.text in text and len(excerpt.text) == min(most, len(text))
    assert all(0 <= start < end <= len(excerpt.text) for start, end in excerpt.spans)
    assert bool(excerpt.spans) or not spans or spans[0][1] - spans[0][0] >= most or most < 60


@settings(max_examples=60)
@given(
    parts=st.lists(
        st.sampled_from(("子供と", "こども。", "バスや", "スマートフォンの", "教室", "ほかの話。", "\n"))
    ),
    typed=st.sampled_from(("こども", "スマホ", "スマホの教室", "こども バス", "ない語 教室")),
    most=st.integers(1, 40),
)
@pytest.mark.usefixtures("database")
def test_an_excerpt_is_the_same_whether_the_whole_text_was_read_before(
    parts: list[str], typed: str, most: int
) -> None:
    text, search = "".join(parts), search_for(typed)
    whole = Marker(search)
    whole.spans(text)
    assert Marker(search).excerpt(text, most=most) == whole.excerpt(text, most=most)


@pytest.mark.usefixtures("database")
def test_of_long_notes_no_more_words_are_read_than_the_excerpt_needs() -> None:
    search = search_for("こども")
    read: list[str] = []
    words = search.reader.read
    search.reader.read = lambda text: (read.append(word.form) or word for word in words(text))
    Marker(search).excerpt("子供の話。" + "後の話。" * 1_000, most=100)
    assert 0 < len(read) < 200


@pytest.mark.usefixtures("database")
def test_an_excerpt_of_a_long_text_begins_shortly_before_what_was_found() -> None:
    text = "前置き。" * 5_000 + "ここに公園がほしい。" + "後の話。" * 5_000
    excerpt = Marker(search_for("公園")).excerpt(text, most=100)
    assert excerpt.goes_before and excerpt.goes_on and len(excerpt.text) == 100
    assert [excerpt.text[a:b] for a, b in excerpt.spans] == ["公園"]
    assert "ここに公園がほしい" in excerpt.text


@pytest.mark.usefixtures("database")
def test_a_page_of_the_longest_notes_is_marked_as_far_as_time_allows() -> None:
    marker = Marker(search_for("公園"))
    long = "前置き。" * 49_000 + "公園。"
    seen = [bool(marker.spans(long + str(number))) for number in range(8)]
    assert seen[0] and not seen[-1]
    assert marker.spans("公園。" + long), "the beginning of each text is always read"


@pytest.fixture
def client(app: Flask, staff_client: SignIn) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        make.make_opinion(wording="公園。" + "ほかの話が長く続きます。" * 5 + "公園に似たキャンプ場。")
        make.make_opinion(wording="駅前の公園に木を。公園のトイレも。")
        make.make_opinion(wording="関係のない意見")
        make.make_opinion(wording="前の話。" * 60 + "最後に公園の話。", gist="話の要旨")
        make.make_hearing(
            notes="・橋の話\n" * 30 + "・公園の話", counterpart=make.make_counterpart(name="長い会")
        )
        make.make_hearing(notes="・道の話", counterpart=make.make_counterpart(name="公園を愛する会"))
        db.session.commit()
        index_waiting()
    return staff_client(Role.OFFICIAL)


def rows(client: FlaskClient, address: str, caption: str) -> list[list[str]]:
    return Page(client.get(address)).rows(caption)[1:]


def test_the_list_shows_the_best_first_and_can_be_put_in_another_order(client: FlaskClient) -> None:
    best = rows(client, "/staff/opinions?q=公園", "意見")
    assert best[0][1] == "駅前の公園に木を。公園のトイレも。"
    page = Page(client.get("/staff/opinions?q=公園"))
    assert page.links["新しい順"] == "/staff/opinions?q=%E5%85%AC%E5%9C%92&sort=-number"
    newest = rows(client, page.links["新しい順"], "意見")
    assert [row[0] for row in newest] == sorted((row[0] for row in best), reverse=True)
    assert "よく合う順" not in Page(client.get("/staff/opinions")).main.text


def test_what_was_found_is_marked_also_deep_in_a_long_text_under_a_gist(client: FlaskClient) -> None:
    page = Page(client.get("/staff/opinions?q=公園"))
    assert {mark.text for mark in page.main.all("mark")} == {"公園"}
    (folded,) = [each for each in page.main.all("summary") if "最後に公園の話" in each.text]
    assert folded.text.startswith("…") and len(folded.text) < 140
    assert not Page(client.get("/staff/opinions")).main.all("mark")


def test_hearings_are_found_by_name_and_notes_with_the_place_in_the_notes(client: FlaskClient) -> None:
    page = Page(client.get("/staff/hearings?q=公園"))
    shown = page.rows("ヒアリングの一覧")[1:]
    assert {row[2] for row in shown} == {"公園を愛する会", "長い会"}
    (notes,) = [row[-1] for row in shown if row[2] == "長い会"]
    assert notes.startswith("…") and notes.endswith("公園の話")
    assert "メモの中" not in Page(client.get("/staff/hearings")).main.text
