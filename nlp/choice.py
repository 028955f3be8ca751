"""Which of a plan's codes are worth suggesting for a text, most likely first, and from which score."""

from __future__ import annotations

import math

import numpy as np

from nlp.classify import MOST_OF_FACET, SURE, Heads, numbers_of
from nlp.mapping import FACETS, PlanMap


class Choice:
    """The thresholds and scales of the heads as plain lists: they are asked for every code of every text."""

    def __init__(self, heads: Heads, plan: PlanMap) -> None:
        self._heads = heads
        self._first, self._further = heads.first.tolist(), heads.further.tolist()
        self._least = {False: self._scores_of(self._first), True: self._scores_of(self._further)}
        self.numbers = {facet: numbers_of(facet, plan) for facet in FACETS}

    def _scores_of(self, thresholds: list[float]) -> list[float]:
        slopes, offsets = self._heads.slope.tolist(), self._heads.offset.tolist()
        return [
            (math.log(least / (1 - least)) - offset) / slope
            for least, offset, slope in zip(thresholds, offsets, slopes, strict=True)
        ]

    def probabilities(self, scores: np.ndarray) -> list[list[float]]:
        """What scores (texts × codes) stand for: rising with them, never quite 0 or 1."""
        levels = np.clip(scores * self._heads.slope + self._heads.offset, -SURE, SURE)
        # numpy の exp は、計算機によって最後の桁が違う
        return [[1.0 / (1.0 + math.exp(-level)) for level in row] for row in levels.tolist()]

    def likely(self, facet: str, probabilities: np.ndarray) -> list[list[int]]:
        """Which of a facet's codes are worth suggesting for each text, most likely first; none when no code is likely.

        `probabilities` are texts × codes.
        """
        numbers = np.array(self.numbers[facet], dtype=np.intp)
        # 同じ確率のものは、計画に並ぶ順
        order = np.argsort(-probabilities[:, numbers], axis=1, kind="stable")[:, : MOST_OF_FACET[facet]]
        ranked = numbers[order]
        best = np.take_along_axis(probabilities, ranked, axis=1)
        follows: list[list[bool]] = (best >= self._heads.further[ranked]).tolist()
        is_likely: list[bool] = np.any(best >= self._heads.first[ranked], axis=1).tolist()
        return [
            [number for number, is_kept in zip(row, kept, strict=True) if is_kept] if any_ else []
            for row, kept, any_ in zip(ranked.tolist(), follows, is_likely, strict=True)
        ]

    def least(self, number: int, likely: list[int], probabilities: list[float]) -> float:
        """The score that a suggestion needs: as the first of its facet, unless another one of them stands as such."""
        follows = any(probabilities[other] >= self._first[other] for other in likely if other != number)
        return self._least[follows][number]

    def ranked(self, facet: str, probabilities: np.ndarray, scores: np.ndarray) -> list[list[int]]:
        """All codes of a facet for each text (texts × codes), most likely first."""
        numbers = np.array(self.numbers[facet], dtype=np.intp)
        order = np.lexsort((-scores[:, numbers], -probabilities[:, numbers]), axis=1)
        ranked: list[list[int]] = numbers[order].tolist()
        return ranked
