"""From sentences to what was seen in them, and from that to the columns of a linear model.

Columns, in this order: words and pairs of neighbouring words, character n-grams, standing topics, codes of the
plan. The last block says how strongly rules speak for a code, so that a plan never seen before works at once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from nlp.lexicon import Hit, Matcher
from nlp.normalise import normalise
from nlp.segment import sentences_of
from nlp.tokenise import Tokeniser
from nlp.types import Text, Word

Span = tuple[int, int]
GRAM_SIZES = (2, 3)
WEIGHT_OF_WORDS, WEIGHT_OF_GRAMS = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sentence or text holds; spans are of the normalised content."""

    words: tuple[tuple[str, Span], ...]
    hits: tuple[tuple[int, float, tuple[Span, ...]], ...]
    grams: tuple[tuple[str, Span], ...] = ()

    def moved(self, by: int) -> Seen:
        """The same, counted from the start of a text in which this sentence stands at `by`."""
        return Seen(
            tuple((form, (s + by, e + by)) for form, (s, e) in self.words),
            tuple(
                (n, strength, tuple((s + by, e + by) for s, e in spans)) for n, strength, spans in self.hits
            ),
            tuple((gram, (s + by, e + by)) for gram, (s, e) in self.grams),
        )


class Reader:
    """Reads texts; each distinct sentence is tokenised and searched once per reader call."""

    def __init__(self, tokeniser: Tokeniser, matcher: Matcher) -> None:
        self._tokeniser = tokeniser
        self._matcher = matcher

    def read(self, texts: Iterable[str]) -> list[tuple[Text, Seen]]:
        """The normalised texts and what was seen in them, in order."""
        known: dict[str, Seen] = {}
        return [self._read(normalise(wording), known) for wording in texts]

    def _read(self, text: Text, known: dict[str, Seen]) -> tuple[Text, Seen]:
        parts = []
        for start, end in sentences_of(text.content):
            sentence = text.content[start:end]
            if sentence not in known:
                known[sentence] = self._sentence(sentence)
            parts.append(known[sentence].moved(start))
        return text, _joined(parts)

    def _sentence(self, sentence: str) -> Seen:
        words = self._tokeniser.words_of(sentence)
        return Seen(
            words=tuple(_terms(words)),
            hits=tuple(_spanned(hit, words) for hit in self._matcher.hits_in(words)),
            grams=tuple(_grams(sentence)),
        )


def _joined(parts: list[Seen]) -> Seen:
    return Seen(
        tuple(word for part in parts for word in part.words),
        tuple(hit for part in parts for hit in part.hits),
        tuple(gram for part in parts for gram in part.grams),
    )


def _spanned(hit: Hit, words: Sequence[Word]) -> tuple[int, float, tuple[Span, ...]]:
    spans = tuple((words[first].start, words[last - 1].end) for first, last in hit.places)
    return hit.topic, hit.strength, spans


def _terms(words: list[Word]) -> Iterable[tuple[str, Span]]:
    """Content words, and neighbouring content words as pairs."""
    previous: Word | None = None
    for word in words:
        if not word.is_content:
            # 助詞を一つ挟んだ組（「足_が_無い」の足と無い）も隣とみなす
            if word.end - word.start > 2:
                previous = None
            continue
        yield word.form, (word.start, word.end)
        if previous is not None:
            yield f"{previous.form} {word.form}", (previous.start, word.end)
        previous = word


def _grams(sentence: str) -> Iterable[tuple[str, Span]]:
    for size in GRAM_SIZES:
        for start in range(len(sentence) - size + 1):
            yield sentence[start : start + size], (start, start + size)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words and n-grams a model knows, and how rare each is."""

    words: tuple[str, ...]
    grams: tuple[str, ...]
    rarity: np.ndarray

    def columns(self) -> tuple[dict[str, int], dict[str, int]]:
        count = len(self.words)
        return {w: i for i, w in enumerate(self.words)}, {g: count + i for i, g in enumerate(self.grams)}


def learn_vocabulary(seen: Sequence[Seen], *, least_words: int = 2, least_grams: int = 4) -> Vocabulary:
    """The words of at least two texts and the n-grams of at least four, in code point order."""
    word_counts = Counter(form for one in seen for form in {form for form, _ in one.words})
    gram_counts = Counter(gram for one in seen for gram in {gram for gram, _ in one.grams})
    words = tuple(sorted(w for w, n in word_counts.items() if n >= least_words))
    grams = tuple(sorted(g for g, n in gram_counts.items() if n >= least_grams))
    counts = [word_counts[w] for w in words] + [gram_counts[g] for g in grams]
    rarity = [math.log((1 + len(seen)) / (1 + n)) + 1 for n in counts]
    return Vocabulary(words, grams, np.array(rarity, dtype=np.float64))


class Vectoriser:
    """Turns what was seen into rows of numbers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._word_columns, self._gram_columns = vocabulary.columns()
        self.width = len(vocabulary.words) + len(vocabulary.grams)

    def places(self, seen: Seen) -> dict[int, list[Span]]:
        """The columns of words and n-grams that occur, with where."""
        places: dict[int, list[Span]] = {}
        for terms, columns in ((seen.words, self._word_columns), (seen.grams, self._gram_columns)):
            for term, span in terms:
                column = columns.get(term)
                if column is not None:
                    places.setdefault(column, []).append(span)
        return places

    def values(self, columns: Iterable[int]) -> dict[int, float]:
        """The value of each column: its rarity, each block scaled to length one."""
        rarity, split = self._vocabulary.rarity, len(self._vocabulary.words)
        ordered = sorted(columns)
        blocks = ([c for c in ordered if c < split], [c for c in ordered if c >= split])
        values: dict[int, float] = {}
        for block, weight in zip(blocks, (WEIGHT_OF_WORDS, WEIGHT_OF_GRAMS), strict=True):
            length = math.sqrt(math.fsum(float(rarity[c]) ** 2 for c in block)) or 1.0
            values.update({c: weight * float(rarity[c]) / length for c in block})
        return values

    def matrix(self, seen: Sequence[Seen]) -> sparse.csr_matrix:
        """The rows of many texts."""
        rows = [self.values(self.places(one)) for one in seen]
        data = np.array([v for row in rows for v in row.values()], dtype=np.float64)
        indices = np.array([c for row in rows for c in row], dtype=np.int32)
        starts = np.cumsum([0, *(len(row) for row in rows)])
        return sparse.csr_matrix((data, indices, starts), shape=(len(rows), self.width))


def topic_strengths(seen: Sequence[Seen], count: int) -> np.ndarray:
    """How strongly each of `count` topics was hit in each text (0, weak or strong)."""
    strengths = np.zeros((len(seen), count))
    for row, one in enumerate(seen):
        for number, strength, _ in one.hits:
            strengths[row, number] = max(strengths[row, number], strength)
    return strengths
