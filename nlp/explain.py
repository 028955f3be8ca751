"""Contributions to a score, gathered by the words and rules an official can see; they add up exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from nlp.columns import TextColumns
from nlp.features import WEIGHT_OF_WORDS, Seen, Span
from nlp.types import Evidence, Reason, Text

MOST_REASONS = 8
_REST = "その他の語"


class Explainer:
    """Says why codes were suggested: what each cause adds to their scores, from the weights of columns and of words.

    `columns` and `words` hold a row per column and per word vector, a number per code; `labels` are of topics.
    """

    def __init__(self, columns: np.ndarray, words: np.ndarray, labels: Sequence[str]) -> None:
        # A last row of nothing: what has no column has the number -1, as what has no vector.
        nothing = np.zeros((1, columns.shape[1]))
        self._columns = np.vstack([columns, nothing])
        self._words = np.vstack([words, nothing])
        self._labels = labels

    def reasons_of(
        self, text: Text, seen: Seen, columns: TextColumns, codes: list[int]
    ) -> list[tuple[Reason, ...]]:
        """For each of the codes its strongest causes first, the small ones summed into a remainder without spans."""
        terms, meanings = self._of_words(columns, codes)
        topics = self._of_topics(columns, codes)
        places = _Places(text, seen, columns)
        labels = [each.label for each in columns.words]
        labels += [f"{places.quoted(topic)}（{self._labels[topic]}）" for topic, _ in columns.codes.shares]
        totals = [
            [*words, *map(math.fsum, each)]
            for words, each in zip((terms + meanings).tolist(), topics, strict=True)
        ]
        same: dict[str, list[int]] = {}
        for at, label in enumerate(labels):
            same.setdefault(label, []).append(at)
        if len(same) < len(labels):
            parts = [
                [*zip(*words, strict=True), *each]
                for *words, each in zip(terms.tolist(), meanings.tolist(), topics, strict=True)
            ]
            totals = [_united(each, same.values()) for each in parts]
            labels, places.members = list(same), list(same.values())
        return [_shown(labels, weights, places) for weights in totals]

    def _of_words(self, columns: TextColumns, codes: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Codes × words: what each adds as a column, and by its meaning."""
        words = columns.words
        rarity = np.array([each.rarity for each in words], dtype=np.float64)
        terms = self._columns[[each.column for each in words]][:, codes].T
        meanings = self._words[[each.row for each in words]][:, codes].T
        return terms * (WEIGHT_OF_WORDS * rarity / columns.length), meanings * (rarity / columns.length_meant)

    def _of_topics(self, columns: TextColumns, codes: list[int]) -> list[list[list[float]]]:
        """For each code and topic its equal shares of the columns that it fills together with others."""
        weights = self._columns[list(columns.codes.columns)][:, codes].T.tolist()
        values = columns.codes.values
        return [
            [[values[at] * row[at] / count for at, count in shares] for _, shares in columns.codes.shares]
            for row in weights
        ]


def _united(parts: list[Sequence[float]], same: Iterable[list[int]]) -> list[float]:
    """The weight of the causes that have one label, rounded once."""
    return [math.fsum([part for at in each for part in parts[at]]) for each in same]


def _shown(labels: list[str], weights: list[float], places: _Places) -> tuple[Reason, ...]:
    # What adds nothing is no reason: a head of rules alone gives most words no weight.
    causes = [at for at, weight in enumerate(weights) if weight]
    ranked = sorted(causes, key=[-abs(weight) for weight in weights].__getitem__)
    edge = [abs(weights[at]) for at in ranked[: MOST_REASONS + 1]]
    # 名の順が物を言うのは、同じ重さのものが見える所にあるときだけである
    if len(set(edge)) < len(edge):
        ranked = sorted(causes, key=lambda at: (-abs(weights[at]), labels[at]))
    shown = [Reason(labels[at], weights[at], places.of(at)) for at in ranked[:MOST_REASONS]]
    if len(ranked) > MOST_REASONS:
        shown.append(Reason(_REST, math.fsum([weights[at] for at in ranked[MOST_REASONS:]]), ()))
    return tuple(shown)


class _Places:
    """Where the causes of one text stand in it: its words by number, then its topics. Few of them are asked for.

    `members` are the causes that go by one label, where any two do.
    """

    def __init__(self, text: Text, seen: Seen, columns: TextColumns) -> None:
        self._text = text
        self._seen = seen
        self._columns = columns
        self._placed: dict[int, tuple[Evidence, ...]] = {}
        self.members: list[list[int]] | None = None

    def quoted(self, topic: int) -> str:
        """The wording of a topic's first place."""
        start, end = min(self._of_topic(topic))
        return f"「{self._text.content[start:end]}」"

    def of(self, at: int) -> tuple[Evidence, ...]:
        """Every place of a cause, or of those that go by the label of this number, in the text as it was given."""
        placed = self._placed.get(at)
        if placed is None:
            spans = {
                span for each in (self.members[at] if self.members else (at,)) for span in self._of(each)
            }
            placed = self._placed[at] = tuple(self._text.span(*span) for span in sorted(spans))
        return placed

    def _of(self, at: int) -> list[Span]:
        words = self._columns.words
        if at >= len(words):
            return self._of_topic(self._columns.codes.shares[at - len(words)][0])
        word = words[at].word
        return [
            (since + start, since + end)
            for (since, _), known in zip(self._seen.sentences, self._columns.sentences, strict=True)
            if word in known
            for start, end in known[word].places
        ]

    def _of_topic(self, topic: int) -> list[Span]:
        return [
            (since + start, since + end)
            for since, sentence in self._seen.sentences
            for hit in sentence.hits
            if hit[0] == topic
            for start, end in hit[2]
        ]


def evidence_of(reasons: Iterable[Reason]) -> tuple[Evidence, ...]:
    """The places that speak for a tag, merged where they overlap, in reading order."""
    spans = sorted({span for reason in reasons if reason.weight > 0 for span in reason.spans})
    merged: list[Evidence] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Evidence(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
