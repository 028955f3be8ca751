"""Keeps the starter model as one plain file (npz, no pickle) with the hashes and versions it depends on."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from nlp.classify import SEED
from nlp.dictionary import versions
from nlp.errors import ModelMismatch
from nlp.features import Vocabulary
from nlp.lexicon import TOPICS, standing_topics
from nlp.meaning import PACKAGE, version_of_meanings
from nlp.tokenise import SYNONYMS

RESOURCES = Path(__file__).parent / "resources"
STARTER = RESOURCES / "starter.npz"
CORPUS = RESOURCES / "corpus.jsonl"
LARGEST = 500_000_000
# 文の列は強さか割合、語の重みは対数の逆頻度で、どれもこれを越えない。越えると和が数でなくなる
_LARGEST_NUMBER = 1_000.0
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Starter:
    """The starter corpus as numbers, the topics' expressions last: what heads are fitted from, for any plan."""

    vocabulary: Vocabulary
    terms: sparse.csr_matrix
    strengths: np.ndarray
    labels: np.ndarray
    expressions: int
    digest: str

    def of_expressions(self) -> Starter:
        """Without the texts of the corpus: only what the topics are called. To measure what the corpus is worth."""
        texts = self.terms.shape[0] - self.expressions
        return replace(
            self,
            terms=self.terms[texts:],
            strengths=self.strengths[texts:],
            labels=self.labels[texts:],
            digest=f"{self.digest}-expressions",
        )


def inputs() -> dict[str, Any]:
    """What a starter model must have been made from to be used here."""
    return {
        "format": FORMAT,
        "seed": SEED,
        "topics": digest_of(TOPICS),
        "synonyms": digest_of(SYNONYMS),
        "libraries": {
            **versions(),
            "scikit-learn": version("scikit-learn"),
            PACKAGE: version_of_meanings(),
        },
    }


