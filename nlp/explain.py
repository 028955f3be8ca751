"""Contributions to a score, gathered by the words and rules an official can see; they add up exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from nlp.columns import TextColumns
from nlp.features import WEIGHT_OF_WORDS, Seen, Span
from nlp.types import Evidence, Reason, Text

MOST_REASONS = 8
_REST = "その他の語"


class View(NamedTuple):
    """One way to look at a text: as a whole, or at a sentence of it; `share` is how much of the score it makes."""

    share: float
    seen: Seen
    columns: TextColumns


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

    def reasons_of(self, text: Text, views: Sequence[View], codes: list[int]) -> list[tuple[Reason, ...]]:
        """For each of the codes its strongest causes first, the small ones summed into a remainder without spans.

        A score is the sum of its views, each by its share.
        """
        labels: list[str] = []
        causes = _Causes(text)
        totals: list[list[float]] = [[] for _ in codes]
        for share, seen, columns in views:
            terms, meanings = self._of_words(columns, codes)
            topics = self._of_topics(columns, codes)
            places = _Places(seen, columns)
            labels += [each.label for each in columns.words]
            labels += [
                f"{places.quoted(text, topic)}（{self._labels[topic]}）" for topic, _ in columns.codes.shares
            ]
            causes.add(places)
            for total, words, each in zip(totals, (terms + meanings).tolist(), topics, strict=True):
                total += [share * weight for weight in (*words, *map(math.fsum, each))]
        same: dict[str, list[int]] = {}
        for at, label in enumerate(labels):
            same.setdefault(label, []).append(at)
        if len(same) < len(labels):
            totals = [
                [math.fsum([each[at] for at in members]) for members in same.values()] for each in totals
            ]
            labels = list(same)
            causes.unite(same.values())
        return [_shown(labels, weights, causes) for weights in totals]

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


def _shown(labels: list[str], weights: list[float], causes: _Causes) -> tuple[Reason, ...]:
    # What adds nothing is no reason: a head of rules alone gives most words no weight.
    weighty = [at for at, weight in enumerate(weights) if weight]
    ranked = sorted(weighty, key=[-abs(weight) for weight in weights].__getitem__)
    edge = [abs(weights[at]) for at in ranked[: MOST_REASONS + 1]]
    # 名の順が物を言うのは、同じ重さのものが見える所にあるときだけである
    if len(set(edge)) < len(edge):
        ranked = sorted(weighty, key=lambda at: (-abs(weights[at]), labels[at]))
    shown = [Reason(labels[at], weights[at], causes.places_of(at)) for at in ranked[:MOST_REASONS]]
    if len(ranked) > MOST_REASONS:
        shown.append(Reason(_REST, math.fsum([weights[at] for at in ranked[MOST_REASONS:]]), ()))
    return tuple(shown)


class _Causes:
    """The causes of all views of a text, by number, and where they stand in the text as it was given."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._of: list[tuple[_Places, int]] = []
        self._members: list[list[int]] | None = None
        self._placed: dict[int, tuple[Evidence, ...]] = {}

    def add(self, places: _Places) -> None:
        """The causes of one more view."""
        self._of.extend((places, at) for at in range(places.count))

    def unite(self, members: Iterable[list[int]]) -> None:
        """From now on the causes that go by one label have one number."""
        self._members = list(members)

    def places_of(self, at: int) -> tuple[Evidence, ...]:
        """Every place of a cause. Few are asked for, some several times."""
        placed = self._placed.get(at)
        if placed is None:
            numbers = self._members[at] if self._members else [at]
            spans = {span for number in numbers for span in self._of[number][0].of(self._of[number][1])}
            placed = self._placed[at] = tuple(self._text.span(*span) for span in sorted(spans))
        return placed


class _Places:
    """Where the causes of one view stand in the normalised content: its words by number, then its topics."""

    def __init__(self, seen: Seen, columns: TextColumns) -> None:
        self._seen = seen
        self._columns = columns
        self.count = len(columns.words) + len(columns.codes.shares)

    def quoted(self, text: Text, topic: int) -> str:
        """The wording of a topic's first place."""
        start, end = min(self._of_topic(topic))
        return f"「{text.content[start:end]}」"

    def of(self, at: int) -> list[Span]:
        """Every place of a cause."""
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
