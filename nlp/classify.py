"""One linear head per code of the plan, and what turns its score into a probability and a suggestion.

A score is log-odds: the weighted sum of a text's columns. A monotone map makes it a probability (Platt 1999), and
a threshold per code decides whether it is worth suggesting.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from nlp.mapping import FACETS, PlanMap
from nlp.newton import Problem, solve

SEED = 0
# 規則の列と、正則化の強さの逆数（値は docs/decisions/0014）
STRENGTH_OF_CODES = 3.0
STRENGTH_OF_SHARES = 3.0
COST = 1.0
# 一つの意見に付ける数の上限は分類の手引きによる
MOST_OF_FACET = {"theme": 3, "package": 3, "model": 2}
# 学ぶ前の敷居（最初の一つ, 二つ目から）: 一つ目は慎重に、一つ付いた意見の二つ目は緩く（値は docs/decisions/0014）
COLD_THRESHOLDS = {"theme": (0.35, 0.35), "package": (0.45, 0.25), "model": (0.2, 0.2)}
# 例の無い符号は規則の列だけで決める: 強い規則が当たれば 0.88、弱い規則だけなら 0.12、何も当たらなければ 0.01
_PLAIN_WEIGHT, _PLAIN_BIAS = 2.2, -4.6
# 点数から付けた確率は 0 にも 1 にもならない
SURE = 10.0
_LARGEST_WEIGHT = 1e6


@dataclass(frozen=True, slots=True)
class Heads:
    """Per code: weights (a value per column) and bias make the score, slope and offset its probability.

    `first` is the probability from which a code may be the first of its facet, `further` from which it may follow.
    """

    weights: np.ndarray
    bias: np.ndarray
    slope: np.ndarray
    offset: np.ndarray
    first: np.ndarray
    further: np.ndarray

    def fit_together(self, codes: int, width: int) -> bool:
        """Whether these are numbers to reckon with, for so many codes and weights a code: files may hold anything."""
        columns = (self.bias, self.slope, self.offset, self.first, self.further)
        return (
            self.weights.shape == (codes, width)
            and all(each.shape == (codes,) for each in columns)
            and all(each.dtype == float for each in (self.weights, *columns))
            # 重みが有限でも、大きすぎれば和が数でなくなる
            and all(bool((np.abs(each) < _LARGEST_WEIGHT).all()) for each in (self.weights, *columns))
            and bool((self.slope > 0).all())
            and all(bool(((each > 0) & (each < 1)).all()) for each in (self.first, self.further))
        )

    def probability_of(self, number: int, score: float) -> float:
        """The probability that a code's score stands for: rising with it, never quite 0 or 1."""
        steepness, shift = float(self.slope[number]), float(self.offset[number])
        return 1.0 / (1.0 + math.exp(-max(-SURE, min(SURE, steepness * score + shift))))


def cold_heads(weights: np.ndarray, bias: np.ndarray, plan: PlanMap) -> Heads:
    """Heads of a plan that nobody has decided anything for: log-odds as they are, and thresholds of the facet."""
    thresholds = np.array([COLD_THRESHOLDS[target.facet] for target in plan.targets])
    ones = np.ones(len(plan.targets))
    return Heads(weights, bias, ones, np.zeros_like(ones), thresholds[:, 0], thresholds[:, 1])


