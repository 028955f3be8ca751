"""What people type is found as they expect: parts of words, variants, phrases, exclusions; and nothing typed is an error."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consult.domain.search_query import read_query
from consult.extensions import db
from consult.models import Opinion
from consult.search.finding import search_for
from consult.search.indexing import index_waiting
from tests import factories as make

pytestmark = pytest.mark.usefixtures("database")


def found(typed: str) -> set[str]:
    """The wordings of the opinions that are found."""
    search = search_for(typed)
    return set(db.session.scalars(select(Opinion.wording).where(search.in_opinions())))


def keep(*wordings: str) -> None:
    """Opinions with these wordings, as the worker leaves them."""
    for wording in wordings:
        make.make_opinion(wording=wording)
    db.session.commit()
    index_waiting()


@pytest.mark.parametrize(
    ("typed", "wording"),
    [
        ("公園", "駅前に公園がほしい"),
        ("バス", "路線バスを増やす"),
        ("町", "住みよい町に"),
        ("に", "住みよい町に"),
        ("ﾊﾞｽ", "路線バスを増やす"),
        ("ばす", "路線バスを増やす"),
        ("バス", "ばすにのる"),
        ("ゴミ", "ごみの収集"),
        ("ごみ", "ゴミの収集"),
        ("アジサイ", "あじさいの名所"),
        ("ｷﾞｮｷｮｳ", "ギョキョウの建物"),
        ("ｇｉｇａスクール", "GIGAスクール構想"),
        ("１００％", "達成率100%"),
        ("渡邊", "渡辺通りの歩道"),
        ("髙﨑", "高崎の事例"),
        ("葛", "葛󠄀城の例"),
        ("がっこう", "か\u3099っこうの門"),
        ("一ケ月", "一ヶ月かかる"),
        ("公園", "公\n園がほしい"),
        ("公園", "公\u200b園がほしい"),
        ("こども", "子供の居場所"),
        ("子供", "こどもの居場所"),
        ("子ども", "お子さんの居場所"),
        ("スマホ", "スマートフォンの教室"),
        ("保育所", "保育園を増やす"),
        ("引越し", "引っ越しの手続き"),
        ("漁協", "磯浜漁業協同組合の話"),
        ("漁業協同組合", "漁協の人の話"),
        ("磯浜漁協", "磯浜漁業協同組合の話"),
        ("JA", "農業協同組合の直売所"),
        ("農協", "ＪＡの直売所"),
        ("商議所", "商工会議所の会員"),
        ("社会福祉協議会", "地区の社協"),
        ("公民館", "コミュニティセンターの部屋"),
        ("0246-22-1111", "電話は０２４６－２２－１１１１"),
    ],
)
def test_a_text_is_found_however_the_word_is_written(typed: str, wording: str) -> None:
    keep(wording, "関係のない意見")
    assert found(typed) == {wording}


def test_short_katakana_is_not_found_inside_of_hiragana_words() -> None:
    keep("機会を飛ばす", "手を伸ばす", "バスに乗る")
    assert found("バス") == {"バスに乗る"}


def test_all_words_must_be_there_whatever_the_blank_between_them() -> None:
    keep("夕方のバスが少ない", "夕方の公園", "バスが高い")
    for typed in ("夕方 バス", "バス　夕方", " バス\t夕方　"):
        assert found(typed) == {"夕方のバスが少ない"}


@pytest.mark.parametrize(
    "typed", ['"子どもの広場"', "「子どもの広場」", "“子どもの広場”", '"子どもの　広場', "『子どもの広場』"]
)
def test_a_phrase_is_found_in_these_very_letters(typed: str) -> None:
    keep("子どもの広場がほしい", "広場と子どもの家", "子供の広場がほしい")
    assert found(typed) == {"子どもの広場がほしい"}


@pytest.mark.parametrize(
    "typed", ["公園 -遊具", "公園　－遊具", "公園 ー遊具", "-遊具 公園", '公園 -"遊具"', "公園 −「遊具」"]
)
def test_what_is_excluded_is_left_out(typed: str) -> None:
    keep("公園がほしい", "公園の遊具がほしい", "遊具がほしい")
    assert found(typed) == {"公園がほしい"}


def test_an_exclusion_alone_leaves_the_others() -> None:
    keep("公園がほしい", "道が暗い", "バスがない")
    assert found("-公園 -バス") == {"道が暗い"}
    assert found("-こども") == {"公園がほしい", "道が暗い", "バスがない"}


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE opinion;--",
        '" OR 1=1 --',
        "公園 AND",
        "NEAR(公園 道, 2)",
        "grams:公園",
        "^公園",
        "公園*",
        "{words grams} : 公園",
        "a'b\"c",
        "(((",
        "NOT",
        "-",
        "--",
        "「",
        '"',
        "\x00",
        "\\",
    ],
)
def test_signs_of_the_database_are_plain_characters(typed: str) -> None:
    keep("公園がほしい", "道が暗い")
    assert found(typed) == set() or not read_query(typed)


def test_wildcards_are_looked_for_as_they_are() -> None:
    keep("達成率は50%", "50円を超える", "a_b", "axb", "[a]?*")
    assert found("50%") == {"達成率は50%"}
    assert found("a_b") == {"a_b"}
    assert found("%") == {"達成率は50%"}
    assert found("?*") == {"[a]?*"}
    assert found("--") == set()


def test_hundreds_of_words_are_one_query() -> None:
    text = " ".join(f"語{number}" for number in range(400))
    keep(text, "語1だけの意見")
    assert found(text) == {text}
    assert found(f"{text} ない語") == set()
    assert found(" ".join(f"-語{number}の" for number in range(300))) == {text, "語1だけの意見"}


@pytest.mark.parametrize("typed", ["", "   ", "　", "\u200b", '""', "「」"])
def test_a_query_without_words_asks_for_nothing(typed: str) -> None:
    keep("公園", "道")
    assert found(typed) == {"公園", "道"}
    assert not search_for(typed)


BEGINS_LIKE_A_SIGN = tuple('-－−‐‑–—ー"＂“”〝〟「『｢')
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
JAPANESE = st.text(
    st.sampled_from("公園こどもバスﾊﾞｽ　 \nの町が1a%_*'、。・ー\u3099"), min_size=1, max_size=30
)


@settings(max_examples=80)
@given(text=TEXTS | JAPANESE)
def test_a_text_is_found_by_any_of_its_own_words(text: str) -> None:
    assume(text.split())
    opinion = make.make_opinion(wording=text)
    db.session.flush()
    for word in text.split():
        search = search_for(word)
        hit = db.session.scalar(select(Opinion.id).where(Opinion.id == opinion.id, search.in_opinions()))
        assert hit or word.startswith(BEGINS_LIKE_A_SIGN), word
    db.session.rollback()


@settings(max_examples=200)
@given(typed=TEXTS | JAPANESE | st.text(st.sampled_from("\"'-「」 　*:^(){}ANDORNOT公"), max_size=30))
def test_no_query_is_an_error(typed: str) -> None:
    search = search_for(typed)
    db.session.scalars(select(Opinion.id).where(search.in_opinions())).all()
    if search.ranks:
        db.session.execute(select(search.ranked_opinions())).all()


@pytest.mark.parametrize(
    ("typed", "wording"),
    [
        ("ぎょぎょう", "漁業の担い手"),
        ("ギョギョウ", "漁業の担い手"),
        ("ｷﾞｮｷﾞｮｳ", "小名浜漁業の担い手"),
        ("ぎょぎょうきょうどうくみあい", "漁業協同組合の話"),
        ("きょうどうくみあい", "漁業協同組合の話"),
        ("ギョギョウ", "漁業協同組合の話"),
        ("シャカイフクシキョウギカイ", "地区の社会福祉協議会"),
        ("こうけいしゃふそく", "後継者不足です"),
        ("はし", "橋が古い"),
        ("かんこうまちづくり", "観光まちづくり"),
        ("ぎょぎょう 担い手", "漁業の担い手"),
    ],
)
def test_what_is_written_in_kanji_is_found_by_its_kana(typed: str, wording: str) -> None:
    keep(wording, "関係のない意見")
    assert found(typed) == {wording}


@pytest.mark.parametrize(
    ("typed", "wording"),
    [
        ("き", "木を植える"),
        ("きょ", "去年の件"),
        ("かい", "町内会の役員"),
        ("ケン", "五件の申し出"),
        ("ぎょう", "漁業の担い手"),
        ("うぎょう", "漁業の担い手"),
        ("「ぎょぎょう」", "漁業の担い手"),
        ("ギョ業", "漁業の担い手"),
    ],
)
def test_a_reading_is_that_of_whole_words_of_two_beats_or_more(typed: str, wording: str) -> None:
    keep(wording)
    assert found(typed) == set()


def test_what_only_sounds_alike_is_not_left_out() -> None:
    keep("講演を聴きたい", "こうえんで遊ぶ")
    assert found("-こうえん") == {"講演を聴きたい"}


def test_what_is_read_so_stands_behind_what_is_written_so() -> None:
    keep(
        "講演、講演、講演",
        "公園",
        *["こうえんに行きたいという、ほかにも長い話の続く意見" + "です" * n for n in range(8)],
    )
    ranked = search_for("こうえん").ranked_opinions()
    rows = db.session.scalars(
        select(Opinion.wording).join(ranked, ranked.c.id == Opinion.id).order_by(ranked.c.rank)
    ).all()
    assert len(rows) == 10
    assert {wording[:2] for wording in rows[-2:]} == {"講演", "公園"}
