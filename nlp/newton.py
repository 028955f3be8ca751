"""Logistic regressions of all codes at once: truncated Newton steps over rows that are partly sparse, partly dense.

All codes share the rows, so one pass over them serves every code. Newton steps are solved by conjugate gradients
(Dembo & Steihaug 1983; for logistic regression Lin, Weng & Keerthi 2008). Why not a library: docs/decisions/0016.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

# a sparse matrix or an array; scipy has no types that could say so
Block = Any
# どの符号でも、傾きが初めの一万分の一になれば止める。残る点数の差は平均 0.006、最大 0.05 ほど（docs/decisions/0016）
_ENOUGH = 1e-4
_MOST_STEPS = 40
_MOST_INNER = 50
_MOST_HALVINGS = 30
# 切片はほとんど縛らない: 珍しい符号の出にくさは、縛って学ぶものではない
_BIAS_PENALTY = 0.1


@contextmanager
def one_thread() -> Iterator[None]:
    """Products of matrices by one thread each: their last bits then depend on no number of cores, and small products
    are faster. For whoever learns; it holds in the whole process, so it must not be entered by two threads at once."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield


@dataclass(frozen=True, slots=True)
class Problem:
    """What is minimised for every code: sum of importance × log loss over known rows, and half the squared weights.

    `blocks` are the columns side by side (rows × columns each), `wanted` and `known` rows × codes, `importance` a value
    per row, `cost` the inverse strength of the penalty.
    """

    blocks: Sequence[Block]
    wanted: np.ndarray
    known: np.ndarray
    importance: np.ndarray
    cost: float = 1.0


def solve(problem: Problem, start: np.ndarray | None = None) -> np.ndarray:
    """Weights, columns + 1 (the bias) × codes. The same problem and start give the same numbers."""
    rows = _Rows(problem.blocks)
    weights = np.zeros((rows.width, problem.wanted.shape[1])) if start is None else start.copy()
    open_codes = np.arange(weights.shape[1])
    least = _ENOUGH * _norms(_Loss(problem, rows, open_codes).slope_at(np.zeros_like(weights))[0])
    for _ in range(_MOST_STEPS):
        loss = _Loss(problem, rows, open_codes)
        slope, curvature = loss.slope_at(weights[:, open_codes])
        going = _norms(slope) > least[open_codes]
        if not going.any():
            break
        if not going.all():
            open_codes = open_codes[going]
            loss, slope, curvature = _Loss(problem, rows, open_codes), slope[:, going], curvature[:, going]
        step = loss.newton_step(slope, curvature, least[open_codes])
        weights[:, open_codes] = loss.walked(weights[:, open_codes], step, slope)
    return weights


class _Rows:
    """The columns of all blocks and a one for the bias; products with many weight vectors at a time."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._turned = [
            block.T.tocsr() if sparse.issparse(block) else np.ascontiguousarray(block.T) for block in blocks
        ]
        self._starts = np.cumsum([0, *(block.shape[1] for block in blocks)]).tolist()
        self.width = self._starts[-1] + 1

    def times(self, weights: np.ndarray) -> np.ndarray:
        result = np.repeat(weights[-1:], self._blocks[0].shape[0], axis=0)
        for block, start, end in zip(self._blocks, self._starts, self._starts[1:], strict=False):
            result += block @ weights[start:end].astype(block.dtype)
        return result

    def gathered(self, values: np.ndarray) -> np.ndarray:
        """The transposed product: for every column the sum of `values` (rows × codes) where it stands."""
        parts = [block @ values.astype(block.dtype) for block in self._turned]
        return np.vstack([*parts, values.sum(axis=0, keepdims=True)]).astype(np.float64)


class _Loss:
    """The loss of some of the codes."""

    def __init__(self, problem: Problem, rows: _Rows, codes: np.ndarray) -> None:
        self._rows = rows
        self._wanted = problem.wanted[:, codes].astype(np.float64)
        self._counts = problem.importance[:, None] * problem.known[:, codes]
        self._penalty = np.full((rows.width, 1), 1.0 / problem.cost)
        self._penalty[-1] *= _BIAS_PENALTY

    def slope_at(self, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The gradient, and for every row and code how much it bends the loss."""
        chance = 1.0 / (1.0 + np.exp(-self._rows.times(weights)))
        slope = self._rows.gathered(self._counts * (chance - self._wanted)) + self._penalty * weights
        return slope, self._counts * chance * (1.0 - chance)

    def newton_step(self, slope: np.ndarray, curvature: np.ndarray, least: np.ndarray) -> np.ndarray:
        """Where the quadratic around here is lowest, by conjugate gradients, as exactly as the slope is worth it."""
        size = _norms(slope)
        aim = np.maximum(np.minimum(0.3, np.sqrt(size / (size.max() or 1.0))) * size * 0.5, 0.5 * least)
        step = np.zeros_like(slope)
        rest = -slope
        direction = rest.copy()
        squares = (rest * rest).sum(axis=0)
        for _ in range(_MOST_INNER):
            bent = self._rows.gathered(curvature * self._rows.times(direction)) + self._penalty * direction
            share = squares / np.maximum((direction * bent).sum(axis=0), 1e-30)
            share = np.where(np.sqrt(squares) <= aim, 0.0, share)
            step += share * direction
            rest -= share * bent
            following = (rest * rest).sum(axis=0)
            if (np.sqrt(following) <= aim).all():
                break
            direction = rest + following / np.maximum(squares, 1e-30) * direction
            squares = following
        return step

    def walked(self, weights: np.ndarray, step: np.ndarray, slope: np.ndarray) -> np.ndarray:
        """The weights after the step, halved for each code until its loss falls (Armijo)."""
        scores, moved = self._rows.times(weights), self._rows.times(step)
        before, downhill = self._value(scores, weights), (slope * step).sum(axis=0)
        part = np.ones(weights.shape[1])
        for _ in range(_MOST_HALVINGS):
            after = self._value(scores + part * moved, weights + part * step)
            too_far = after > before + 1e-4 * part * downhill + 1e-9 * np.abs(before)
            if not too_far.any():
                break
            part = np.where(too_far, part / 2, part)
        return weights + part * step

    def _value(self, scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
        sign = 1.0 - 2.0 * self._wanted
        losses = (self._counts * np.logaddexp(0.0, sign * scores)).sum(axis=0)
        result: np.ndarray = losses + 0.5 * (self._penalty * weights * weights).sum(axis=0)
        return result


def _norms(columns: np.ndarray) -> np.ndarray:
    result: np.ndarray = np.sqrt((columns * columns).sum(axis=0))
    return result
