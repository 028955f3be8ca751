"""Evidence and invisible characters: what is shown is the wording, cut but never changed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from consult.marking import marked_parts, visible_pieces

WORDINGS = some.text(alphabet="バスの𠮷葛\U000e0100👨\u200d👩\u202e\u200b\n<&\r", max_size=30)
SPANS = some.lists(some.tuples(some.integers(-3, 40), some.integers(-3, 40)), max_size=6)


@given(WORDINGS, SPANS)
def test_the_parts_joined_are_the_wording(wording: str, spans: list[tuple[int, int]]) -> None:
    parts = marked_parts(wording, spans)
    assert "".join(part.text for part in parts) == wording
    assert "".join(piece.text for part in parts for piece in part.pieces) == wording


@given(WORDINGS, SPANS)
def test_a_character_is_marked_exactly_when_a_span_covers_it(
    wording: str, spans: list[tuple[int, int]]
) -> None:
    marked = [part.is_marked for part in marked_parts(wording, spans) for _ in part.text]
    assert marked == [any(start <= at < end for start, end in spans) for at in range(len(wording))]


@given(WORDINGS, SPANS)
def test_neighbouring_parts_differ(wording: str, spans: list[tuple[int, int]]) -> None:
    parts = marked_parts(wording, spans)
    assert all(one.is_marked != next_one.is_marked for one, next_one in pairwise(parts))


def test_overlapping_evidence_tells_for_what_each_stretch_stands() -> None:
    parts = marked_parts("車がないと病院に行けない", [(0, 5, "まち"), (2, 8, "ひと")])
    assert [(part.text, part.hint) for part in parts] == [
        ("車が", "まち"),
        ("ないと", "まち・ひと"),
        ("病院に", "ひと"),
        ("行けない", ""),
    ]


def test_offsets_count_code_points() -> None:
    assert [p.text for p in marked_parts("𠮷野さんの声", [(0, 2)])] == ["𠮷野", "さんの声"]


@pytest.mark.parametrize(
    ("character", "code_point"),
    [
        ("\u202e", "U+202E"),
        ("\u200b", "U+200B"),
        ("\x07", "U+0007"),
        ("\u3164", "U+3164"),
        ("\ufeff", "U+FEFF"),
    ],
)
def test_what_cannot_be_seen_is_named(character: str, code_point: str) -> None:
    pieces = visible_pieces(f"前{character}後")
    assert [(piece.text, bool(piece.name)) for piece in pieces] == [
        ("前", False),
        (character, True),
        ("後", False),
    ]
    assert pieces[1].code_point == code_point


@pytest.mark.parametrize(
    "text", ["👨\u200d👩\u200d👧", "❤️\u200d🔥", "葛\U000e0100城", "か\u3099", "一行目\r\n二行目\t"]
)
def test_legitimate_writing_is_left_whole(text: str) -> None:
    assert [piece.name for piece in visible_pieces(text)] == [""]


def test_a_joiner_between_letters_is_no_picture() -> None:
    assert [piece.name for piece in visible_pieces("バ\u200dス")] == ["", "ゼロ幅接合子", ""]
