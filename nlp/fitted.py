"""A fitted tagger as one plain file (npz, no pickle): what it was made from, its heads, and how to make them again.

The lessons stay in it as numbers, so that `verify` can learn anew and compare; the texts do not.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp.classify import Heads, Inputs
from nlp.features import Vocabulary
from nlp.learn import Rows, Texts
from nlp.meaning import load_meanings
from nlp.storage import CORPUS, Archive, as_bytes, digest_of, inputs
from nlp.types import Strategy

KIND = "fitted"
_NOTHING_ADDED: dict[str, Any] = {"vocabulary": (), "synonyms": (), "rules": (), "filings": ()}
_HEADS = tuple(field.name for field in fields(Heads))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A vocabulary, the heads over it, the lessons they were learned from, and the digest of the file."""

    vocabulary: Vocabulary
    heads: Heads
    lessons: Rows
    meta: dict[str, Any]
    digest: str


def digest_of_strategy(strategy: Strategy) -> str:
    """The hash of what a fitted tagger cannot do without: the plan's themes, packages and models.

    Not of what people add from day to day: weights that were learned before a rule was added hold with it as well,
    and a rule must not throw away what was learned.
    """
    return _digest(replace(strategy, **_NOTHING_ADDED))


def digest_of_added(strategy: Strategy) -> str:
    """The hash of the words, synonyms, rules and places of topics that a tagger was fitted with."""
    return _digest(replace(strategy, themes=(), packages=(), models=()))


def _digest(strategy: Strategy) -> str:
    values = json.dumps(asdict(strategy), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(values.encode()).hexdigest()


def packed(fitted: Fitted) -> bytes:
    """The file's content."""
    texts = fitted.lessons.texts
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        allow_pickle=False,
        meta=as_bytes(json.dumps(fitted.meta, sort_keys=True, ensure_ascii=False)),
        words=as_bytes("\n".join(fitted.vocabulary.words)),
        rarity=fitted.vocabulary.rarity,
        unknown=np.array(fitted.vocabulary.unknown),
        **_arrays_of("whole", texts.whole),
        **_arrays_of("sentence", texts.sentences),
        owners=texts.owners,
        wanted=fitted.lessons.wanted,
        known=fitted.lessons.known,
        folds=fitted.lessons.folds,
        **{name: getattr(fitted.heads, name) for name in _HEADS},
    )
    return buffer.getvalue()


def _arrays_of(name: str, inputs: Inputs) -> dict[str, np.ndarray]:
    assert inputs.meant is not None
    parts = {"columns": inputs.columns, "meant": inputs.meant}
    return {
        f"{name}_{part}_{piece}": getattr(matrix, piece).astype(kind)
        for part, matrix in parts.items()
        for piece, kind in (("data", np.float64), ("indices", np.int32), ("indptr", np.int64))
    }


def _inputs_of(name: str, archive: Archive, count: int, width: int) -> Inputs:
    meanings = load_meanings()
    columns = archive.matrix(f"{name}_columns_", (count, width))
    meant = archive.matrix(f"{name}_meant_", (count, len(meanings.vectors)))
    return Inputs(columns, meanings.summed(meant), meant)


def load_fitted(path: Path, strategy: Strategy, *, exactly: bool = False) -> Fitted:
    """Read a fitted tagger; ModelMismatch when it was made for another plan, dictionary, corpus or standing rules.

    `exactly`: also when people have added or withdrawn something since.
    """
    return fitted_of(Archive.read(path), strategy, exactly=exactly)


def fitted_of(archive: Archive, strategy: Strategy, *, exactly: bool = False) -> Fitted:
    """The fitted tagger in a file that was read; refuses like `load_fitted`."""
    wanted = {
        **inputs(),
        "kind": KIND,
        "corpus": digest_of(CORPUS),
        "strategy": digest_of_strategy(strategy),
    }
    if exactly:
        wanted["added"] = digest_of_added(strategy)
    archive.refuse_other(wanted)
    with archive.refusing_damage():
        return _read(archive)


def _read(archive: Archive) -> Fitted:
    arrays = archive.arrays
    vocabulary = Vocabulary(archive.lines("words"), arrays["rarity"], float(arrays["unknown"]))
    heads = Heads(**{name: arrays[name] for name in _HEADS})
    lessons, codes = arrays["wanted"].shape
    width = heads.weights.shape[1] - load_meanings().width
    _refuse_unless(
        vocabulary.rarity.shape == (len(vocabulary.words),),
        width == len(vocabulary.words) + 2 * codes,
        heads.weights.shape[0] == codes,
        all(getattr(heads, name).shape == (codes,) for name in _HEADS if name != "weights"),
        all(np.isfinite(getattr(heads, name)).all() for name in _HEADS),
        np.isfinite(vocabulary.rarity).all(),
        (heads.slope > 0).all(),
        all(((each > 0) & (each < 1)).all() for each in (heads.first, heads.further)),
        arrays["known"].shape == (lessons, codes),
        arrays["folds"].shape == (lessons,),
        archive.meta["lessons"] == lessons,
    )
    owners = arrays["owners"]
    _refuse_unless(owners.ndim == 1, np.array_equal(np.unique(owners), np.arange(lessons)))
    _refuse_unless((np.diff(owners) >= 0).all())
    texts = Texts(
        _inputs_of("whole", archive, lessons, width),
        _inputs_of("sentence", archive, len(owners), width),
        owners,
    )
    rows = Rows(texts, arrays["wanted"], arrays["known"], arrays["folds"])
    return Fitted(vocabulary, heads, rows, archive.meta, archive.digest)


def _refuse_unless(*conditions: bool | np.bool_) -> None:
    if not all(conditions):
        raise ValueError
