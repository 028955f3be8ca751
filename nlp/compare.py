"""Compares two taggers on the same opinions, coded by people who saw neither: is the one worse on any facet?

The difference of micro F1 is resampled pairwise: both taggers are measured on the same drawn opinions, so what is hard
about an opinion cancels out. Opinions of one hearing are drawn together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp import agreement
from nlp.agreement import Figure, Measure, Resampler
from nlp.labelled import Labelled
from nlp.types import TagResult

# この件数より少ない目隠しの分類からは、良し悪しを言わない
ENOUGH_BLIND = 50
# 偶然の揺れを「悪くなった」と言わない幅と、見逃してよい悪化の上限（値は docs/decisions/0092）
SLIGHT_LOSS = 0.01
LARGEST_LOSS = 0.05


@dataclass(frozen=True, slots=True)
class FacetComparison:
    """Micro F1 of the tagger in force and of the new one, and the difference (new - current) with its interval."""

    facet: str
    current: float
    new: float
    difference: Figure

    @property
    def is_worse(self) -> bool:
        """Also when the interval does not rule out a real loss: the burden of proof is the new one's."""
        value, low = self.difference.value, self.difference.low
        return value is None or low is None or value < -SLIGHT_LOSS or low < -LARGEST_LOSS


def compare(
    labelled: Sequence[Labelled],
    current: Sequence[TagResult],
    new: Sequence[TagResult],
    codes: dict[str, tuple[str, ...]],
) -> tuple[FacetComparison, ...]:
    """One row per facet of the plan; empty without labelled opinions. `current` and `new` follow `labelled`."""
    resampler = Resampler([one.group for one in labelled])
    facets = [facet for facet in codes if codes[facet] and labelled]
    return tuple(_facet(facet, codes[facet], labelled, (current, new), resampler) for facet in facets)


def _facet(
    facet: str,
    codes: tuple[str, ...],
    labelled: Sequence[Labelled],
    results: tuple[Sequence[TagResult], Sequence[TagResult]],
    resampler: Resampler,
) -> FacetComparison:
    coders = range(len(labelled[0].coders))
    wanted = [agreement.labels_of([one.coders[coder][facet] for one in labelled], codes) for coder in coders]
    old, new = (
        _f1(agreement.labels_of([one.codes(facet) for one in each], codes), wanted) for each in results
    )
    everything = np.ones((1, len(labelled)))
    difference = resampler.figure(lambda weights: new(weights) - old(weights))
    return FacetComparison(facet, float(old(everything)[0]), float(new(everything)[0]), difference)


def _f1(given: np.ndarray, wanted: Sequence[np.ndarray]) -> Measure:
    """The mean of F1 against each coder. Nothing given where nothing was wanted is right, not unmeasurable."""
    measures = [agreement.micro_f1(given, [each]) for each in wanted]
    return lambda weights: np.mean([np.nan_to_num(each(weights), nan=1.0) for each in measures], axis=0)
