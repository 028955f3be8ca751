"""The heads of a plan without decisions are fitted once, by whichever process comes first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from time import sleep

import numpy as np
import pytest

from nlp import Strategy, cold
from nlp.classify import Heads, Inputs
from nlp.cold import cold_heads_of
from nlp.corpus import CorpusRows, corpus_rows
from nlp.mapping import PlanMap
from nlp.plan_reader import PlanReader
from nlp.storage import Starter, load_starter

Load = Callable[[], Heads]


@pytest.fixture(scope="module")
def starter() -> Starter:
    return load_starter()


@pytest.fixture(scope="module")
def plan(starter: Starter, strategy: Strategy) -> PlanMap:
    return PlanReader.for_strategy(strategy, starter.vocabulary.words).plan


@pytest.fixture(scope="module")
def corpus(starter: Starter, plan: PlanMap) -> CorpusRows:
    return corpus_rows(starter, plan)


@pytest.fixture
def load(
    starter: Starter, plan: PlanMap, tmp_path: Path, made_for_real: None, monkeypatch: pytest.MonkeyPatch
) -> Load:
    """Loads the heads as a new process would, with `tmp_path` as the folder."""

    def as_new_process() -> Heads:
        monkeypatch.setattr(cold, "_fitted", {})
        return cold_heads_of(starter, plan, tmp_path)

    return as_new_process


@pytest.fixture
def fits(corpus: CorpusRows, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was fitted; reading the corpus and fitting cost nothing here."""
    done: list[object] = []

    def fit_linear(inputs: Inputs, wanted: np.ndarray, **named: object) -> tuple[np.ndarray, np.ndarray]:
        done.append(inputs)
        return np.ones((wanted.shape[1], inputs.width)), np.zeros(wanted.shape[1])

    monkeypatch.setattr(cold, "corpus_rows", lambda *_: corpus)
    monkeypatch.setattr(cold, "fit_linear", fit_linear)
    return done


def same(one: Heads, other: Heads) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in cold._NAMES)


def test_a_second_process_reads_what_the_first_fitted(load: Load, fits: list[object]) -> None:
    first = load()
    assert same(load(), first)
    assert len(fits) == 1


def test_of_workers_that_start_together_one_fits(
    load: Load, fits: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    fit, together = cold._fit, Barrier(2, timeout=10)

    def slowly(*given: object) -> Heads:
        sleep(0.2)
        return fit(*given)  # type: ignore[arg-type]

    def start(_: int) -> Heads:
        together.wait()
        return load()

    monkeypatch.setattr(cold, "_fit", slowly)
    with ThreadPoolExecutor(2) as workers:
        one, other = workers.map(start, range(2))
    assert same(one, other)
    assert len(fits) == 1


@pytest.mark.parametrize("damage", ["cut", "scribbled", "empty", "other"])
def test_a_damaged_file_is_fitted_anew(load: Load, fits: list[object], tmp_path: Path, damage: str) -> None:
    first = load()
    path = next(tmp_path.glob("cold-*.npz"))
    content = bytearray(path.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "scribbled":
        at = content.index(b"\x00\x00\x00\x00\x00\x00\xf0?")
        content[at + 7] ^= 1
    elif damage == "empty":
        content = bytearray()
    else:
        content = bytearray(b"no model")
    path.write_bytes(content)
    assert same(load(), first)
    assert len(fits) == 2


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("weights", lambda weights: weights[:, :-1]),
        ("weights", np.ravel),
        ("weights", lambda weights: weights * np.nan),
        ("bias", lambda bias: bias[0]),
        ("slope", lambda slope: slope * 0),
        ("first", lambda first: first + 1),
        ("further", lambda further: further.astype(str)),
    ],
)
def test_heads_that_do_not_fit_the_plan_are_fitted_anew(
    load: Load, fits: list[object], tmp_path: Path, name: str, damage: Callable[[np.ndarray], np.ndarray]
) -> None:
    """Whole by its hash, and yet nothing that this program has written."""
    first = load()
    other = replace(first, **{name: damage(getattr(first, name))})
    cold._keep(next(tmp_path.glob("cold-*.npz")), other)
    assert same(load(), first)
    assert len(fits) == 2


def test_heads_of_another_release_are_fitted_anew(
    load: Load, fits: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    monkeypatch.setattr(cold, "_program", lambda: "a later release")
    load()
    assert len(fits) == 2


@pytest.mark.usefixtures("fits")
def test_tried_places_do_not_fill_the_folder(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(cold._FILES_KEPT + 3):
        monkeypatch.setattr(cold, "_program", lambda number=number: str(number))
        load()
    assert len(list(tmp_path.iterdir())) == cold._FILES_KEPT


@pytest.mark.usefixtures("fits")
def test_a_folder_that_cannot_be_written_only_costs_time(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("nlp.cold.tempfile.mkstemp", refuse)
    load()
    assert list(tmp_path.iterdir()) == []
