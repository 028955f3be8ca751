"""One linear head per code of the plan: fitted on the starter corpus through the plan's map of topics.

The corpus is labelled by standing topics, so the labels of any plan follow from its map, and a plan loaded today
has a fitted model today. Fitting takes well under a second and is deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlp.mapping import PlanMap

SEED = 0
STRENGTH_OF_TOPICS = 1.0
STRENGTH_OF_CODES = 2.0


@dataclass(frozen=True, slots=True)
class Heads:
    """weights[code, column] and bias[code]: the log-odds of a code are their weighted sum."""

    weights: np.ndarray
    bias: np.ndarray


def fit_heads(terms: sparse.csr_matrix, topics: np.ndarray, labels: np.ndarray, plan: PlanMap) -> Heads:
    """Heads for every code of the plan; `topics` are strengths of hits, `labels` the corpus' topics (0/1)."""
    columns = sparse.hstack([terms, rule_columns(topics, plan)], format="csr")
    wanted = through_map(labels, plan) > 0
    weights = np.zeros((len(plan.targets), columns.shape[1]))
    bias = np.zeros(len(plan.targets))
    for number in range(len(plan.targets)):
        weights[number], bias[number] = _fit_one(columns, wanted[:, number])
    return Heads(weights, bias)


def _fit_one(columns: sparse.csr_matrix, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    if wanted.all() or not wanted.any():
        # 学習用の文に例が無い符号は、規則だけでは出さない
        return np.zeros(columns.shape[1]), -6.0
    model = LogisticRegression(C=4.0, solver="liblinear", random_state=SEED, max_iter=400)
    model.fit(columns, wanted)
    return model.coef_[0], float(model.intercept_[0])


def rule_columns(topics: np.ndarray, plan: PlanMap) -> sparse.csr_matrix:
    """The columns of topics and of codes, scaled so that regularisation spares what rules say."""
    codes = through_map(topics, plan)
    return sparse.csr_matrix(np.hstack([topics * STRENGTH_OF_TOPICS, codes * STRENGTH_OF_CODES]))


def through_map(topics: np.ndarray, plan: PlanMap) -> np.ndarray:
    """For every code the strongest of its topics."""
    codes = np.zeros((topics.shape[0], len(plan.targets)))
    for number, targets in enumerate(plan.targets_of_topic):
        for target in targets:
            codes[:, target] = np.maximum(codes[:, target], topics[:, number])
    return codes
