"""Keeps the starter model as one plain file (npz, no pickle) with the hashes and versions it depends on."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from nlp.classify import SEED
from nlp.dictionary import versions
from nlp.errors import ModelMismatch
from nlp.features import Vocabulary
from nlp.lexicon import TOPICS
from nlp.tokenise import SYNONYMS

RESOURCES = Path(__file__).parent / "resources"
STARTER = RESOURCES / "starter.npz"
CORPUS = RESOURCES / "corpus.jsonl"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Starter:
    """The starter corpus as numbers: what heads are fitted from, for any plan."""

    vocabulary: Vocabulary
    terms: sparse.csr_matrix
    strengths: np.ndarray
    labels: np.ndarray
    digest: str


def inputs() -> dict[str, Any]:
    """What a starter model must have been made from to be used here."""
    return {
        "format": FORMAT,
        "seed": SEED,
        "topics": digest_of(TOPICS),
        "synonyms": digest_of(SYNONYMS),
        "libraries": {**versions(), "scikit-learn": version("scikit-learn")},
    }


def digest_of(path: Path) -> str:
    """The hash of a file, or of all files of a folder in the order of their names."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def save_starter(path: Path, starter: Starter, *, corpus: str) -> None:
    """Write the file; the same inputs give the same content."""
    meta = json.dumps({**inputs(), "corpus": corpus}, sort_keys=True, ensure_ascii=False)
    arrays = {
        "meta": _bytes(meta),
        "words": _bytes("\n".join(starter.vocabulary.words)),
        "rarity": starter.vocabulary.rarity,
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
    path = path or STARTER
    try:
        content = path.read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            _refuse_mismatch(path, json.loads(_text(arrays["meta"])))
            return _starter(arrays, hashlib.sha256(content).hexdigest())
    except OSError as error:
        raise ModelMismatch(f"{path}: モデルのファイルを開けません（{error.strerror or error}）。") from error
    except (ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
        raise ModelMismatch(f"{path}: モデルのファイルとして読めません。") from error


def _starter(arrays: Any, digest: str) -> Starter:
    words = _lines(arrays["words"])
    labels = arrays["labels"].astype(np.float64)
    shape = (labels.shape[0], len(words))
    data = arrays["data"].astype(np.float64)
    return Starter(
        vocabulary=Vocabulary(words, arrays["rarity"]),
        terms=sparse.csr_matrix((data, arrays["indices"], arrays["indptr"]), shape=shape),
        strengths=arrays["strengths"].astype(np.float64) / 100,
        labels=labels,
        digest=digest,
    )


def _refuse_mismatch(path: Path, meta: dict[str, Any]) -> None:
    for key, wanted in inputs().items():
        if meta.get(key) != wanted:
            raise ModelMismatch(
                f"{path}: このモデルは別の {key} から作られています（{meta.get(key)}、今は {wanted}）。"
                "python -m nlp.build で作り直してください。"
            )


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _text(array: np.ndarray) -> str:
    return bytes(array.tobytes()).decode("utf-8")


def _lines(array: np.ndarray) -> tuple[str, ...]:
    text = _text(array)
    return tuple(text.split("\n")) if text else ()
