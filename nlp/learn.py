"""Learns from what people decided: heads for one plan from the standing corpus and the city's own decisions.

The corpus stays in: it knows what no decision has touched yet. Calibration and thresholds come from scores of
decided texts that the scoring head had not seen (three folds over groups).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp.classify import (
    COLD_THRESHOLDS,
    MOST_OF_FACET,
    SEED,
    Heads,
    Inputs,
    cold_heads,
    fit_linear,
    numbers_of,
)
from nlp.mapping import FACETS, PlanMap
from nlp.newton import one_thread
from nlp.parts import best_of, mixed

FOLDS = 3
# 一件の決定を、標準の例文いくつ分に数えるか（値は docs/decisions/0014）
WEIGHT_OF_DECISION = 5.0
# これより少ない決定からは、確率の目盛りも敷居も決めない
ENOUGH_LESSONS = 100
# 符号ごとの敷居は、この件数の決定があって軸の敷居と半々になる
_SHRINKAGE = 20
_STEPS = np.arange(0.15, 0.66, 0.05)
# 「なし」を空のままに保つことの、F1 に対する重み
_WEIGHT_OF_EMPTY = 0.1
# 目盛りの合った確率なら、敷居はこの辺りでよい（Lipton et al. 2014: F1 の半分）。少ない決定の偶然で遠くへ行かせない
_USUAL = {"theme": (0.5, 0.3), "package": (0.5, 0.3), "model": (0.35, 0.25)}
_COST_OF_STRAYING = 1.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text somebody decided on: the (facet, code) pairs that hold, and those nobody has decided."""

    text: str
    group: str
    codes: frozenset[tuple[str, str]]
    undecided: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class CorpusRows:
    """The standing corpus for one plan: as numbers, which codes each row holds, and how much each row counts."""

    inputs: Inputs
    wanted: np.ndarray
    importance: np.ndarray


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as numbers, whole and by sentence; `owners` says which text each sentence belongs to, in rising order."""

    whole: Inputs
    sentences: Inputs
    owners: np.ndarray

    @property
    def count(self) -> int:
        """How many texts."""
        return self.whole.count

    def of(self, rows: np.ndarray) -> Texts:
        """Some of the texts, by number in rising order."""
        place = np.full(self.count, -1)
        place[rows] = np.arange(len(rows))
        kept = np.flatnonzero(place[self.owners] >= 0)
        return Texts(self.whole.of(rows), self.sentences.of(kept), place[self.owners[kept]])

    def scores(self, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """The log-odds of every text and code, as a tagger with these heads gives them."""
        sentences = self.sentences.scores(weights, bias)
        best = best_of(sentences, self.owners, self.count)
        return mixed(self.whole.scores(weights, bias), sentences, best)


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as numbers, and per code whether it holds and whether that is known; folds of the groups."""

    texts: Texts
    wanted: np.ndarray
    known: np.ndarray
    folds: np.ndarray


def rows_of(texts: Texts, lessons: Sequence[Lesson], plan: PlanMap) -> Rows:
    """Lessons as rows, a column of `wanted` and `known` per code of the plan."""
    pairs = [(target.facet, target.code) for target in plan.targets]
    wanted = np.array([[pair in one.codes for pair in pairs] for one in lessons], dtype=bool)
    undecided = np.array([[pair in one.undecided for pair in pairs] for one in lessons], dtype=bool)
    shape = (len(lessons), len(pairs))
    folds = np.array([fold_of(one.group) for one in lessons], dtype=np.int8)
    return Rows(texts, wanted.reshape(shape), ~undecided.reshape(shape), folds)


def fold_of(group: str) -> int:
    """Which of the folds a group belongs to, always the same one."""
    return hashlib.sha256(group.encode("utf-8", "surrogatepass")).digest()[0] % FOLDS


def learned_heads(corpus: CorpusRows, lessons: Rows, plan: PlanMap) -> Heads:
    """Heads from corpus and lessons together; without enough lessons calibration and thresholds stay cold."""
    with one_thread():
        cold = fit_linear(corpus.inputs, corpus.wanted, importance=corpus.importance)
        weights, bias = _fit(corpus, lessons, np.arange(lessons.texts.count), cold)
        if lessons.texts.count < ENOUGH_LESSONS:
            return cold_heads(weights, bias, plan)
        scores = _unseen_scores(corpus, lessons, cold)
    slope, offset = _calibration(scores, lessons, plan)
    probabilities = 1.0 / (1.0 + np.exp(-(scores * slope + offset)))
    first, further = _thresholds(probabilities, lessons, plan)
    return Heads(weights, bias, slope, offset, first, further)


Linear = tuple[np.ndarray, np.ndarray]


