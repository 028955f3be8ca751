"""Contributions to a score, gathered by the words and rules an official can see; they add up exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from nlp.columns import TextColumns, flat
from nlp.features import WEIGHT_OF_WORDS, Seen, Span
from nlp.types import Evidence, Reason, Text

MOST_REASONS = 8
_REST = "その他の語"


class View(NamedTuple):
    """One way to look at a text: as a whole, or at a sentence of it; `share` is how much of the score it makes.

    `adds` is what its words add to every code (words × codes), before the share is taken.
    """

    share: float
    seen: Seen
    columns: TextColumns
    adds: np.ndarray


class Explainer:
    """Says why codes were suggested: what each cause adds to their scores, from the weights of columns and of words.

    `columns` and `words` hold a row per column and per word vector, a number per code; `labels` are of topics.
    """

    def __init__(self, columns: np.ndarray, words: np.ndarray, labels: Sequence[str]) -> None:
        # A last row of nothing: what has no column has the number -1, as what has no vector.
        nothing = np.zeros((1, columns.shape[1]))
        self._columns = np.vstack([columns, nothing])
        self._words = np.vstack([words, nothing])
        # The columns of codes come last; as lists, for a text fills only a few of them.
        self._codes_start = max(0, len(columns) - 2 * columns.shape[1])
        self._codes = columns[self._codes_start :].tolist()
        self._labels = labels

    def of_words(self, texts: Sequence[TextColumns]) -> Iterator[np.ndarray]:
        """What the words of each text add to every code, by column and meaning; worked out for many texts at once."""
        sizes = [len(one.terms) for one in texts]
        rarity = flat((one.rarity for one in texts), np.float64)
        by_term = WEIGHT_OF_WORDS * rarity / np.repeat([one.length for one in texts], sizes)
        by_row = rarity / np.repeat([one.length_meant for one in texts], sizes)
        adds = self._columns[flat((one.terms for one in texts), np.intp)] * by_term[:, None]
        adds += self._words[flat((one.rows for one in texts), np.intp)] * by_row[:, None]
        for end, size in zip(accumulate(sizes), sizes, strict=True):
            yield adds[end - size : end]

    def reasons_of(self, text: Text, views: Sequence[View], codes: list[int]) -> list[tuple[Reason, ...]]:
        """For each of the codes its strongest causes first, the small ones summed into a remainder without spans.

        A score is the sum of its views, each by its share.
        """
        labels: list[str] = []
        causes = _Causes(text)
        parts = []
        for share, seen, columns, adds in views:
            places = _Places(seen, columns)
            labels += [each.label for each in columns.words]
            parts.append(adds[:, codes].T * share)
            if columns.codes.shares:
                labels += [
                    f"{places.quoted(text, topic)}（{self._labels[topic]}）"
                    for topic, _ in columns.codes.shares
                ]
                parts.append(np.array(self._of_topics(columns, codes)) * share)
            causes.add(places)
        totals = np.hstack(parts)
        same: dict[str, list[int]] = {}
        for at, label in enumerate(labels):
            same.setdefault(label, []).append(at)
        if len(same) < len(labels):
            labels, members = list(same), list(same.values())
            totals = _united(totals, members)
            causes.unite(members)
        return _shown(labels, totals, causes)

    def _of_topics(self, columns: TextColumns, codes: list[int]) -> list[list[float]]:
        """For each code and topic its equal shares of the columns that it fills together with others."""
        filled, start = columns.codes, self._codes_start
        rows = [self._codes[column - start] for column in filled.columns]
        values = filled.values
        return [
            [
                math.fsum([values[at] * rows[at][code] / count for at, count in shares])
                for _, shares in filled.shares
            ]
            for code in codes
        ]


def _united(totals: np.ndarray, same: list[list[int]]) -> np.ndarray:
    """The weights by label: that of causes which have one label is rounded once."""
    united = totals[:, [each[0] for each in same]]
    pairs = [at for at, each in enumerate(same) if len(each) == 2]
    # 二つの和は、足し算一回で正しく丸められる
    united[:, pairs] += totals[:, [same[at][1] for at in pairs]]
    for at, each in enumerate(same):
        if len(each) > 2:
            united[:, at] = [math.fsum(row) for row in totals[:, each].tolist()]
    return united


def _shown(labels: list[str], totals: np.ndarray, causes: _Causes) -> list[tuple[Reason, ...]]:
    sizes = np.abs(totals)
    # 同じ重さのものは、並んでいた順のまま
    order = np.argsort(-sizes, axis=1, kind="stable")
    ordered = np.take_along_axis(totals, order, axis=1).tolist()
    # What adds nothing is no reason: a head of rules alone gives most words no weight.
    counts = np.count_nonzero(sizes, axis=1).tolist()
    result = []
    for ranked, weights, count in zip(order.tolist(), ordered, counts, strict=True):
        edge = [abs(weight) for weight in weights[: min(count, MOST_REASONS + 1)]]
        # 名の順が物を言うのは、同じ重さのものが見える所にあるときだけである
        if len(set(edge)) < len(edge):
            named = sorted(
                zip(weights[:count], ranked[:count], strict=True),
                key=lambda each: (-abs(each[0]), labels[each[1]]),
            )
            weights, ranked = [weight for weight, _ in named], [at for _, at in named]
        most = min(count, MOST_REASONS)
        shown = [
            Reason(labels[at], weight, causes.places_of(at))
            for at, weight in zip(ranked[:most], weights[:most], strict=True)
        ]
        if count > MOST_REASONS:
            shown.append(Reason(_REST, math.fsum(weights[MOST_REASONS:count]), ()))
        result.append(tuple(shown))
    return result


class _Causes:
    """The causes of all views of a text, by number, and where they stand in the text as it was given."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._views: list[_Places] = []
        self._members: list[list[int]] | None = None
        self._placed: dict[int, tuple[Evidence, ...]] = {}

    def add(self, places: _Places) -> None:
        """The causes of one more view."""
        self._views.append(places)

    def unite(self, members: Iterable[list[int]]) -> None:
        """From now on the causes that go by one label have one number."""
        self._members = list(members)

    def places_of(self, at: int) -> tuple[Evidence, ...]:
        """Every place of a cause. Few are asked for, some several times."""
        placed = self._placed.get(at)
        if placed is None:
            spans = [
                span for number in (self._members[at] if self._members else [at]) for span in self._of(number)
            ]
            # Many causes stand in one place.
            if len(spans) > 1:
                spans = sorted(set(spans))
            placed = self._placed[at] = tuple([self._text.span(start, end) for start, end in spans])
        return placed

    def _of(self, number: int) -> list[Span]:
        for places in self._views:
            if number < places.count:
                return places.of(number)
            number -= places.count
        raise IndexError(number)


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
        spans = []
        for (since, _), sentence in zip(self._seen.sentences, self._columns.sentences, strict=True):
            if known := sentence.get(word):
                for start, end in known.places:
                    spans.append((since + start, since + end))
        return spans

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
