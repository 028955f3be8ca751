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
from nlp.learn import FOLDS, Rows, Texts
from nlp.meaning import load_meanings
from nlp.storage import CORPUS, Archive, as_bytes, digest_of, inputs, refuse_unless
from nlp.types import Strategy

KIND = "fitted"
# 付く分類の要約を置く所（nlp/fit.py の verify が比べる）
TAGS = "tags"
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
        return _read(archive, sum(map(len, strategy.codes.values())))


def _read(archive: Archive, codes: int) -> Fitted:
    vocabulary, meta = archive.vocabulary(), archive.meta
    width = len(vocabulary.words) + 2 * codes
    heads = Heads(**{name: archive.arrays[name] for name in _HEADS})
    refuse_unless(heads.fit_together(codes, width + load_meanings().width))
    refuse_unless(type(meta["lessons"]) is int, isinstance(meta[TAGS], str))
    rows = _lessons(archive, meta["lessons"], codes, width)
    return Fitted(vocabulary, heads, rows, meta, archive.digest)


def _lessons(archive: Archive, count: int, codes: int, width: int) -> Rows:
    wanted, known = (archive.array(name, bool, (count, codes)) for name in ("wanted", "known"))
    folds = archive.array("folds", np.int8, (count,))
    owners = archive.array("owners", np.int64, archive.arrays["owners"].shape[:1])
    refuse_unless(((folds >= 0) & (folds < FOLDS)).all())
    refuse_unless(np.array_equal(np.unique(owners), np.arange(count)), (np.diff(owners) >= 0).all())
    texts = Texts(
        _inputs_of("whole", archive, count, width),
        _inputs_of("sentence", archive, len(owners), width),
        owners,
    )
    return Rows(texts, wanted, known, folds)