def digest_of(path: Path) -> str:
    """The hash of a file, or of all files of a folder in the order of their names."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def save_starter(path: Path, starter: Starter, *, corpus: str) -> None:
    """Write the file; the same inputs give the same content."""
    meta = json.dumps(
        {**inputs(), "corpus": corpus, "expressions": starter.expressions}, sort_keys=True, ensure_ascii=False
    )
    arrays = {
        "meta": as_bytes(meta),
        "words": as_bytes("\n".join(starter.vocabulary.words)),
        "rarity": starter.vocabulary.rarity,
        "unknown": np.array(starter.vocabulary.unknown),
        "data": starter.terms.data.astype(np.float32),
        "indices": starter.terms.indices.astype(np.int32),
        "indptr": starter.terms.indptr.astype(np.int32),
        "strengths": (starter.strengths * 100).round().astype(np.uint8),
        "labels": starter.labels.astype(np.uint8),
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    path.write_bytes(buffer.getvalue())


def load_starter(path: Path | None = None) -> Starter:
    """Read the file; refuses, with the reason, one made from other rules or with another dictionary."""
    return starter_of(Archive.read(path or STARTER))


def starter_of(archive: Archive) -> Starter:
    """The starter in a file that was read; refuses like `load_starter`."""
    archive.refuse_other(inputs())
    with archive.refusing_damage():
        return _read(archive)


def _read(archive: Archive) -> Starter:
    vocabulary = archive.vocabulary()
    shape = (len(archive.arrays["labels"]), len(standing_topics()))
    labels, strengths = (archive.array(name, np.uint8, shape) for name in ("labels", "strengths"))
    expressions = archive.meta["expressions"]
    refuse_unless(
        (labels <= 1).all(), (strengths <= 100).all(), type(expressions) is int, 0 <= expressions <= shape[0]
    )
    return Starter(
        vocabulary=vocabulary,
        terms=archive.matrix("", (shape[0], len(vocabulary.words))),
        strengths=strengths.astype(np.float64) / 100,
        labels=labels.astype(np.float64),
        expressions=expressions,
        digest=archive.digest,
    )


@dataclass(frozen=True, slots=True)
class Archive:
    """A model file as it was read: what it was made from, its arrays, and its hash."""

    path: Path
    meta: dict[str, Any]
    arrays: dict[str, np.ndarray]
    digest: str

    @classmethod
    def read(cls, path: Path) -> Archive:
        """ModelMismatch, with the reason, for what cannot be opened or is no model."""
        try:
            content = path.read_bytes()
            _refuse_bomb(content)
            with np.load(io.BytesIO(content), allow_pickle=False) as loaded:
                arrays = {name: loaded[name] for name in loaded.files}
            meta = json.loads(bytes(arrays.pop("meta").tobytes()).decode("utf-8"))
        except OSError as error:
            raise ModelMismatch(
                f"{path}: モデルのファイルを開けません（{error.strerror or error}）。"
            ) from error
        except Exception as error:
            # 壊れ方は数えきれない（暗号化、未知の圧縮、形の合わない見出し、大きすぎる配列）
            raise ModelMismatch(f"{path}: モデルのファイルとして読めません。") from error
        if not isinstance(meta, dict):
            raise ModelMismatch(f"{path}: モデルのファイルとして読めません。")
        return cls(path, meta, arrays, hashlib.sha256(content).hexdigest())

    def lines(self, name: str) -> tuple[str, ...]:
        """An array that holds lines of text."""
        text = bytes(self.arrays[name].tobytes()).decode("utf-8", "surrogatepass")
        return tuple(text.split("\n")) if text else ()

    def array(self, name: str, kind: type, shape: tuple[int, ...]) -> np.ndarray:
        """An array; ValueError unless it holds what is wanted, as it is wanted."""
        array = self.arrays[name]
        refuse_unless(array.dtype == kind, array.shape == shape)
        return array

    def vocabulary(self) -> Vocabulary:
        """The words of the model; ValueError for rarities that are not one positive number a word."""
        words = self.lines("words")
        rarity, unknown = self.array("rarity", float, (len(words),)), self.array("unknown", float, ())
        refuse_unless(list(words) == sorted(set(words)))
        refuse_unless(*(((each > 0) & (each <= _LARGEST_NUMBER)).all() for each in (rarity, unknown)))
        return Vocabulary(words, rarity, float(unknown))

    def matrix(self, prefix: str, shape: tuple[int, int]) -> sparse.csr_matrix:
        """The matrix kept as the arrays data, indices and indptr, whose names begin with `prefix`.

        ValueError for indices that point outside of the shape: read as they are, they would crash the process.
        """
        data, indices, indptr = (self.arrays[prefix + piece] for piece in ("data", "indices", "indptr"))
        refuse_unless(data.dtype.kind == "f", indices.dtype.kind == "i", indptr.dtype.kind == "i")
        # scipy では、数より先で終わる行は黙って切られ、負で終わる行は調べられもしない
        refuse_unless(indptr[0] == 0, indptr[-1] == len(data), (indptr[1:] >= indptr[:-1]).all())
        matrix = sparse.csr_matrix((data.astype(np.float64), indices, indptr), shape=shape)
        matrix.check_format(full_check=True)
        refuse_unless(((matrix.data >= 0) & (matrix.data <= _LARGEST_NUMBER)).all())
        return matrix

    @contextmanager
    def refusing_damage(self) -> Iterator[None]:
        """While a file is made sense of: ModelMismatch for what no program of ours has written."""
        try:
            yield
        except (KeyError, ValueError, TypeError, IndexError, OverflowError) as error:
            raise ModelMismatch(f"{self.path}: モデルのファイルの中身が壊れています。") from error

    def refuse_other(self, wanted: dict[str, Any]) -> None:
        """ModelMismatch when the file was made from anything else than what is wanted."""
        for key, value in wanted.items():
            if self.meta.get(key) != value:
                raise ModelMismatch(
                    f"{self.path}: このモデルは別の {key} から作られています（{self.meta.get(key)}、今は {value}）。"
                    "作り直してください（python -m nlp.build、または fit）。"
                )


def refuse_unless(*conditions: bool | np.bool_) -> None:
    """ValueError, which `Archive.refusing_damage` turns into a reason, when what was read does not fit together."""
    if not all(conditions):
        raise ValueError


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(each.file_size for each in packed.infolist()) > LARGEST:
            raise ValueError("too large")


def as_bytes(text: str) -> np.ndarray:
    """Text as an array, so that a file of arrays holds it without pickle."""
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
