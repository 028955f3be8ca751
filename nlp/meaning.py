"""What a word is like by the company it keeps: word vectors of chiVe (Manabe et al. 2019, Apache License 2.0).

They come with the package ja_ginza (docs/decisions/0016); its tables are read, its code is never imported. A table
keeps a word's row under the 64-bit MurmurHash2 of its spelling (Appleby, public domain; spaCy's seed is 1).
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import msgpack
import numpy as np
from scipy import sparse

from nlp.errors import MeaningsMissing
from nlp.features import Vocabulary

PACKAGE = "ja_ginza"
NO_ROW = -1
_SEED = 1
_MULTIPLIER = 0xC6A4A7935BD1E995
_ROTATION = 47
_BITS = (1 << 64) - 1


class Meanings:
    """Word vectors of unit length, the mean of all taken away: words of like use point the same way."""

    def __init__(self, vectors: np.ndarray, keys: np.ndarray, rows: np.ndarray) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys, self._rows = keys[order], rows[order]
        self.vectors = _spread(vectors)

    @property
    def width(self) -> int:
        """Numbers per vector."""
        return int(self.vectors.shape[1])

    def row_of(self, word: str) -> int:
        """The row of `vectors` that a word has, or NO_ROW."""
        key = np.uint64(hash_of(word.encode("utf-8", "surrogatepass")))
        place = int(np.searchsorted(self._keys, key))
        return int(self._rows[place]) if place < len(self._keys) and self._keys[place] == key else NO_ROW

    def summed(self, meant: sparse.csr_matrix) -> np.ndarray:
        """The meanings (texts × width, float32) of texts whose words' weights are given (texts × rows of vectors)."""
        return np.asarray(meant @ self.vectors, dtype=np.float32)

    def of_terms(self, terms: sparse.csr_matrix, vocabulary: Vocabulary) -> np.ndarray:
        """The meanings (rows × width) of texts known by their terms alone: those of the words in the vocabulary."""
        rows = np.array([NO_ROW if " " in word else self.row_of(word) for word in vocabulary.words])
        known = np.flatnonzero(rows != NO_ROW)
        weighed = (terms[:, known] > 0).astype(np.float64) @ sparse.diags(vocabulary.rarity[known])
        lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        weighed = sparse.diags(1.0 / np.where(lengths > 0, lengths, 1.0)) @ weighed
        return np.asarray(weighed @ self.vectors[rows[known]], dtype=np.float32)


def _spread(vectors: np.ndarray) -> np.ndarray:
    """All vectors share a direction (Mu & Viswanath 2018): it says nothing, so it goes."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    centred = unit - unit.mean(axis=0)
    result: np.ndarray = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return result.astype(np.float32)


@lru_cache(maxsize=1)
def load_meanings() -> Meanings:
    """The vectors installed beside the product; MeaningsMissing, with the line to run, when they are not there."""
    folder = _folder()
    try:
        vectors = np.load(folder / "vectors", allow_pickle=False)
        row_of_key = msgpack.unpackb((folder / "key2row").read_bytes(), strict_map_key=False)
    except (OSError, ValueError) as error:
        raise MeaningsMissing() from error
    count = len(row_of_key)
    keys = np.fromiter(row_of_key.keys(), dtype=np.uint64, count=count)
    rows = np.fromiter(row_of_key.values(), dtype=np.int32, count=count)
    return Meanings(vectors.astype(np.float64), keys, rows)


def version_of_meanings() -> str:
    """The release of the vectors, for a model to say what it was made with."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError as error:
        raise MeaningsMissing() from error


def _folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise MeaningsMissing()
    return Path(next(iter(found.submodule_search_locations))) / f"{PACKAGE}-{version_of_meanings()}" / "vocab"


def hash_of(data: bytes) -> int:
    """MurmurHash2, 64 bits, of `data`."""
    result = (_SEED ^ (len(data) * _MULTIPLIER)) & _BITS
    whole = len(data) - len(data) % 8
    for start in range(0, whole, 8):
        block = int.from_bytes(data[start : start + 8], "little") * _MULTIPLIER & _BITS
        block = (block ^ block >> _ROTATION) * _MULTIPLIER & _BITS
        result = (result ^ block) * _MULTIPLIER & _BITS
    if len(data) > whole:
        result = (result ^ int.from_bytes(data[whole:], "little")) * _MULTIPLIER & _BITS
    result = (result ^ result >> _ROTATION) * _MULTIPLIER & _BITS
    return result ^ result >> _ROTATION
