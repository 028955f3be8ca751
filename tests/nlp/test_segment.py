"""Sentences and claims: where a text may be cut, and what in a note is an opinion."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import claims_of
from nlp.segment import sentences_of

NOTES = Path(__file__).parent / "data" / "notes.jsonl"
texts = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("・①（1）「」。、\n　→Q：市A- ")), max_size=80
)


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences_of(text)]


def opinions(note: str) -> list[str]:
    return [note[claim.start : claim.end] for claim in claims_of(note) if claim.is_opinion]


@given(texts)
@settings(max_examples=300)
def test_sentences_cover_every_visible_character_once_and_in_order(text: str) -> None:
    last = 0
    for start, end in sentences_of(text):
        assert last <= start < end
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@given(texts)
@settings(max_examples=300)
def test_claims_are_trimmed_pieces_of_the_note_in_order(note: str) -> None:
    last = 0
    for claim in claims_of(note):
        assert last <= claim.start < claim.end <= len(note)
        assert note[claim.start : claim.end] == note[claim.start : claim.end].strip()
        last = claim.end


def test_a_sentence_is_cut_at_its_end_and_not_inside_a_quotation_or_a_number() -> None:
    assert pieces("困る。直して！本当に？") == ["困る。", "直して！", "本当に？"]
    assert pieces("「やめる。もう無理。」と言う。次。") == ["「やめる。もう無理。」と言う。", "次。"]
    assert pieces("3.5%減った。") == ["3.5%減った。"]
    assert pieces("よいか！？はい。") == ["よいか！？", "はい。"]
    assert pieces("「また来たい。」よかった。") == ["「また来たい。」", "よかった。"]


def test_a_forgotten_bracket_does_not_swallow_the_rest() -> None:
    assert pieces("「道が狭い。直して。") == ["「道が狭い。", "直して。"]


@pytest.mark.parametrize(
    "mark", ["・", "● ", "○", "- ", "＊", "① ", "(1) ", "（１）", "１．", "1) ", "一、", "◆", "→ "]
)
def test_bullet_marks_stay_outside_the_claim(mark: str) -> None:
    note = f"{mark}図書館を夜も開けてほしい。\n{mark}バスを増やすべきだ。"
    claims = [note[c.start : c.end] for c in claims_of(note)]
    assert claims == ["図書館を夜も開けてほしい。", "バスを増やすべきだ。"]


def test_an_indented_line_belongs_to_the_bullet_before_it() -> None:
    note = "・小児科の夜間は善意で回っている。\n　　ここに金を使うべき。\n・次の話もしたい。"
    assert opinions(note) == [
        "小児科の夜間は善意で回っている。\n　　ここに金を使うべき。",
        "次の話もしたい。",
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "\uf06c\t",
        "\uf0d8\t",
        "\uf0b7\u3000",
        "l\t",
        "Ø\t",
        "ü\t",
        "§\t",
        "o\t",
        "➢　",
        "❖\t",
        "·\t",
        "　　➤ ",
    ],
)
def test_the_marks_of_a_list_pasted_from_word_are_bullets(mark: str) -> None:
    note = f"{mark}空き店舗の家賃が高く、若者が借りられない。\n{mark}医者が少ない。\n・道が暗い。"
    assert opinions(note) == ["空き店舗の家賃が高く、若者が借りられない。", "医者が少ない。", "道が暗い。"]


def test_a_latin_word_at_the_start_of_a_line_is_no_bullet() -> None:
    assert opinions("・WiFiを使いたい。\n・l字の道が危ない。") == ["WiFiを使いたい。", "l字の道が危ない。"]


def test_lines_wrapped_at_one_width_are_one_claim() -> None:
    note = (
        "・公園の遊具が古くて危ないので新しいものに早く取り替えて\n"
        "ほしい。それからベンチも足りないので木陰のある場所に一\n"
        "つ置くべきだと思う。\n・バスがない。"
    )
    assert opinions(note)[0] == note[1 : note.index("\n・")]


def test_what_the_city_says_and_small_talk_are_no_opinions() -> None:
    note = "・駐車場が足りない。\n→市：検討します。\n（市）制度を説明。\n・社長の趣味は釣り。\n※資料あり"
    assert opinions(note) == ["駐車場が足りない。"]


def test_the_recorders_words_after_reported_speech_stay_outside() -> None:
    note = "学生と地域をつなぐ係を置いてほしいとのこと。また、"
    assert opinions(note) == ["学生と地域をつなぐ係を置いてほしい"]


def test_hand_labelled_notes_are_cut_as_people_cut_them() -> None:
    """A floor on invented notes: nine in ten of what is marked as opinion is one, and the other way round."""
    right = found = wanted = 0
    for line in NOTES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        suggested = opinions(row["note"])
        right += len(set(suggested) & set(row["opinions"]))
        found += len(suggested)
        wanted += len(row["opinions"])
    assert right / found >= 0.9
    assert right / wanted >= 0.9


def test_a_hundred_thousand_characters_are_cut_in_linear_time() -> None:
    started = time.process_time()
    claims_of("・バスが少ない。もっと増やしてほしい。\n" * 5_000)
    claims_of("「あ" * 50_000)
    assert time.process_time() - started < 6
