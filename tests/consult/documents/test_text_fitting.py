"""How much text a box holds: nothing is lost, nothing runs over, and the count is on the careful side."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.documents.text_fitting import first_part, fits, line_count, parts


@given(
    st.text(alphabet="あ。、「」\nA1 m\u3099👨\u200d👩", max_size=200), st.integers(3, 20), st.integers(1, 6)
)
@settings(max_examples=60)
def test_the_parts_are_the_whole_text_and_each_fits(text: str, width: int, lines: int) -> None:
    found = list(parts(text, width, lines))
    assert "".join(found) == text
    assert all(part and fits(part.removesuffix("\n"), width, lines) for part in found)


def test_japanese_takes_a_line_for_as_many_characters_as_it_holds_but_those_that_may_be_pushed_out() -> None:
    assert line_count("あ" * 38, 40) == 1
    assert line_count("あ" * 39, 40) == 2
    assert line_count("", 40) == 1
    assert line_count("一\n二\n", 40) == 3


def test_a_word_of_latin_letters_goes_to_the_next_line_whole_and_an_address_breaks_anywhere() -> None:
    assert line_count("あ" * 32 + "prefectures", 40) == 2
    assert line_count("https://example.jp/" + "a" * 300, 40) > 4


def test_a_text_is_cut_at_the_end_of_a_sentence_where_one_is_near() -> None:
    assert first_part("短い文です。" * 20, 22, 2) == "短い文です。" * 6
    assert first_part("あ" * 100, 22, 2) == "あ" * 40


@pytest.mark.parametrize("mark", ["\u3099", "\ufe0f", "\u200d"])
def test_what_has_no_width_stays_with_its_character(mark: str) -> None:
    assert not any(part.startswith(mark) for part in parts(f"か{mark}" * 60, 12, 1))
