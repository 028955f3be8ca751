"""Measures a tagger against people who did not see its tags, with people against people beside it.

With two coders every figure is the mean of the figure against each. Nothing here chooses or changes anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp import agreement
from nlp.agreement import Bin, Figure, Resampler
from nlp.labelled import Labelled
from nlp.types import TagResult

# これより少ない事例の符号は、一つ一つの値の幅が広すぎて平均に入れない
ENOUGH_CASES = 10
FIRST = 3


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """One code: how often people gave it (mean of the coders), how often the machine did, and how well."""

    code: str
    cases: float
    suggested: int
    precision: Figure
    recall: Figure
    f1: Figure
    people_f1: Figure


@dataclass(frozen=True, slots=True)
class FacetFigures:
    """One facet. `people_*` stand beside the machine's figures; they are empty with a single coder."""

    facet: str
    micro_precision: Figure
    micro_recall: Figure
    micro_f1: Figure
    people_micro_f1: Figure
    macro_f1: Figure
    people_macro_f1: Figure
    macro_codes: int
    alpha: float | None
    people_alpha: float | None
    none_by_people: float
    none_by_machine: float
    none_kept_empty: Figure
    first_three: Figure | None
    rank_shift: int
    calibration_error_suggested: float | None
    calibration_error: float | None
    reliability: tuple[Bin, ...]
    codes: tuple[CodeFigures, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All facets over the same opinions."""

    opinions: int
    groups: int
    coders: int
    facets: tuple[FacetFigures, ...]


def evaluate(
    labelled: Sequence[Labelled], results: Sequence[TagResult], codes: dict[str, tuple[str, ...]]
) -> Report:
    """The report on `results`, one per labelled opinion; `codes` are the plan's codes of each facet in order."""
    resampler = Resampler([one.group for one in labelled])
    facets = tuple(
        _Facet(facet, codes[facet], labelled, results, resampler).figures()
        for facet in codes
        if codes[facet] and labelled
    )
    coders = len(labelled[0].coders) if labelled else 0
    return Report(len(labelled), len({one.group for one in labelled}), coders, facets)


class _Facet:
    """The matrices of one facet, and the figures that follow from them."""

    def __init__(
        self,
        facet: str,
        codes: tuple[str, ...],
        labelled: Sequence[Labelled],
        results: Sequence[TagResult],
        resampler: Resampler,
    ) -> None:
        self._facet, self._codes, self._resampler = facet, codes, resampler
        self._given = agreement.labels_of([result.codes(facet) for result in results], codes)
        coders = range(len(labelled[0].coders))
        self._wanted = [
            agreement.labels_of([one.coders[c][facet] for one in labelled], codes) for c in coders
        ]
        self._first = [[one.coders[c][facet][:1] for one in labelled] for c in coders]
        self._ranked = [result.ranked(facet) for result in results]
        self._probabilities = np.array(
            [[result.probability_of(facet, code) for code in codes] for result in results]
        )

    def figures(self) -> FacetFigures:
        figure, given, wanted = self._resampler.figure, self._given, self._wanted
        enough = self._cases() >= ENOUGH_CASES
        right = np.mean(wanted, axis=0)
        bins = agreement.reliability(self._probabilities[given], right[given])
        every = agreement.reliability(self._probabilities.ravel(), right.ravel())
        people = wanted if len(wanted) == 2 else None
        empty = [_is_empty(each) for each in (given, *wanted)]
        return FacetFigures(
            facet=self._facet,
            micro_precision=figure(
                agreement.mean_of(
                    [agreement.share(_per_row(given & each), _per_row(given)) for each in wanted]
                )
            ),
            micro_recall=figure(
                agreement.mean_of(
                    [agreement.share(_per_row(given & each), _per_row(each)) for each in wanted]
                )
            ),
            micro_f1=figure(agreement.micro_f1(given, wanted)),
            people_micro_f1=figure(agreement.micro_f1(people[0], people[1:])) if people else Figure(None),
            macro_f1=figure(agreement.macro_f1(given[:, enough], [each[:, enough] for each in wanted])),
            people_macro_f1=figure(agreement.macro_f1(people[0][:, enough], [people[1][:, enough]]))
            if people
            else Figure(None),
            macro_codes=int(enough.sum()),
            alpha=_mean([agreement.krippendorff_alpha(given, each) for each in wanted]),
            people_alpha=agreement.krippendorff_alpha(*people) if people else None,
            none_by_people=float(np.mean(empty[1:])),
            none_by_machine=float(empty[0].mean()),
            none_kept_empty=figure(_mean_share(empty[0], empty[1:])),
            # 三つしか分類の無い軸では、いつも当たる
            first_three=figure(self._first_three()) if len(self._codes) > FIRST else None,
            rank_shift=self._rank_shift(),
            calibration_error_suggested=agreement.calibration_error(bins),
            calibration_error=agreement.calibration_error(every),
            reliability=tuple(bins),
            codes=tuple(self._code(number, people) for number in range(len(self._codes))),
        )

    def _cases(self) -> np.ndarray:
        cases: np.ndarray = np.mean([each.sum(axis=0) for each in self._wanted], axis=0)
        return cases

    def _first_three(self) -> agreement.Measure:
        """How often the code a person gave first is among the machine's first three."""
        measures = []
        for firsts in self._first:
            among = np.array([bool(first) for first in firsts])
            hits = [
                bool(first) and first[0] in ranked[:FIRST]
                for first, ranked in zip(firsts, self._ranked, strict=True)
            ]
            measures.append(agreement.share(np.array(hits), among))
        return agreement.mean_of(measures)

    def _rank_shift(self) -> int:
        """The most places by which a code moves when codes are ordered by the machine's counts, not the people's."""
        people, machine = _ranks(self._cases()), _ranks(self._given.sum(axis=0).astype(float))
        return int(np.abs(people - machine).max())

    def _code(self, number: int, people: list[np.ndarray] | None) -> CodeFigures:
        figure, given = self._resampler.figure, self._given[:, number]
        wanted = [each[:, number] for each in self._wanted]
        column = [each[:, None] for each in wanted]
        return CodeFigures(
            code=self._codes[number],
            cases=float(self._cases()[number]),
            suggested=int(given.sum()),
            precision=figure(agreement.mean_of([agreement.share(given & each, given) for each in wanted])),
            recall=figure(_mean_share(given, wanted)),
            f1=figure(agreement.micro_f1(given[:, None], column)),
            people_f1=figure(agreement.micro_f1(column[0], column[1:])) if people else Figure(None),
        )


def _mean_share(hits: np.ndarray, among: list[np.ndarray]) -> agreement.Measure:
    return agreement.mean_of([agreement.share(hits & each, each) for each in among])


def _per_row(labels: np.ndarray) -> np.ndarray:
    return np.asarray(labels.sum(axis=1))


def _is_empty(labels: np.ndarray) -> np.ndarray:
    return np.asarray(labels.sum(axis=1) == 0)


def _ranks(counts: np.ndarray) -> np.ndarray:
    """Places by falling count; equal counts keep the plan's order."""
    order = np.argsort(-counts, kind="stable")
    ranks = np.empty(len(counts), dtype=int)
    ranks[order] = np.arange(len(counts))
    return ranks


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
