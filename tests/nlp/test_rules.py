"""The language of rules: what is read is written back the same, what cannot be read is told by line and column."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nlp.errors import RuleUnreadable
from nlp.rule_expression import Absent, Both, Either, Expression, Near, Phrase, Term, needs_words, written
from nlp.rules import DEEPEST, LONGEST_RULE, parse

WORDS = st.sampled_from(
    ["バス", "路線の廃止", "病院", "遠い", "Wi-Fi", "かつお", "とんかつ", "子育て", "ＤＸ", "nota"]
)
PHRASES = st.text(st.sampled_from("あアand 。(）、\u3000字"), min_size=1, max_size=8).filter(
    lambda text: any(char.isalnum() for char in text)
)
LEAVES = st.builds(Term, WORDS) | st.builds(Phrase, PHRASES | st.just("終わりの」ある句"))
SIDES = LEAVES | st.builds(Either, st.lists(LEAVES, min_size=2, max_size=3).map(tuple))
NEARS = st.builds(Near, SIDES, SIDES, st.integers(0, 50))


def compounds(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(Both, several) | st.builds(Either, several) | st.builds(Absent, parts)


EXPRESSIONS = st.recursive(LEAVES | NEARS, compounds, max_leaves=8).filter(needs_words)


def says_nothing_twice(expression: Expression) -> bool:
    match expression:
        case Both(parts) | Either(parts):
            return len(set(parts)) == len(parts) and all(map(says_nothing_twice, parts))
        case Near(one, other, _):
            return says_nothing_twice(one) and says_nothing_twice(other)
        case Absent(part):
            return says_nothing_twice(part)
        case _:
            return True


SIGNS = st.lists(
    st.sampled_from(
        [*'()（）「」"、,&|\n\u3000\u200b。の1', " ", "and", "または", "でない", "not", "near(", "バス", "5"]
    )
).map("".join)


@given(EXPRESSIONS)
def test_what_is_written_reads_as_the_same_rule(expression: Expression) -> None:
    assume(says_nothing_twice(expression))
    assert parse(written(expression)) == expression


@given(SIGNS | st.text(max_size=60))
def test_any_text_is_a_rule_or_refused_at_a_place_inside_it(wording: str) -> None:
    try:
        expression = parse(wording)
    except RuleUnreadable as refused:
        lines = wording.split("\n")
        assert 1 <= refused.line <= len(lines)
        assert 1 <= refused.column <= len(lines[refused.line - 1]) + 1
        assert str(refused) == f"{refused.line}行{refused.column}字目：{refused.reason}"
    else:
        assert parse(written(expression)) == expression


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("（バス　または　電車）　かつ　減便", "(バス or 電車) and 減便"),
        ("バス ＡＮＤ 観光バス でない", "バス and not 観光バス"),
        ("バス or 電車 and 減便", "バス or (電車 and 減便)"),
        ("バス | 電車 & 減便", "バス or (電車 and 減便)"),
        ("『路線の廃止』\nor\n“駅 前”", "「路線の廃止」 or 「駅 前」"),
        ("ｎｅａｒ（病院、遠い or 不便、５）", "near(病院, 遠い or 不便, 5)"),
    ],
)
def test_full_width_and_japanese_operators_mean_the_same(typed: str, meant: str) -> None:
    assert written(parse(typed)) == meant


@pytest.mark.parametrize(
    ("wording", "line", "column", "part"),
    [
        ("", 1, 1, "空です"),
        (" \n　", 2, 2, "空です"),
        ("バス 電車", 1, 4, "「電車」の前に and か or"),
        ("(バス\nor 電車", 1, 1, "閉じられていません"),
        ("バス)", 1, 3, "対応する「(」"),
        ("バス and", 1, 7, "「and」の後に言葉"),
        ("バス\nor and 電車", 2, 4, "「or」の後に言葉"),
        ("「バス", 1, 1, "閉じられていません"),
        ("「。」", 1, 1, "かぎ括弧の中"),
        ("バス or 。。", 1, 7, "言葉として読めません"),
        ("バスまたは電車", 1, 3, "前後に空白"),
        ("バスかつ電車", 1, 3, "前後に空白"),
        ("バス、電車", 1, 3, "near( ) の中だけ"),
        ("near(病院, 遠い)", 1, 12, "near(言葉, 言葉, 語数)"),
        ("near(病院, 遠い, 99)", 1, 14, "0 から 50"),
        ("near(病院 and 医師, 遠い, 5)", 1, 6, "or で並べた言葉だけ"),
        ("not バス", 1, 1, "打ち消した言葉だけ"),
        ("バス or not 電車", 1, 1, "打ち消した言葉だけ"),
    ],
)
def test_a_fault_is_told_in_japanese_with_its_place(wording: str, line: int, column: int, part: str) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        parse(wording)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert part in refused.value.reason


@pytest.mark.parametrize(
    "wording",
    [
        "(" * 1000,
        "(" * 900 + "バス" + ")" * 900,
        "not " * 400 + "バス",
        "バス " + "でない " * 400,
        "near(" * 300,
        "バス" * 50_000,
        "バス or " * 20_000 + "電車",
        "「" * 100_000,
        "\n" * 100_000,
    ],
)
def test_deep_and_endless_rules_are_refused(wording: str) -> None:
    with pytest.raises(RuleUnreadable):
        parse(wording)


def test_the_longest_and_the_deepest_rule_are_read() -> None:
    many = " or ".join(chr(0x4E00 + number) for number in range(LONGEST_RULE // 5))
    assert len(many) <= LONGEST_RULE
    assert isinstance(parse(many), Either)
    assert parse("(" * DEEPEST + "バス" + ")" * DEEPEST) == Term("バス")


@given(EXPRESSIONS)
@settings(max_examples=50)
def test_a_rule_that_is_read_never_holds_without_words(expression: Expression) -> None:
    from nlp.rule_matching import _held

    assert not _held(expression, {})


def test_a_word_said_many_times_is_read_once() -> None:
    assert parse(" or ".join(["バス"] * 300)) == Term("バス")
    assert parse("病院 and (バス or バス) and 病院") == Both((Term("病院"), Term("バス")))
