"""How well two sets of labels agree: precision, recall, F1, intervals, Krippendorff's alpha, calibration.

Labels are 0/1 matrices, a row per opinion and a column per code of one facet. Intervals are percentile bootstrap
intervals (Efron & Tibshirani 1993) over groups of rows, so that remarks of one hearing stay together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

# From weights (samples × rows) to a value per sample.
Measure = Callable[[np.ndarray], np.ndarray]

RESAMPLES = 1000
LEVEL = 0.95
SEED = 0
BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured share with its interval; None where nothing was there to measure."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Resampler:
    """Weights of rows in bootstrap samples of whole groups; the same for every figure of a report."""

    def __init__(self, groups: Sequence[str]) -> None:
        numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
        members = np.array([numbers[group] for group in groups], dtype=np.intp)
        count = max(len(numbers), 1)
        drawn = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
        self._weights = drawn[:, members].astype(np.float64)
        self._ones = np.ones((1, len(members)))

    def figure(self, measure: Measure) -> Figure:
        """The value of `measure`; nan where a sample has nothing to measure."""
        value = float(measure(self._ones)[0])
        if np.isnan(value):
            return Figure(None)
        samples = measure(self._weights)
        samples = samples[~np.isnan(samples)]
        tail = (1 - LEVEL) / 2
        low, high = np.quantile(samples, [tail, 1 - tail]) if len(samples) else (value, value)
        return Figure(value, float(low), float(high))


def labels_of(rows: Sequence[Sequence[str]], codes: Sequence[str]) -> np.ndarray:
    """The codes given to each opinion as a 0/1 matrix, a column per code of `codes`."""
    return np.array([[code in row for code in codes] for row in rows], dtype=bool)


def ratio(over: np.ndarray, under: np.ndarray) -> np.ndarray:
    """over / under, not a number where there is nothing under."""
    safe = np.where(under > 0, under, 1.0)
    return np.where(under > 0, over / safe, np.nan)


def _parts_of_f1(given: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Per column, for every row: (true positives, given + wanted); summed they make F1 = 2·TP / (given + wanted)."""
    both: np.ndarray = np.stack([2.0 * (given & wanted), 1.0 * given + 1.0 * wanted])
    return both


def micro_f1(given: np.ndarray, wanted: Sequence[np.ndarray]) -> Measure:
    """Micro F1 over all columns: the mean of F1 against each of the wanted matrices."""
    parts = [_parts_of_f1(given, each).sum(axis=2) for each in wanted]
    return lambda weights: np.mean([ratio(weights @ over, weights @ under) for over, under in parts], axis=0)


def macro_f1(given: np.ndarray, wanted: Sequence[np.ndarray]) -> Measure:
    """The mean over columns of each column's F1; a column that a sample lacks is left out of it."""
    parts = [_parts_of_f1(given, each) for each in wanted]

    def measure(weights: np.ndarray) -> np.ndarray:
        per_code = np.mean([ratio(weights @ over, weights @ under) for over, under in parts], axis=0)
        present = ~np.isnan(per_code)
        return ratio(np.where(present, per_code, 0.0).sum(axis=1), present.sum(axis=1).astype(np.float64))

    return measure


def share(hits: np.ndarray, among: np.ndarray) -> Measure:
    """The share of `hits` among the rows (or cells, summed per row) of `among`."""
    return lambda weights: ratio(weights @ hits.astype(np.float64), weights @ among.astype(np.float64))


def mean_of(measures: Sequence[Measure]) -> Measure:
    """The mean of several measures (one against each coder)."""
    return lambda weights: np.mean([measure(weights) for measure in measures], axis=0)


def krippendorff_alpha(one: np.ndarray, other: np.ndarray) -> float | None:
    """Alpha of two coders' sets of codes with the MASI distance (Krippendorff 2013; Passonneau 2006).

    None when nothing varies, so that no agreement beyond chance can be shown.
    """
    rows = [tuple(np.flatnonzero(row).tolist()) for row in np.vstack([one, other])]
    count = len(one)
    if not count:
        return None
    observed = sum(_masi(rows[n], rows[n + count]) for n in range(count)) / count
    kinds, counts = np.unique(np.array([str(row) for row in rows]), return_counts=True)
    sets = {str(row): row for row in rows}
    expected = sum(
        float(counts[i] * counts[j]) * _masi(sets[kinds[i]], sets[kinds[j]])
        for i in range(len(kinds))
        for j in range(len(kinds))
        if i != j
    ) / (len(rows) * (len(rows) - 1))
    return 1.0 - observed / expected if expected else None


def _masi(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    left, right = set(one), set(other)
    if left == right:
        return 0.0
    common = left & right
    if not common:
        return 1.0
    likeness = 2 / 3 if left <= right or right <= left else 1 / 3
    return 1.0 - likeness * len(common) / len(left | right)


@dataclass(frozen=True, slots=True)
class Bin:
    """One row of a reliability table: tags whose probability lay in it, their mean, and the share that was right."""

    low: float
    high: float
    count: int
    mean_probability: float
    share_right: float


def reliability(probabilities: np.ndarray, right: np.ndarray) -> list[Bin]:
    """Ten bins of equal width; bins without a tag are left out. `right` may be a share (two coders)."""
    numbers = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        Bin(
            number / BINS,
            (number + 1) / BINS,
            int((numbers == number).sum()),
            float(probabilities[numbers == number].mean()),
            float(right[numbers == number].mean()),
        )
        for number in range(BINS)
        if (numbers == number).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error (Naeini et al. 2015): the mean gap of the bins, weighted by their counts."""
    total = sum(each.count for each in bins)
    if not total:
        return None
    return sum(each.count * abs(each.mean_probability - each.share_right) for each in bins) / total
