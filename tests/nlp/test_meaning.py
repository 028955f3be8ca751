"""Word vectors: words of like use point the same way."""

import numpy as np
import pytest

from nlp import Strategy, Tagger, meaning
from nlp.errors import MeaningsMissing
from nlp.features import learn_vocabulary
from nlp.meaning import NO_ROW, hash_of, load_meanings
from nlp.storage import load_starter


def likeness(one: str, other: str) -> float:
    meanings = load_meanings()
    rows = meanings.row_of(one), meanings.row_of(other)
    assert NO_ROW not in rows
    return float(meanings.vectors[rows[0]] @ meanings.vectors[rows[1]])


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [
        ("保育園", "幼稚園", "道路"),
        ("病院", "診療所", "農業"),
        ("バス", "電車", "図書館"),
        ("農家", "漁師", "子育て"),
        ("移住", "定住", "ごみ"),
    ],
)
def test_words_of_like_use_are_closer_than_others(word: str, like: str, unlike: str) -> None:
    assert likeness(word, like) > likeness(word, unlike) + 0.2


def test_vectors_have_length_one() -> None:
    assert np.abs(np.linalg.norm(load_meanings().vectors, axis=1) - 1).max() < 1e-3


@pytest.mark.parametrize("word", ["ぬるぽがっがが", "", "\ud800", "\U0001f98a" * 40])
def test_what_is_no_word_has_no_row(word: str) -> None:
    assert load_meanings().row_of(word) == NO_ROW


def test_the_hash_of_the_table_is_the_one_that_the_table_was_made_with() -> None:
    # 長さ 8 の倍数、端数あり、空（Appleby の MurmurHash64A、種 1）
    assert hash_of(b"") == 0xC6A4A7935BD064DC
    found = sum(load_meanings().row_of(word) != NO_ROW for word in ("市", "図書館", "子育て支援", "バス停"))
    assert found >= 3


def test_a_word_that_the_corpus_does_not_know_speaks_by_its_meaning(strategy: Strategy) -> None:
    known = set(load_starter().vocabulary.words)
    tagger = Tagger.for_strategy(strategy)
    for word, package in (("養豚", "3-2"), ("外科", "1-4"), ("旅籠", "2-2")):
        assert word not in known
        assert tagger.tag([f"{word}のことが気になる。"])[0].ranked_packages[0] == package


def test_a_word_that_speaks_by_its_meaning_is_named_as_a_reason(strategy: Strategy) -> None:
    theme = Tagger.for_strategy(strategy).tag(["旅籠のことが気になる。"])[0].suggestions[0]
    assert (theme.code, theme.reasons[0].label) == ("machi", "「旅籠」")
    assert [(span.start, span.end) for span in theme.reasons[0].spans] == [(0, 2)]


def test_the_standing_vocabulary_says_how_rare_an_unknown_word_is() -> None:
    vocabulary = learn_vocabulary([])
    assert vocabulary.unknown == 1.0
    assert load_starter().vocabulary.unknown > load_starter().vocabulary.rarity.max()


def test_missing_vectors_are_said_with_the_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "PACKAGE", "no_such_package")
    load_meanings.cache_clear()
    with pytest.raises(MeaningsMissing, match="make run"):
        load_meanings()
    monkeypatch.undo()
    load_meanings.cache_clear()
