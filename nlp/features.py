"""From sentences to what was seen in them, and from that to the columns of a linear model.

Columns, in this order: words and pairs of neighbouring words, then two per code of the plan. The last blocks say how
strongly rules speak for a code and how much of the text they fill, so that a plan never seen before works at once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from nlp.lexicon import FindsHits, Hit
from nlp.normalise import normalise
from nlp.remembered import Remembered
from nlp.segment import sentences_of
from nlp.tokenise import Tokeniser
from nlp.types import Text
from nlp.words import Words

Span = tuple[int, int]
# 文の字数で、一字あたりおよそ 200 バイトになる（docs/decisions/0015）
MOST_REMEMBERED = 800_000
_BLOCK = 250
# 語の列の長さ。規則の列と釣り合う値（docs/decisions/0014）
WEIGHT_OF_WORDS = 1.4
NO_COLUMN = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one sentence holds: content words and pairs of neighbours with their spans, and hits; from its start."""

    wording: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a text holds: its sentences, each with where it starts in the normalised content."""

    sentences: tuple[tuple[int, Sentence], ...]

    def by_sentence(self) -> list[Seen]:
        """Each sentence as a text of its own, at its place."""
        return [Seen((sentence,)) for sentence in self.sentences]

    @property
    def words(self) -> list[tuple[str, Span]]:
        """Words and pairs in reading order; spans are of the normalised content."""
        return [
            (form, (start + at, end + at))
            for at, each in self.sentences
            for form, start, end in zip(each.words, each.starts, each.ends, strict=True)
        ]

    @property
    def hits(self) -> list[Hit]:
        """Hits sentence by sentence; spans are of the normalised content."""
        return [
            Hit(topic, strength, tuple((start + at, end + at) for start, end in spans))
            for at, each in self.sentences
            for topic, strength, spans in each.hits
        ]


class Reader:
    """Reads texts; a sentence that comes again is not tokenised and searched again."""

    def __init__(self, tokeniser: Tokeniser, matcher: FindsHits) -> None:
        self._tokeniser = tokeniser
        self._matcher = matcher
        self._known: Remembered[Sentence] = Remembered(MOST_REMEMBERED)

    def read(self, texts: Iterable[str]) -> list[tuple[Text, Seen]]:
        """The normalised texts and what was seen in them, in order."""
        normalised = [normalise(wording) for wording in texts]
        return [read for some in _blocks(normalised) for read in self._read(some)]

    def _read(self, texts: Sequence[Text]) -> Iterator[tuple[Text, Seen]]:
        spans = [sentences_of(text.content) for text in texts]
        wordings = [
            [text.content[start:end] for start, end in cuts] for text, cuts in zip(texts, spans, strict=True)
        ]
        known = self._sentences({wording for each in wordings for wording in each})
        for text, cuts, each in zip(texts, spans, wordings, strict=True):
            starts = (start for start, _ in cuts)
            yield text, Seen(tuple(zip(starts, map(known.__getitem__, each), strict=True)))

    def _sentences(self, wordings: Iterable[str]) -> dict[str, Sentence]:
        """What each of these sentences holds."""
        known: dict[str, Sentence] = {}
        new: list[str] = []
        for wording in wordings:
            if sentence := self._known.get(wording):
                known[wording] = sentence
            else:
                new.append(wording)
        # 一度に切るのは、間にほかの仕事を挟むと Sudachi が倍ほど遅くなるためである（docs/decisions/0015）
        for wording, words in zip(new, list(map(self._tokeniser.words_of, new)), strict=True):
            known[wording] = sentence = Sentence(wording, *_terms(words), tuple(self._matcher.hits_in(words)))
            self._known.keep(wording, sentence)
        return known


def _blocks(texts: list[Text]) -> Iterator[list[Text]]:
    return (texts[first : first + _BLOCK] for first in range(0, len(texts), _BLOCK))


def _terms(words: Words) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """Content words, and neighbouring content words as pairs; with where they start and end."""
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    before, since = "", 0
    for form, start, end, is_content in zip(
        words.forms, words.starts, words.ends, words.content, strict=True
    ):
        if is_content:
            forms.append(form)
            starts.append(start)
            ends.append(end)
            if before:
                forms.append(f"{before} {form}")
                starts.append(since)
                ends.append(end)
            before, since = form, start
        elif end - start > 2:
            # 助詞を一つ挟んだ組（「足_が_無い」の足と無い）も隣とみなす
            before = ""
    return tuple(forms), tuple(starts), tuple(ends)


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
        self.words = vocabulary.words
        self._numbers = {word: number for number, word in enumerate(vocabulary.words)}
        self._rarity = vocabulary.rarity.tolist()
        self._unknown = vocabulary.unknown
        self.width = len(vocabulary.words)

    def rarity_of(self, word: str) -> float:
        """How rare a word is; one that the model does not know is rarest."""
        number = self._numbers.get(word)
        return self._unknown if number is None else self._rarity[number]

    def column_of(self, word: str) -> int:
        """The column of a word or pair, or NO_COLUMN."""
        return self._numbers.get(word, NO_COLUMN)

    def values(self, columns: Sequence[int]) -> list[float]:
        """The value of each column: its rarity, the whole scaled to one length whatever the text's length."""
        rarity = [self._rarity[column] for column in columns]
        length = math.sqrt(math.fsum([each**2 for each in rarity])) or 1.0
        return [WEIGHT_OF_WORDS * each / length for each in rarity]

    def matrix(self, seen: Sequence[Seen]) -> sparse.csr_matrix:
        """The rows of many texts."""
        rows = [sorted({self.column_of(word) for word, _ in one.words} - {NO_COLUMN}) for one in seen]
        data = np.array([value for row in rows for value in self.values(row)], dtype=np.float64)
        indices = np.array([column for row in rows for column in row], dtype=np.int32)
        starts = np.cumsum([0, *(len(row) for row in rows)])
        return sparse.csr_matrix((data, indices, starts), shape=(len(rows), self.width))


def topic_strengths(seen: Sequence[Seen], count: int) -> np.ndarray:
    """How strongly each of `count` topics was hit in each text (0, weak or strong)."""
    strengths = np.zeros((len(seen), count))
    for row, one in enumerate(seen):
        for number, strength, _ in one.hits:
            strengths[row, number] = max(strengths[row, number], strength)
    return strengths
