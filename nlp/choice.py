"""Which of a plan's codes are worth suggesting for a text, most likely first, and from which score."""

from __future__ import annotations

import math

import numpy as np

from nlp.classify import MOST_OF_FACET, SURE, Heads, numbers_of
from nlp.mapping import FACETS, PlanMap


class Choice:
    """The thresholds and scales of the heads as plain lists: they are asked for every code of every text."""

    def __init__(self, heads: Heads, plan: PlanMap) -> None:
        self._slope, self._offset = heads.slope, heads.offset
        self._first, self._further = heads.first.tolist(), heads.further.tolist()
        self.numbers = {facet: numbers_of(facet, plan) for facet in FACETS}

    def probabilities(self, scores: np.ndarray) -> list[list[float]]:
        """What scores (texts × codes) stand for: rising with them, never quite 0 or 1."""
        levels = np.clip(scores * self._slope + self._offset, -SURE, SURE)
        # numpy の exp は、計算機によって最後の桁が違う
        return [[1.0 / (1.0 + math.exp(-level)) for level in row] for row in levels.tolist()]

    def likely(self, facet: str, probabilities: list[float]) -> list[int]:
        """Which of a facet's codes are worth suggesting, most likely first; none when not even one is likely."""
        numbers, first, further = self.numbers[facet], self._first, self._further
        if not any(probabilities[number] >= first[number] for number in numbers):
            return []
        ranked = sorted(numbers, key=lambda number: (-probabilities[number], number))[: MOST_OF_FACET[facet]]
        if not any(probabilities[number] >= first[number] for number in ranked):
            return []
        return [number for number in ranked if probabilities[number] >= further[number]]

    def least(self, number: int, likely: list[int], probabilities: list[float]) -> float:
        """The score that a suggestion needs: as the first of its facet, unless another one of them stands as such."""
        follows = any(probabilities[other] >= self._first[other] for other in likely if other != number)
        least = (self._further if follows else self._first)[number]
        return (math.log(least / (1 - least)) - float(self._offset[number])) / float(self._slope[number])

    def ranked(self, facet: str, probabilities: list[float], scores: list[float]) -> list[int]:
        """All codes of a facet, most likely first."""
        keys = [(-probabilities[number], -scores[number], number) for number in self.numbers[facet]]
        return [number for _, _, number in sorted(keys)]
