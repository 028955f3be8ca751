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
from scipy import sparse

from nlp.classify import Heads, Inputs
from nlp.features import Vocabulary
from nlp.learn import Rows, Texts
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
    columns = inputs.columns
    return {
        f"{name}_data": columns.data,
        f"{name}_indices": columns.indices.astype(np.int32),
        f"{name}_indptr": columns.indptr.astype(np.int64),
        f"{name}_meanings": inputs.meanings,
    }


def _inputs_of(name: str, arrays: dict[str, np.ndarray]) -> Inputs:
    meanings = arrays[f"{name}_meanings"]
    shape = (len(meanings), arrays["weights"].shape[1] - meanings.shape[1])
    parts = (arrays[f"{name}_data"], arrays[f"{name}_indices"], arrays[f"{name}_indptr"])
    return Inputs(sparse.csr_matrix(parts, shape=shape), meanings)


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
    words = archive.lines("words")
    arrays = archive.arrays
    texts = Texts(_inputs_of("whole", arrays), _inputs_of("sentence", arrays), arrays["owners"])
    lessons = Rows(
        texts,
        arrays["wanted"],
        arrays["known"],
        arrays["folds"],
    )
    heads = Heads(**{name: arrays[name] for name in _HEADS})
    return Fitted(
        Vocabulary(words, arrays["rarity"], float(arrays["unknown"])),
        heads,
        lessons,
        archive.meta,
        archive.digest,
    )
