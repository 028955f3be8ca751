"""How the nouns of a text are read aloud, so that what is written in kanji can be found by its kana.

Nouns only: a verb in kana is one word with its kanji to the dictionary (はたらく is 働く), a noun read in the Chinese
way is not (ぎょぎょう).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sudachipy import Morpheme, MorphemeList

from nlp.tokenise import OUT_OF_DICTIONARY, Tokeniser, ends_of, ids_of
from nlp.words import Words

# 小名浜+漁業+協同+組合 や 社会+福祉+協議+会 は、続けて読まれる一つの名前である
WORDS_AT_MOST = 4
_NOUNS, _PREFIX, _SUFFIX = ("名詞", "形状詞"), "接頭辞", "接尾辞"
_NO_NOUN = "助動詞語幹"


class Reading(NamedTuple):
    """Katakana of a noun, or of neighbouring ones read as one, and where they stand in the sentence."""

    kana: str
    start: int
    end: int


class _Piece(NamedTuple):
    kana: str
    begins: bool
    ends: bool
    is_noun: bool


_OTHER = _Piece("", begins=False, ends=False, is_noun=False)


class ReadingTokeniser(Tokeniser):
    """A tokeniser that knows the readings, too. Its words are those of any other."""

    fields = Tokeniser.fields | {"reading_form"}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._pieces: dict[int, _Piece] = {}
        super().__init__(*arguments, **named)
        self._noun_ids = ids_of(self._dictionary, lambda pos: pos[0] in _NOUNS and pos[1] != _NO_NOUN)
        self._number_ids = ids_of(self._dictionary, lambda pos: pos[1] == "数詞")
        self._prefix_ids = ids_of(self._dictionary, lambda pos: pos[0] == _PREFIX)
        self._suffix_ids = ids_of(self._dictionary, lambda pos: pos[0] == _SUFFIX)

    def words_and_readings(self, sentence: str) -> tuple[Words, list[Reading]]:
        """What `words_of` says, and the readings; the sentence is analysed once."""
        analysed = self._analysed(sentence)
        words = self._words(analysed, sentence)
        pieces = list(self._read(analysed))
        ends = ends_of(analysed, sentence)
        readings = [
            Reading(kana, ends[first - 1] if first else 0, ends[last - 1])
            for start, stop in _runs(pieces)
            for first, last, kana in _readings(pieces, start, stop, ends)
        ]
        return words.united(self._synonyms.among(words.forms)), readings

    def read_aloud(self, sentence: str) -> list[tuple[str, str]]:
        """Every word as it is written, with its katakana; numbers have none. The words put together are the sentence."""
        return [
            (each.surface(), "" if each.part_of_speech_id() in self._number_ids else each.reading_form())
            for each in self._analysed(sentence)
        ]

    def _read(self, analysed: MorphemeList) -> Iterator[_Piece]:
        known = self._pieces.get
        for at, number in enumerate(map(Morpheme.word_id, analysed)):
            yield known(number) or self._piece(analysed[at])

    def _piece(self, morpheme: Morpheme) -> _Piece:
        part, number = morpheme.part_of_speech_id(), morpheme.word_id()
        is_prefix, is_suffix = part in self._prefix_ids, part in self._suffix_ids
        piece = _OTHER
        if is_prefix or is_suffix or part in self._noun_ids:
            is_noun = part in self._noun_ids and part not in self._number_ids
            piece = _Piece(morpheme.reading_form(), not is_suffix, not is_prefix, is_noun)
        if number < OUT_OF_DICTIONARY:
            self._pieces[number] = piece
        return piece


def _runs(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """From which to before which piece nouns and parts of nouns follow each other."""
    start = 0
    for at, piece in enumerate([*pieces, _OTHER]):
        if not piece.kana:
            if at > start:
                yield start, at
            start = at + 1


def _readings(
    pieces: Sequence[_Piece], start: int, stop: int, ends: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """Every noun of a run, and neighbours as one: (first piece, before which piece, kana)."""
    for first in range(start, stop):
        if not pieces[first].begins:
            continue
        kana = ""
        for last in range(first + 1, min(first + WORDS_AT_MOST, stop) + 1):
            kana += pieces[last - 1].kana
            if last - first == 1:
                # 一字の語は、ほかの語と続くとき（町内会の会、五件の件）、それだけでは探す言葉にならない
                length = ends[first] - (ends[first - 1] if first else 0)
                if not pieces[first].is_noun or (length == 1 and stop - start > 1):
                    continue
            if pieces[last - 1].ends:
                yield first, last, kana
