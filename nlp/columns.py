"""What a model sees of one text: its columns with their values, and the words whose meanings it sums."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, TypeVar

import numpy as np

from nlp.classify import STRENGTH_OF_CODES, STRENGTH_OF_SHARES
from nlp.features import NO_COLUMN, Seen, Sentence, Span, Vectoriser
from nlp.lexicon import Topic
from nlp.mapping import LocalWord, PlanMap
from nlp.meaning import NO_ROW, Meanings
from nlp.remembered import Remembered

T = TypeVar("T", int, float)
# 文の字数。文ごとの語の番号は、読んだ文そのものの半分ほどの場所を取る
_MOST_REMEMBERED = 800_000
_MOST_KEPT = 100_000


class Known(NamedTuple):
    """A word, or a pair of neighbours, that the model knows, in one sentence; its places count from the start.

    `label` is what an official sees of it: its wording at its first place. `square` is that of its rarity.
    """

    word: str
    label: str
    column: int
    row: int
    rarity: float
    square: float
    places: tuple[Span, ...]


class Codes(NamedTuple):
    """The columns of codes that topics fill, with their values; and for each topic which of them, among how many."""

    columns: tuple[int, ...]
    values: tuple[float, ...]
    shares: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class TextColumns:
    """A text as a model sees it: its words in code point order, which is that of their columns, and its codes.

    Words count by their rarity: as columns divided by `length`, as meanings by `length_meant`, so that a text counts
    the same however long it is. `labels`, `terms` (columns), `rows` and `rarity` are of the words, in their order: many
    texts are put together from these at once. `sentences` are the words of each sentence.
    """

    words: tuple[str, ...]
    labels: tuple[str, ...]
    terms: tuple[int, ...]
    rows: tuple[int, ...]
    rarity: tuple[float, ...]
    length: float
    length_meant: float
    codes: Codes
    sentences: list[dict[str, Known]]


class ColumnMaker:
    """Turns what was seen in a text into columns of the model: terms, then how strongly each
    code of the plan was hit, then each code's share of what was hit; and its words into meanings."""

    def __init__(
        self,
        vectoriser: Vectoriser,
        meanings: Meanings,
        topics: Sequence[Topic],
        plan: PlanMap,
        local: Sequence[LocalWord],
    ) -> None:
        self._vectoriser = vectoriser
        self._meanings = meanings
        # What an official sees of a topic that was hit.
        self.labels = [topic.label for topic in topics] + [word.topic.label for word in local]
        self._targets = [*plan.targets_of_topic, *((word.target,) for word in local)]
        self._codes_start = vectoriser.width
        self._shares_start = vectoriser.width + len(plan.targets)
        self.width = vectoriser.width + 2 * len(plan.targets)
        self.rows = len(meanings.vectors)
        self._entries = {word: self._entry(word) for word in vectoriser.words}
        self._codes_of: dict[tuple[tuple[int, float], ...], Codes] = {}
        self._known: Remembered[dict[str, Known]] = Remembered(_MOST_REMEMBERED)

    def of(self, seen: Seen) -> TextColumns:
        """The columns of a text."""
        sentences = [self._known_in(each) for _, each in seen.sentences]
        firsts: dict[str, Known] = {}
        for sentence in reversed(sentences):
            firsts.update(sentence)
        known = [firsts[word] for word in sorted(firsts)]
        words: tuple[str, ...]
        labels: tuple[str, ...]
        terms: tuple[int, ...]
        rows: tuple[int, ...]
        rarity: tuple[float, ...]
        squares: tuple[float, ...]
        words, labels, terms, rows, rarity, squares, _ = zip(*known, strict=True) if known else ((),) * 7
        return TextColumns(
            words,
            labels,
            terms,
            rows,
            rarity,
            _length([square for square, column in zip(squares, terms, strict=True) if column != NO_COLUMN]),
            _length([square for square, row in zip(squares, rows, strict=True) if row != NO_ROW]),
            self._codes(seen),
            sentences,
        )

    def _known_in(self, sentence: Sentence) -> dict[str, Known]:
        known = self._known.get(sentence.wording)
        if known is None:
            known = self._look_up(sentence)
            self._known.keep(sentence.wording, known)
        return known

    def _look_up(self, sentence: Sentence) -> dict[str, Known]:
        known: dict[str, Known] = {}
        wording, find = sentence.wording, self._entries.get
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            entry = find(word)
            if entry is None:
                if " " in word:
                    continue
                entry, find = self._learn(word), self._entries.get
            column, row, rarity = entry
            if column == NO_COLUMN and row == NO_ROW:
                continue
            if word in known:
                before = known[word]
                known[word] = before._replace(places=(*before.places, (start, end)))
            else:
                label = f"「{wording[start:end]}」"
                known[word] = Known(word, label, column, row, rarity, rarity**2, ((start, end),))
        return known

    def _learn(self, word: str) -> tuple[int, int, float]:
        """Keep what a single word outside of the vocabulary is. Its hash takes longer than all else done with it."""
        if len(self._entries) >= self._vectoriser.width + _MOST_KEPT:
            self._entries = {word: self._entries[word] for word in self._vectoriser.words}
        entry = self._entries[word] = self._entry(word)
        return entry

    def _entry(self, word: str) -> tuple[int, int, float]:
        row = NO_ROW if " " in word else self._meanings.row_of(word)
        return self._vectoriser.column_of(word), row, self._vectoriser.rarity_of(word)

    def _codes(self, seen: Seen) -> Codes:
        strengths: dict[int, float] = {}
        for _, sentence in seen.sentences:
            for topic, strength, _ in sentence.hits:
                if strength > strengths.get(topic, 0.0):
                    strengths[topic] = strength
        hit = tuple(sorted(strengths.items()))
        codes = self._codes_of.get(hit)
        if codes is None:
            if len(self._codes_of) >= _MOST_KEPT:
                self._codes_of.clear()
            codes = self._codes_of[hit] = self._filled(strengths)
        return codes

    def _filled(self, strengths: dict[int, float]) -> Codes:
        causes: dict[int, list[int]] = {}
        for topic in sorted(strengths):
            for target in self._targets[topic]:
                causes.setdefault(target, []).append(topic)
        whole = math.fsum(strengths.values())
        strongest, parts = [], []
        for target in sorted(causes):
            most = max(strengths[topic] for topic in causes[target])
            named = tuple(topic for topic in causes[target] if strengths[topic] == most)
            strongest.append((self._codes_start + target, most * STRENGTH_OF_CODES, named))
            part = math.fsum(strengths[topic] for topic in causes[target]) / whole
            parts.append((self._shares_start + target, part * STRENGTH_OF_SHARES, tuple(causes[target])))
        filled = [*strongest, *parts]
        shares: dict[int, list[tuple[int, int]]] = {}
        for at, (_, _, named) in enumerate(filled):
            for topic in named:
                shares.setdefault(topic, []).append((at, len(named)))
        return Codes(
            tuple(column for column, _, _ in filled),
            tuple(value for _, value, _ in filled),
            tuple((topic, tuple(each)) for topic, each in shares.items()),
        )


def flat(parts: Iterable[Sequence[T]], kind: type) -> np.ndarray:
    """What many texts have, one after another."""
    return np.fromiter(chain.from_iterable(parts), dtype=kind)


def _length(squares: list[float]) -> float:
    return math.sqrt(math.fsum(squares)) or 1.0
