"""Logistic regressions of all codes at once."""

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from nlp.newton import Problem, solve

ROWS, CODES = 400, 3


def problem(seed: int = 1, cost: float = 1.0) -> Problem:
    """Texts of 30 sparse and 5 dense columns; each code follows from some of them, not always."""
    random = np.random.default_rng(seed)
    words = sparse.random(ROWS, 30, density=0.2, format="csr", random_state=seed)
    meanings = random.normal(size=(ROWS, 5)).astype(np.float32)
    scores = words @ random.normal(size=(30, CODES)) * 3 + meanings @ random.normal(size=(5, CODES)) - 1
    wanted = random.random((ROWS, CODES)) < 1 / (1 + np.exp(-scores))
    known = random.random((ROWS, CODES)) < 0.9
    return Problem([words, meanings], wanted, known, random.integers(1, 6, ROWS).astype(float), cost)


def test_the_weights_are_those_that_scikit_learn_finds() -> None:
    given = problem()
    weights = solve(given)
    everything = np.hstack([given.blocks[0].toarray(), given.blocks[1]])
    for code in range(CODES):
        rows = given.known[:, code]
        # the library leaves the bias without any penalty, we with a slight one
        library = LogisticRegression(C=given.cost, solver="newton-cholesky", tol=1e-10)
        library.fit(everything[rows], given.wanted[rows, code], sample_weight=given.importance[rows])
        assert np.abs(library.coef_[0] - weights[:-1, code]).max() < 0.02
        assert abs(library.intercept_[0] - weights[-1, code]) < 0.02


def test_the_same_problem_gives_the_same_bits() -> None:
    assert np.array_equal(solve(problem()), solve(problem()))


def test_another_start_hardly_changes_where_it_ends() -> None:
    start = solve(problem(seed=2))
    assert np.abs(solve(problem(), start) - solve(problem())).max() < 0.02


def test_a_solution_given_as_start_is_kept() -> None:
    solution = solve(problem())
    assert np.array_equal(solve(problem(), solution), solution)


def test_a_code_does_not_look_at_the_others() -> None:
    given = problem()
    alone = Problem(given.blocks, given.wanted[:, :1], given.known[:, :1], given.importance, given.cost)
    assert np.abs(solve(alone)[:, 0] - solve(given)[:, 0]).max() < 0.02


def test_what_nobody_decided_teaches_nothing() -> None:
    given = problem()
    wanted = np.where(given.known, given.wanted, ~given.wanted)
    other = Problem(given.blocks, wanted, given.known, given.importance, given.cost)
    assert np.array_equal(solve(other), solve(given))
