"""What masking does to a text: only the passages go, and they go entirely."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.redaction import MASK, is_covered, places_of, quoted, redacted, repeated, united

# Letters that the mark does not hold, so that what is left of a text can be told from it.
texts = st.text(alphabet="あいうえお０1-\n\u200b𠮷", max_size=40)
spans = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=6)


@given(texts, spans)
def test_everything_outside_of_the_passages_stays_as_it_is(
    text: str, passages: list[tuple[int, int]]
) -> None:
    inside = {at for start, end in passages for at in range(max(start, 0), min(end, len(text)))}
    outside = "".join(char for at, char in enumerate(text) if at not in inside)
    assert redacted(text, passages).replace(MASK, "") == outside


@given(texts, spans)
def test_no_character_of_a_passage_is_left_and_each_run_has_one_mark(
    text: str, passages: list[tuple[int, int]]
) -> None:
    inside = {at for start, end in passages for at in range(max(start, 0), min(end, len(text)))}
    runs = sum(at - 1 not in inside for at in inside)
    assert redacted(text, passages).count(MASK) == runs


@given(texts)
def test_a_text_without_passages_is_the_text(text: str) -> None:
    assert redacted(text, []) == text


@given(spans)
def test_united_passages_are_in_order_apart_and_cover_the_same(passages: list[tuple[int, int]]) -> None:
    joined = united(passages)
    assert joined == sorted(joined)
    assert all(first[1] < second[0] for first, second in pairwise(joined))
    covered = {at for start, end in passages for at in range(start, end)}
    assert {at for start, end in joined for at in range(start, end)} == covered
    assert all(is_covered(span, joined) for span in passages if span[0] < span[1])


def test_a_gist_that_says_what_is_masked_is_masked_there_too() -> None:
    gist = "佐藤さんの家の前の道、佐藤さんに聞く"
    assert redacted(gist, repeated(["佐藤", " "], gist)) == f"{MASK}さんの家の前の道、{MASK}さんに聞く"


def test_words_are_found_in_a_gist_however_they_are_written_there() -> None:
    gist = "ｻﾄｳ 太郎と０９０ １２３４"
    assert repeated(["サトウ太郎", "090-1234"], gist) == [(0, 6)]
    assert repeated(["サトウ太郎", "０９０　1234"], gist) == [(0, 6), (7, 15)]


@given(texts, spans, st.integers(0, 40), st.integers(0, 40))
def test_a_slice_of_the_wording_shows_no_more_than_the_redacted_wording(
    text: str, passages: list[tuple[int, int]], start: int, end: int
) -> None:
    inside = {at for first, last in passages for at in range(max(first, 0), min(last, len(text)))}
    masked = {at + start for a, b in quoted(text[start:end], text, passages) for at in range(a, b)}
    assert inside & set(range(start, min(end, len(text)))) <= masked


def test_every_place_of_the_words_is_found() -> None:
    assert places_of("ああ", "あああ") == [(0, 2), (1, 3)]
    assert places_of("", "あ") == []
