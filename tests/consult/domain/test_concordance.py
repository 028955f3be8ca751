"""Words where they stand: places of a row of words, and neighbours within the sentence."""

from consult.domain.concordance import CONTENT, END, GAP, WORD, CutText, Place
from consult.domain.redaction import MASK

# 「夜 バス が 無い。バス を」: a blank behind 夜, a full stop in the middle.
CUT = CutText(
    ("夜", "", "ばす", "が", "無い", "", "ばす", "を"),
    bytes([CONTENT, GAP, CONTENT, WORD, CONTENT, END, CONTENT, WORD]),
    bytes([1, 1, 2, 1, 2, 1, 2, 1]),
)


def test_a_word_is_found_wherever_it_stands() -> None:
    places = list(CUT.places(["ばす"]))
    assert [CUT.span(place) for place in places] == [(2, 4), (8, 10)]
    assert all(CUT.is_content(place) for place in places)


def test_a_row_of_words_reaches_over_a_blank_but_not_into_the_next_sentence() -> None:
    assert [CUT.span(place) for place in CUT.places(["夜", "ばす"])] == [(0, 4)]
    assert list(CUT.places(["無い", "ばす"])) == []
    assert list(CUT.places(["ばす", "を", "増やす"])) == []


def test_neighbours_are_the_nearest_words_of_the_same_sentence() -> None:
    first, second = CUT.places(["ばす"])
    assert CUT.before(first) == ("夜",)
    assert CUT.after(first) == ("が", "無い")
    assert CUT.before(second) == ()
    assert CUT.after(Place(0, 0)) == ("ばす", "が", "無い")


def test_what_is_hidden_is_one_mark_among_the_neighbours_whatever_it_is() -> None:
    first, second = CUT.places(["ばす"])
    assert CUT.after(first, [(4, 5)]) == (MASK, "無い")
    assert CUT.after(first, [(4, 7)]) == (MASK,), "two words are no longer than one"
    assert CUT.before(second, [(6, 8)]) == (MASK, "が", "ばす"), "not even the end of the sentence is told"
    assert CUT.before(first, [(0, 1)]) == (MASK,)
    assert CUT.before(first, [(20, 30)]) == ("夜",)