@dataclass(frozen=True, slots=True)
class Inputs:
    """Texts as numbers: sparse columns, and what their words mean together (texts × numbers per vector, float32).

    `meant` says of which words' vectors that was summed (texts × rows of the vectors): a file keeps it instead.
    """

    columns: sparse.csr_matrix
    meanings: np.ndarray
    meant: sparse.csr_matrix | None = None

    @property
    def count(self) -> int:
        """How many texts."""
        return int(self.columns.shape[0])

    @property
    def width(self) -> int:
        """How many weights a code has."""
        return int(self.columns.shape[1] + self.meanings.shape[1])

    def of(self, rows: np.ndarray) -> Inputs:
        """Some of the texts, by number."""
        return Inputs(self.columns[rows], self.meanings[rows])

    def followed_by(self, other: Inputs) -> Inputs:
        """These texts, then the others."""
        columns = sparse.vstack([self.columns, other.columns], format="csr")
        return Inputs(columns, np.vstack([self.meanings, other.meanings]))

    def scores(self, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """The log-odds of every text and code; `weights` is codes × width."""
        known = self.columns.shape[1]
        result: np.ndarray = self.columns @ weights[:, :known].T + self.meanings @ weights[:, known:].T + bias
        return result


def fit_linear(
    inputs: Inputs,
    wanted: np.ndarray,
    known: np.ndarray | None = None,
    importance: np.ndarray | None = None,
    start: tuple[np.ndarray, np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """(weights, bias) of a logistic regression per code; rows × codes `wanted` is 0/1, learned where `known`.

    `start` is a solution of a like problem: it saves steps, and the result hardly depends on it.
    """
    known = np.ones(wanted.shape, dtype=bool) if known is None else known
    importance = np.ones(len(wanted)) if importance is None else importance
    weights, bias = _plain_heads(inputs, wanted.shape[1])
    given = (wanted > 0) & known
    learnable = np.flatnonzero(given.any(axis=0) & (given != known).any(axis=0))
    if len(learnable):
        blocks = [inputs.columns, inputs.meanings]
        problem = Problem(blocks, wanted[:, learnable] > 0, known[:, learnable], importance, COST)
        first = None if start is None else np.vstack([start[0][learnable].T, start[1][None, learnable]])
        solution = solve(problem, first)
        weights[learnable], bias[learnable] = solution[:-1].T, solution[-1]
    return weights, bias


def _plain_heads(inputs: Inputs, codes: int) -> tuple[np.ndarray, np.ndarray]:
    """Heads of codes that no text is an example of: a strong rule of the code alone makes it likely, nothing else does.

    The last columns are those of `rule_columns`, the strongest hit of each code first. The share of what was hit counts
    nothing: a rule that a person calls strong holds whatever else a text speaks about.
    """
    weights = np.zeros((codes, inputs.width))
    own = np.arange(codes)
    weights[own, inputs.columns.shape[1] - 2 * codes + own] = _PLAIN_WEIGHT
    return weights, np.full(codes, _PLAIN_BIAS)


def rule_columns(topics: np.ndarray, plan: PlanMap) -> sparse.csr_matrix:
    """Two columns per code: how strongly a topic of it was hit, and its share of all that was hit.

    Both are scaled so that regularisation spares what rules say. The share tells the text that is about a code
    from the one that also touches it.
    """
    hit = topics.sum(axis=1, keepdims=True)
    shares = _summed(topics, plan) / np.where(hit > 0, hit, 1.0)
    blocks = [through_map(topics, plan) * STRENGTH_OF_CODES, shares * STRENGTH_OF_SHARES]
    return sparse.csr_matrix(np.hstack(blocks))


def _summed(topics: np.ndarray, plan: PlanMap) -> np.ndarray:
    """For every code the sum of its topics."""
    codes = np.zeros((topics.shape[0], len(plan.targets)))
    for number, targets in enumerate(plan.targets_of_topic):
        for target in targets:
            codes[:, target] += topics[:, number]
    return codes


def through_map(topics: np.ndarray, plan: PlanMap) -> np.ndarray:
    """For every code the strongest of its topics."""
    codes = np.zeros((topics.shape[0], len(plan.targets)))
    for number, targets in enumerate(plan.targets_of_topic):
        for target in targets:
            codes[:, target] = np.maximum(codes[:, target], topics[:, number])
    return codes


def numbers_of(facet: str, plan: PlanMap) -> list[int]:
    """The plan's codes of a facet, by number."""
    assert facet in FACETS
    return [number for number, target in enumerate(plan.targets) if target.facet == facet]
