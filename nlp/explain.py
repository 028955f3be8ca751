"""Contributions to a score, gathered by the words and rules an official can see; they add up exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from nlp.causes import Causes, ViewCauses
from nlp.columns import TextColumns, flat
from nlp.features import WEIGHT_OF_WORDS, Seen
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

    def reasons_of(
        self,
        text: Text,
        whole: View,
        codes: list[int],
        leaning: Sequence[tuple[View, list[int]]],
        *,
        fully: bool,
    ) -> list[tuple[Reason, ...]]:
        """For each of the codes its strongest causes first, the small ones summed into a remainder without spans.

        A score is the sum of its views, each by its share: the whole of the text, and for the codes in `leaning` the
        sentence that they lean on. Without `fully` only what speaks for a code is given its places.
        """
        causes = Causes(text, self._labels)
        of_whole = causes.add(whole.seen, whole.columns)
        weights = self._weights(whole, codes)
        of_sentence: dict[int, ViewCauses] = {}
        parts = []
        for view, those in leaning:
            sentence, rows = causes.add(view.seen, view.columns), [codes.index(code) for code in those]
            parts.append((sentence, rows, self._weights(view, those)))
            of_sentence.update(dict.fromkeys(rows, sentence))
        totals = np.zeros((len(codes), len(causes.labels)))
        totals[:, of_whole.numbers] = weights
        for number in of_whole.repeated:
            totals[:, number] = _sums(weights[:, of_whole.by_number[number]])
        for sentence, rows, further in parts:
            totals[np.array(rows)[:, None], sentence.numbers] += further
            # 三つ以上の和も一度だけ丸める
            for number in {*sentence.repeated, *sentence.by_number.keys() & of_whole.repeated}:
                members = weights[np.array(rows)[:, None], of_whole.by_number.get(number, [])]
                totals[rows, number] = _sums(np.hstack([members, further[:, sentence.by_number[number]]]))
        return _shown(totals, causes, [of_sentence.get(row) for row in range(len(codes))], fully)

    def _weights(self, view: View, codes: list[int]) -> np.ndarray:
        """What the causes of a view add to the codes: codes × causes."""
        of_words: np.ndarray = view.adds[:, codes].T * view.share
        if not view.columns.codes.shares:
            return of_words
        return np.hstack([of_words, np.array(self._of_topics(view.columns, codes)) * view.share])

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


def _sums(weights: np.ndarray) -> list[float]:
    """The sum of each row, rounded once."""
    return [math.fsum(row) for row in weights.tolist()]


def _shown(
    totals: np.ndarray, causes: Causes, sentences: Sequence[ViewCauses | None], fully: bool
) -> list[tuple[Reason, ...]]:
    labels = causes.labels
    sizes = np.abs(totals)
    order = np.argsort(-sizes, axis=1)
    ordered = np.take_along_axis(totals, order, axis=1).tolist()
    # What adds nothing is no reason: a head of rules alone gives most words no weight.
    counts = np.count_nonzero(sizes, axis=1).tolist()
    firsts = order[:, :MOST_REASONS].tolist()
    result = []
    for row, (ranked, weights, count) in enumerate(zip(firsts, ordered, counts, strict=True)):
        edge = [abs(weight) for weight in weights[: min(count, MOST_REASONS + 1)]]
        # 同じ重さのものは名の順。それが物を言うのは、見える所にあるときだけである
        if len(set(edge)) < len(edge):
            named = sorted(
                zip(weights[:count], order[row, :count].tolist(), strict=True),
                key=lambda each: (-abs(each[0]), labels[each[1]]),
            )
            weights, ranked = [weight for weight, _ in named], [at for _, at in named]
        most = min(count, MOST_REASONS)
        shown = [
            Reason(labels[at], weight, causes.places_of(at, sentences[row]) if fully or weight > 0 else ())
            for at, weight in zip(ranked[:most], weights[:most], strict=True)
        ]
        if count > MOST_REASONS:
            shown.append(Reason(_REST, math.fsum(weights[MOST_REASONS:count]), ()))
        result.append(tuple(shown))
    return result


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
