"""A damaged or made-up model file is refused with a reason, whatever is wrong with it."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp import Strategy
from nlp.errors import ModelMismatch
from nlp.fit import fit
from nlp.fitted import load_fitted
from nlp.learn import Lesson
from nlp.storage import STARTER, Archive, load_starter

Arrays = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def arrays(strategy: Strategy, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Arrays:
    path = tmp_path_factory.mktemp("fitted") / "whole.npz"
    code = ("package", strategy.packages[0].code)
    texts = [f"{number}本の路線が要る。橋も直してほしい。" for number in range(4)]
    fit(strategy, [Lesson(text, text, frozenset([code])) for text in texts], path, cache_dir)
    with np.load(path) as loaded:
        return {name: loaded[name] for name in loaded.files}


def text(content: str) -> np.ndarray:
    return np.frombuffer(content.encode(), dtype=np.uint8)


def reversed_lines(lines: np.ndarray) -> np.ndarray:
    return text("\n".join(reversed(bytes(lines).decode().split("\n"))))


def described(arrays: Arrays, **other: Any) -> Arrays:
    """The arrays with other values in their description; None takes one out."""
    meta = {**json.loads(bytes(arrays["meta"])), **other}
    return {**arrays, "meta": text(json.dumps({k: v for k, v in meta.items() if v is not None}))}


def written(path: Path, arrays: Arrays) -> Path:
    np.savez(path, **arrays)
    return path


def test_a_whole_file_is_read(arrays: Arrays, strategy: Strategy, tmp_path: Path) -> None:
    assert load_fitted(written(tmp_path / "m.npz", arrays), strategy).lessons.texts.count == 4


DAMAGES: dict[str, Callable[[Arrays], Arrays]] = {
    "no weights": lambda a: {k: v for k, v in a.items() if k != "weights"},
    "no words": lambda a: {k: v for k, v in a.items() if k != "words"},
    "no owners": lambda a: {k: v for k, v in a.items() if k != "owners"},
    "weights of too few columns": lambda a: {**a, "weights": a["weights"][:, :50]},
    "weights of too few codes": lambda a: {**a, "weights": a["weights"][:2]},
    "weights without codes": lambda a: {**a, "weights": a["weights"].ravel()},
    "one number as weights": lambda a: {**a, "weights": np.array(1.0)},
    "words as weights": lambda a: {**a, "weights": a["weights"].astype(str)},
    "weights that are no numbers": lambda a: {**a, "weights": a["weights"] * np.nan},
    "endless weights": lambda a: {**a, "weights": a["weights"] + np.inf},
    "too few words": lambda a: {**a, "words": a["words"][:10]},
    "words that are no text": lambda a: {**a, "words": np.frombuffer(b"\xff\xff", dtype=np.uint8)},
    "too few rarities": lambda a: {**a, "rarity": a["rarity"][:5]},
    "a flat scale": lambda a: {**a, "slope": a["slope"] * 0},
    "a falling scale": lambda a: {**a, "slope": -a["slope"]},
    "a threshold above all": lambda a: {**a, "first": a["first"] * 0 + 2},
    "columns that are not there": lambda a: {
        **a,
        "whole_columns_indices": a["whole_columns_indices"] + 10**8,
    },
    "vectors that are not there": lambda a: {
        **a,
        "sentence_meant_indices": a["sentence_meant_indices"] + 10**6,
    },
    "rows cut off": lambda a: {**a, "whole_columns_indptr": a["whole_columns_indptr"][:2]},
    "folds cut off": lambda a: {**a, "folds": a["folds"][:2]},
    "a sentence of nobody": lambda a: {**a, "owners": a["owners"] + 1},
    "sentences in disorder": lambda a: {**a, "owners": a["owners"][::-1]},
    "known of other codes": lambda a: {**a, "known": a["known"][:, :1]},
    "rows that hold nothing": lambda a: {**a, "whole_columns_indptr": a["whole_columns_indptr"] * 0},
    "rows below nothing": lambda a: {**a, "whole_meant_indptr": -a["whole_meant_indptr"]},
    "no rarity of unknown words": lambda a: {**a, "unknown": np.array(np.nan)},
    "many rarities of unknown words": lambda a: {**a, "unknown": np.array([9.0])},
    "words as rarities": lambda a: {**a, "rarity": a["rarity"].astype(str)},
    "a rarity of nothing": lambda a: {**a, "rarity": a["rarity"] * 0},
    "words in disorder": lambda a: {**a, "words": reversed_lines(a["words"])},
    "weights of two parts": lambda a: {**a, "weights": a["weights"].astype(complex)},
    "weights beyond all sums": lambda a: {**a, "weights": a["weights"] + 1e300},
    "columns beyond all sums": lambda a: {**a, "whole_columns_data": a["whole_columns_data"] * 1e300},
    "columns below nothing": lambda a: {**a, "whole_columns_data": -a["whole_columns_data"]},
    "columns that are no numbers": lambda a: {**a, "whole_columns_data": a["whole_columns_data"] * np.nan},
    "words as columns": lambda a: {**a, "whole_columns_data": a["whole_columns_data"].astype(str)},
    "half columns": lambda a: {**a, "whole_columns_indices": a["whole_columns_indices"] + 0.5},
    "wanted as numbers": lambda a: {**a, "wanted": a["wanted"] * 1.0},
    "wanted as words": lambda a: {**a, "wanted": a["wanted"].astype(str)},
    "known as numbers": lambda a: {**a, "known": a["known"] * 1.0},
    "known as words": lambda a: {**a, "known": a["known"].astype(str)},
    "folds as fractions": lambda a: {**a, "folds": a["folds"] + 0.5},
    "folds as words": lambda a: {**a, "folds": a["folds"].astype(str)},
    "a fold too many": lambda a: {**a, "folds": a["folds"] + np.int8(3)},
    "a fold before the first": lambda a: {**a, "folds": a["folds"] - np.int8(3)},
    "owners as fractions": lambda a: {**a, "owners": a["owners"] * 1.0},
    "a plan of one code": lambda a: {
        **a,
        **{name: a[name][:1] for name in ("weights", "bias", "slope", "offset", "first", "further")},
        "wanted": a["wanted"][:, :1],
        "known": a["known"][:, :1],
    },
    "owners in a table": lambda a: {**a, "owners": a["owners"][None, :]},
    "no hash of the tags": lambda a: described(a, tags=None),
    "a number as hash of the tags": lambda a: described(a, tags=1),
    "lessons by word": lambda a: described(a, lessons="4"),
    "lessons by fraction": lambda a: described(a, lessons=4.0),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_does_not_fit_together_is_refused(
    arrays: Arrays, strategy: Strategy, tmp_path: Path, damage: str
) -> None:
    path = written(tmp_path / "m.npz", DAMAGES[damage](arrays))
    with pytest.raises(ModelMismatch, match="壊れています"):
        load_fitted(path, strategy)


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("meta.npy", content)
    return buffer.getvalue()


def header(shape: str) -> bytes:
    line = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(line).to_bytes(2, "little") + line.encode()


def as_npy(value: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, value)
    return buffer.getvalue()


FILES: dict[str, bytes] = {
    "empty": b"",
    "no archive": b"model",
    "one array": as_npy(np.zeros(3)),
    "half an archive": zipped(as_npy(text("{}")))[:60],
    "a list as description": zipped(as_npy(text("[1]"))),
    "a number as description": zipped(as_npy(text("1"))),
    "a deep description": zipped(as_npy(text("[" * 100_000))),
    "broken description": zipped(as_npy(text("{"))),
    "a huge array": zipped(header("(10000000000000,)")),
    "an array of less than nothing": zipped(header("(-5,)")),
    "an array beyond all numbers": zipped(header(f"({2**70},)")),
    "no header": zipped(b"\x93NUMPY\x01\x00\x10\x00" + b"{" * 16),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_model_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(FILES[name])
    with pytest.raises(ModelMismatch, match="読めません"):
        Archive.read(path)


def test_a_small_file_that_would_unpack_to_gigabytes_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlp.storage.LARGEST", 1_000_000)
    monkeypatch.setattr("nlp.storage.np.load", lambda *_, **__: pytest.fail("unpacked"))
    path = tmp_path / "m.npz"
    path.write_bytes(zipped(header("(1000000,)") + bytes(8_000_000)))
    with pytest.raises(ModelMismatch, match="読めません"):
        Archive.read(path)


@pytest.fixture(scope="module")
def shipped() -> Arrays:
    with np.load(STARTER) as loaded:
        return {name: loaded[name] for name in loaded.files}


def test_a_whole_starter_is_read(shipped: Arrays, tmp_path: Path) -> None:
    assert load_starter(written(tmp_path / "m.npz", shipped)).expressions > 0


STARTER_DAMAGES: dict[str, Callable[[Arrays], Arrays]] = {
    **{
        f"no {name}": lambda a, name=name: {k: v for k, v in a.items() if k != name}
        for name in ("labels", "indices", "strengths", "rarity", "unknown", "words")
    },
    **{
        f"{name} cut off": lambda a, name=name: {**a, name: a[name][:-1]}
        for name in ("words", "rarity", "data", "indices", "indptr", "strengths", "labels")
    },
    **{
        f"{name} that are no numbers": lambda a, name=name: {**a, name: a[name] * np.nan}
        for name in ("rarity", "unknown", "data", "indices", "strengths", "labels")
    },
    **{
        f"{name} as words": lambda a, name=name: {**a, name: a[name].astype(str)}
        for name in ("rarity", "unknown", "data", "strengths", "labels")
    },
    "labels of too few topics": lambda a: {**a, "labels": a["labels"][:, :-1]},
    "strengths of too few topics": lambda a: {**a, "strengths": a["strengths"][:, :-1]},
    "labels of topics that are not there": lambda a: {**a, "labels": np.hstack([a["labels"]] * 2)},
    "labels in a row": lambda a: {**a, "labels": a["labels"].ravel()},
    "one label": lambda a: {**a, "labels": a["labels"][0, 0]},
    "labels neither given nor not": lambda a: {**a, "labels": a["labels"] * 2},
    "strengths above the strongest": lambda a: {**a, "strengths": a["strengths"] * 2},
    "words in disorder": lambda a: {**a, "words": reversed_lines(a["words"])},
    "rows that hold nothing": lambda a: {**a, "indptr": a["indptr"] * 0},
    "rows below nothing": lambda a: {**a, "indptr": -a["indptr"]},
    "terms beyond all sums": lambda a: {**a, "data": a["data"] * np.float32(1e30)},
    "columns that are not there": lambda a: {**a, "indices": a["indices"] + 10**8},
    **{
        f"{number!r} expressions": lambda a, number=number: described(a, expressions=number)
        for number in (-1, 10**9, float("inf"), float("nan"), 1.5, True, "1", [], {}, None)
    },
}


@pytest.mark.parametrize("damage", STARTER_DAMAGES)
def test_a_starter_that_does_not_fit_together_is_refused(
    shipped: Arrays, tmp_path: Path, damage: str
) -> None:
    with pytest.raises(ModelMismatch, match="壊れています"):
        load_starter(written(tmp_path / "m.npz", STARTER_DAMAGES[damage](shipped)))


@pytest.mark.parametrize("expressions", [0, 1])
def test_a_starter_with_few_expressions_is_read(shipped: Arrays, tmp_path: Path, expressions: int) -> None:
    starter = load_starter(written(tmp_path / "m.npz", described(shipped, expressions=expressions)))
    assert starter.of_expressions().terms.shape[0] == expressions
