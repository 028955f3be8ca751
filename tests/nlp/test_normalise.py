"""Normalisation: what it repairs, and that every character knows where it stood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import normalise

ODD = "ｶﾞ゛゜か\u3099\n\r　 。」「・1（）AＡ①㌀\u200b\ufe00\U000e0100が、ﾊﾟ-→：\x00\u2028"
texts = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(ODD)), max_size=80)


@given(texts)
@settings(max_examples=300)
def test_normalising_twice_changes_nothing(wording: str) -> None:
    once = normalise(wording).content
    assert normalise(once).content == once


@given(texts)
@settings(max_examples=300)
def test_every_character_knows_where_it_stood(wording: str) -> None:
    text = normalise(wording)
    assert text.original == wording
    assert len(text.content) == len(text.starts) == len(text.ends)
    assert all(0 <= start < end <= len(wording) for start, end in zip(text.starts, text.ends, strict=True))
    assert list(text.starts) == sorted(text.starts)


@pytest.mark.parametrize(
    ("wording", "content"),
    [
        ("ﾊﾞｽが２本", "バスが2本"),
        ("か\u3099っこう", "がっこう"),
        ("観\u200b光\ufeff", "観光"),
        ("葛\U000e0100の葉", "葛の葉"),
        ("㈱と①", "(株)と1"),
        ("あ\r\nい\rう", "あ\nい\nう"),
        ("  あ　　い  ", "あ い"),
        ("\x00あ\x07", "あ"),
        ("𠮷野さんの👩‍👧", "𠮷野さんの👩👧"),
        ("\ud800あ", "あ"),
        ("", ""),
        ("。", "。"),
    ],
)
def test_width_invisible_characters_and_blanks_are_repaired(wording: str, content: str) -> None:
    assert normalise(wording).content == content


def test_a_line_broken_by_its_width_is_joined_but_a_list_is_not() -> None:
    wrapped = "市内の道路は段差が多くて車いすで通れない所がた\nくさんあります。"
    assert "\n" not in normalise(wrapped).content
    listed = "市内の道路は段差が多くて車いすで通れない所がある\n・公園にベンチがほしい"
    assert "\n" in normalise(listed).content


def test_a_voiced_half_width_letter_points_to_both_of_its_characters() -> None:
    text = normalise("ｶﾞｽ")
    assert text.content == "ガス"
    span = text.span(0, 1)
    assert text.original[span.start : span.end] == "ｶﾞ"


def test_a_hundred_thousand_characters_are_repaired() -> None:
    assert normalise("ﾊﾞｽが　少ない。\n" * 10_000).content == "\n".join(["バスが 少ない。"] * 10_000)