def _fit(corpus: CorpusRows, lessons: Rows, among: np.ndarray, cold: Linear) -> Linear:
    """Begins at the cold solution, which knows no lesson: a held-out one must not shine through."""
    return fit_linear(
        corpus.inputs.followed_by(lessons.texts.whole.of(among)),
        np.vstack([corpus.wanted, lessons.wanted[among]]),
        np.vstack([np.ones(corpus.wanted.shape, dtype=bool), lessons.known[among]]),
        np.r_[corpus.importance, np.full(len(among), WEIGHT_OF_DECISION)],
        cold,
    )


def _unseen_scores(corpus: CorpusRows, lessons: Rows, cold: Linear) -> np.ndarray:
    scores = np.zeros(lessons.wanted.shape)

    def score(fold: int) -> None:
        held, others = np.flatnonzero(lessons.folds == fold), np.flatnonzero(lessons.folds != fold)
        if len(held):
            scores[held] = lessons.texts.of(held).scores(*_fit(corpus, lessons, others, cold))

    # numpy と scipy は計算の間 GIL を放す。束ごとに別の計算なので、順序は結果に響かない
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(score, range(FOLDS)))
    return scores


def _calibration(scores: np.ndarray, lessons: Rows, plan: PlanMap) -> tuple[np.ndarray, np.ndarray]:
    """Slope and offset per code, one pair for a facet: single codes have too few cases for their own."""
    slope, offset = np.ones(len(plan.targets)), np.zeros(len(plan.targets))
    for facet in FACETS:
        numbers = numbers_of(facet, plan)
        known = lessons.known[:, numbers]
        seen, right = scores[:, numbers][known], lessons.wanted[:, numbers][known]
        if right.all() or not right.any():
            continue
        model = LogisticRegression(C=100.0, random_state=SEED).fit(seen.reshape(-1, 1), right)
        # 点数が上がって確率が下がる目盛りは使わない
        if model.coef_[0, 0] > 0.1:
            slope[numbers], offset[numbers] = model.coef_[0, 0], model.intercept_[0]
    return slope, offset


def _thresholds(probabilities: np.ndarray, lessons: Rows, plan: PlanMap) -> tuple[np.ndarray, np.ndarray]:
    first, further = np.zeros(len(plan.targets)), np.zeros(len(plan.targets))
    for facet in FACETS:
        numbers = numbers_of(facet, plan)
        if not numbers:
            continue
        seen = probabilities[:, numbers]
        wanted, known = lessons.wanted[:, numbers], lessons.known[:, numbers]
        most = MOST_OF_FACET[facet]
        pairs = [(one, two) for one in _STEPS for two in _STEPS if two <= one + 1e-9]
        usual = _USUAL[facet]
        best = max(
            pairs,
            key=lambda pair: (
                _merit(_given(seen, pair[0], pair[1], most), wanted, known)
                - _COST_OF_STRAYING * ((pair[0] - usual[0]) ** 2 + (pair[1] - usual[1]) ** 2),
                pair,
            ),
        )
        best = best if wanted.any() else COLD_THRESHOLDS[facet]
        for place, number in enumerate(numbers):
            cases = int(wanted[:, place].sum())
            own = _own(seen[:, place], wanted[:, place], known[:, place]) if cases else best[0]
            share = cases / (cases + _SHRINKAGE)
            # 符号ごとには厳しくするだけ: 緩めると、どれでもない意見に一番多い符号が付く
            first[number] = best[0] + share * max(0.0, own - best[0])
            further[number] = min(best[1], first[number])
    return first, further


def _given(probabilities: np.ndarray, first: float, further: float, most: int) -> np.ndarray:
    ranks = np.argsort(np.argsort(-probabilities, axis=1, kind="stable"), axis=1, kind="stable")
    some = probabilities.max(axis=1, keepdims=True) >= first
    given: np.ndarray = some & (probabilities >= further) & (ranks < most)
    return given


def _merit(given: np.ndarray, wanted: np.ndarray, known: np.ndarray) -> float:
    """Micro F1 over what is known, and a share for opinions of no code that stay empty."""
    given, wanted = given & known, wanted & known
    total = int(given.sum() + wanted.sum())
    f1 = 2.0 * int((given & wanted).sum()) / total if total else 1.0
    none = ~wanted.any(axis=1) & known.all(axis=1)
    kept = float((~given[none].any(axis=1)).mean()) if none.any() else 1.0
    return f1 + _WEIGHT_OF_EMPTY * kept


def _own(probabilities: np.ndarray, wanted: np.ndarray, known: np.ndarray) -> float:
    """The threshold at which this one code has its best F1."""

    def f1(step: float) -> float:
        given = (probabilities >= step) & known
        total = int(given.sum() + (wanted & known).sum())
        return 2.0 * int((given & wanted).sum()) / total if total else 0.0

    return float(max(_STEPS, key=lambda step: (f1(step), step)))
