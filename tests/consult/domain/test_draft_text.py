"""The draft's text: headings found as Japanese plans write them, nothing lost, anchors that stay."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.draft_blocks import BlockKind, blocks_of
from consult.domain.draft_keys import keyed
from consult.domain.draft_text import Cut, chapter_starts, cut_text, joined, split_at
from consult.domain.errors import DraftRefused
from consult.domain.vocabulary import DraftSource

PLAN = """総合戦略（素案）

第1章　これからの五か年
　人口が減るなかでも、安心して暮らせるまちを目指します。

第1節　移動
　バスを一日六本にします。

１　目的
　通院の足を守ります。
(1) 予約制の乗合交通
　曜日を決めて走らせます。
第2章　取り組むこと
1 学びを支える
2 移動を見直す
3 仕事を磨く
"""
LINES = st.sampled_from(
    [
        *("第1章　移動", "第2節 学び", "# 見出し", "## 小さな見出し ##", "1　目的", "(1) 対象"),
        *("・公園", "- 道", "１．駅", "2. 港", "①一つ目", "　段落です。", "続きの行", "", "　", "> 引用"),
        *("| 年 | 数 |", "|---|---|", "| 令和8 | 三本 |", "a\tb", "c\td", "🚌 \u200b"),
    ]
)
TEXTS = st.lists(LINES, min_size=1, max_size=30).map("\n".join)


def headings(text: str) -> list[tuple[int, str]]:
    return [(each.level, each.heading) for each in cut_text(text)[1]]


def ink(text: str) -> str:
    return "".join(each for each in text if each not in "#|>-・\u200b \t　\n")


def test_headings_of_a_japanese_plan_are_found_with_their_levels() -> None:
    source, cuts = cut_text(PLAN)
    assert source is DraftSource.PASTED
    assert [(each.level, each.heading) for each in cuts] == [
        (1, ""),
        (1, "第1章　これからの五か年"),
        (2, "第1節　移動"),
        (3, "１　目的"),
        (4, "(1) 予約制の乗合交通"),
        (1, "第2章　取り組むこと"),
    ]
    assert cuts[-1].body == "1 学びを支える\n2 移動を見直す\n3 仕事を磨く"


def test_one_hash_makes_a_text_markdown_and_numbers_stay_lists() -> None:
    source, cuts = cut_text("# 移動 #\n\n第1章 と書いてあっても本文\n\n### 細目\n本文")
    assert source is DraftSource.MARKDOWN
    assert [(each.level, each.heading) for each in cuts] == [(1, "移動"), (2, "細目")]


def test_a_table_of_contents_and_numbered_sentences_are_no_headings() -> None:
    contents = "第1章　移動………3\n第2章　学び\t12\n"
    assert headings(f"{contents}\n第1章　移動\n1 バスを増やします。") == [(1, ""), (1, "第1章　移動")]


@pytest.mark.parametrize("text", ["", " \n　\n", "\u200b"])
def test_a_blank_text_is_refused(text: str) -> None:
    with pytest.raises(DraftRefused, match="文章がありません"):
        cut_text(text)


def test_too_many_headings_and_too_long_a_text_are_refused_in_words() -> None:
    with pytest.raises(DraftRefused, match="500か所まで"):
        cut_text("# a\n" * 501)
    with pytest.raises(DraftRefused, match="300,000字まで"):
        cut_text("あ\n" * 150_000 + "い" * 150_001)


def test_blocks_are_paragraphs_lists_tables_and_quotations() -> None:
    table = "| 年 | 数 |\n|---|---|\n| 令和8 | 三本 |"
    body = f"　はじめの段落。\n　次の段落。\n\n・公園\n・道\n(1) 駅\n(2) 港\n{table}\n> 引用した\n> 文"
    blocks = blocks_of(body)
    assert [each.kind for each in blocks] == [
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.BULLETS,
        BlockKind.NUMBERS,
        BlockKind.TABLE,
        BlockKind.QUOTE,
    ]
    assert [each.text for each in blocks[2].items] == ["公園", "道"]
    assert [(each.mark, each.text) for each in blocks[3].items] == [("(1)", "駅"), ("(2)", "港")]
    assert blocks[4].rows == (("年", "数"), ("令和8", "三本"))


def test_what_a_spreadsheet_pastes_is_a_table() -> None:
    assert blocks_of("年\t数\n令和8\t三本\t朝夕")[0].rows == (("年", "数", ""), ("令和8", "三本", "朝夕"))


def test_lines_cut_by_the_width_of_a_page_are_joined_and_short_ones_are_kept() -> None:
    long = "中山間地域では路線バスが一日三本しかなく通院や買い物のたびに家"
    assert blocks_of(f"{long}\n族の車に頼っています。")[0].text == f"{long}族の車に頼っています。"
    assert blocks_of("創生推進課\n電話")[0].text == "創生推進課\n電話"


@settings(max_examples=60)
@given(TEXTS)
def test_nothing_of_a_text_is_lost(text: str) -> None:
    try:
        _, cuts = cut_text(text)
    except DraftRefused:
        assert ink(text) == ""
        return
    assert ink("".join(each.heading + each.body for each in cuts)) == ink(text)
    for each in cuts:
        blocks = blocks_of(each.body)
        assert ink("".join(block.text for block in blocks)) == ink(each.body)
        lines = [line for block in blocks for line in range(block.first, block.last + 1)]
        assert lines == sorted(set(lines))


@settings(max_examples=40)
@given(TEXTS)
def test_a_text_that_did_not_change_keeps_every_anchor(text: str) -> None:
    try:
        _, cuts = cut_text(text)
    except DraftRefused:
        return
    first = keyed(cuts, [], [])
    again = keyed(cuts, first, [each.key for each in first])
    assert [each.key for each in again] == [each.key for each in first]
    assert len({each.key for each in again}) == len(cuts)


def test_a_renumbered_and_a_rewritten_chapter_keep_their_anchors_and_a_new_one_gets_its_own() -> None:
    bus = "バスを一日六本にします。通院に使える時間に走らせます。"
    first = keyed([Cut(1, "第1章 移動", bus), Cut(1, "第2章 学び", "放課後の教室を開きます。")], [], [])
    new = [
        Cut(1, "第1章 はじめに", "この案について。"),
        Cut(1, "第2章 暮らしの足", f"{bus}曜日も決めます。"),
        Cut(1, "第3章 学び", "すっかり書き改めた本文。"),
    ]
    assert [each.key for each in keyed(new, first, ["s1", "s2", "s9"])] == ["s10", "s1", "s2"]


def test_a_title_over_all_does_not_make_one_page_of_the_whole_text() -> None:
    cuts = [Cut(1, "総合戦略", ""), Cut(2, "第1章", ""), Cut(3, "第1節", ""), Cut(2, "第2章", "")]
    assert chapter_starts(cuts) == [0, 1, 3]
    assert chapter_starts([Cut(1, "", "本文だけ")]) == [0]


def test_a_section_joined_to_the_one_before_can_be_split_off_again() -> None:
    before, after = Cut(1, "第1章", "本文。"), Cut(1, "第2章", "次の本文。")
    whole = joined(before, after)
    heading = next(each for each in blocks_of(whole.body) if each.text == "第2章")
    assert heading.may_be_heading
    assert split_at(whole, heading.first) == (before, after)


@pytest.mark.parametrize(
    ("body", "may_be"),
    [
        ("めざす姿", True),
        ("暮らしの足を守るには？", True),
        ("(1) 移動", True),
        ("(1) 移動\n(2) 学び", False),
        ("バスを一日六本にします。", False),
        ("通院に使える時間に走らせるため、", False),
        ("あ" * 60, True),
        ("あ" * 61, False),
        ("一行目\n二行目", False),
        ("・公園", False),
    ],
)
def test_only_a_short_line_that_is_no_sentence_may_become_a_heading(body: str, may_be: bool) -> None:
    assert [each.may_be_heading for each in blocks_of(body)] == [may_be]


@pytest.mark.parametrize(
    "text",
    [
        *("# " + "a " * 149_000, "|" * 300_000, "1" * 300_000, "あ\n" * 150_000, "- あ\n" * 70_000),
        *("| a |\n" * 50_000, "\t\n" * 149_000 + "a", "　" * 299_999 + "a", "|--" * 100_000),
        "a\tb\n\n" * 60_000,
    ],
    ids=lambda text: text[:6],
)
def test_the_longest_texts_are_answered(text: str) -> None:
    with contextlib.suppress(DraftRefused):
        cut_text(text)
