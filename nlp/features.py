"""From sentences to what was seen in them, and from that to the columns of a linear model.

Columns, in this order: words and pairs of neighbouring words, then two per code of the plan. The last blocks say how
strongly rules speak for a code and how much of the text they fill, so that a plan never seen before works at once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from nlp.lexicon import FindsHits
from nlp.normalise import normalise
from nlp.segment import sentences_of
from nlp.tokenise import Tokeniser
from nlp.types import Text, Word

Span = tuple[int, int]
# 語の列の長さ。規則の列と釣り合う値（docs/decisions/0014）
WEIGHT_OF_WORDS = 1.4


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sentence or text holds; spans are of the normalised content."""

    words: tuple[tuple[str, Span], ...]
    hits: tuple[tuple[int, float, tuple[Span, ...]], ...]

    def moved(self, by: int) -> Seen:
        """The same, counted from the start of a text in which this sentence stands at `by`."""
        return Seen(
            tuple((form, (s + by, e + by)) for form, (s, e) in self.words),
            tuple(
                (n, strength, tuple((s + by, e + by) for s, e in spans)) for n, strength, spans in self.hits
            ),
        )


class Reader:
    """Reads texts; each distinct sentence is tokenised and searched once per reader call."""

    def __init__(self, tokeniser: Tokeniser, matcher: FindsHits) -> None:
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
            hits=tuple((hit.topic, hit.strength, hit.spans) for hit in self._matcher.hits_in(words)),
        )


def _joined(parts: list[Seen]) -> Seen:
    return Seen(
        tuple(word for part in parts for word in part.words),
        tuple(hit for part in parts for hit in part.hits),
    )


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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a model knows, how rare each is, and how rare it takes a word to be that it does not know."""

    words: tuple[str, ...]
    rarity: np.ndarray
    unknown: float


def learn_vocabulary(seen: Sequence[Seen], *, least: int = 2) -> Vocabulary:
    """The words and pairs of at least two texts, in code point order."""
    counts = Counter(form for one in seen for form in {form for form, _ in one.words})
    words = tuple(sorted(word for word, count in counts.items() if count >= least))
    rarity = [_rarity(counts[word], len(seen)) for word in words]
    return Vocabulary(words, np.array(rarity, dtype=np.float64), _rarity(0, len(seen)))


def _rarity(count: int, texts: int) -> float:
    """Inverse document frequency, smoothed as scikit-learn does."""
    return math.log((1 + texts) / (1 + count)) + 1


class Vectoriser:
    """Turns what was seen into rows of numbers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._numbers = {word: number for number, word in enumerate(vocabulary.words)}
        self._rarity = vocabulary.rarity.tolist()
        self._unknown = vocabulary.unknown
        self.width = len(vocabulary.words)

    def rarity_of(self, word: str) -> float:
        """How rare a word is; one that the model does not know is rarest."""
        number = self._numbers.get(word)
        return self._unknown if number is None else self._rarity[number]

    def places(self, seen: Seen) -> dict[int, list[Span]]:
        """The columns of the words that occur, with where."""
        places: dict[int, list[Span]] = {}
        for word, span in seen.words:
            number = self._numbers.get(word)
            if number is not None:
                places.setdefault(number, []).append(span)
        return places

    def values(self, numbers: Iterable[int]) -> dict[int, float]:
        """The value of each column: its rarity, the whole scaled to one length whatever the text's length."""
        ordered = sorted(numbers)
        length = math.sqrt(math.fsum(self._rarity[number] ** 2 for number in ordered)) or 1.0
        return {number: WEIGHT_OF_WORDS * self._rarity[number] / length for number in ordered}

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
