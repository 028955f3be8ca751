"""The heads of a plan that nobody has decided anything for: fitted once from the standing corpus, then kept.

Fitting takes seconds and looks at the topics' places alone: a rule or word that is tried on a page changes none.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields
from functools import lru_cache
from pathlib import Path

import numpy as np

from nlp.classify import Heads, cold_heads, fit_linear
from nlp.corpus import corpus_rows
from nlp.dictionary import default_cache_dir
from nlp.mapping import PlanMap
from nlp.meaning import load_meanings
from nlp.newton import one_thread
from nlp.storage import Starter, inputs

# 続けて試す場所の数（覚えておく数と、置いておくファイルの数）
_PLACES_KEPT = 4
_FILES_KEPT = 8
_NAMES = tuple(field.name for field in fields(Heads))
_fitted: dict[str, Heads] = {}


def cold_heads_of(starter: Starter, plan: PlanMap, cache_dir: Path | None = None) -> Heads:
    """The heads, from this process's memory, from a file in `cache_dir`, or fitted now and written there."""
    key = _key(starter, plan)
    if key not in _fitted:
        folder = cache_dir or default_cache_dir()
        path, codes, width = folder / f"cold-{key}.npz", len(plan.targets), _width(starter, plan)
        heads = _read(path, codes, width)
        if heads is None:
            with _one_at_a_time(folder):
                heads = _read(path, codes, width)
                if heads is None:
                    heads = _fit(starter, plan)
                    _keep(path, heads)
        while len(_fitted) >= _PLACES_KEPT:
            _fitted.pop(next(iter(_fitted)), None)
        _fitted[key] = heads
    return _fitted[key]


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Workers that start together need the same heads: whoever comes second waits, and reads what the first fitted."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        # 錠の掛からない置き場（一部のネットワーク）では、二度学ぶだけである
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _fit(starter: Starter, plan: PlanMap) -> Heads:
    corpus = corpus_rows(starter, plan)
    with one_thread():
        weights, bias = fit_linear(corpus.inputs, corpus.wanted, importance=corpus.importance)
    return cold_heads(weights, bias, plan)


def _key(starter: Starter, plan: PlanMap) -> str:
    parts = {"starter": starter.digest, "plan": asdict(plan), "inputs": inputs(), "program": _program()}
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _program() -> str:
    """The hash of this package's code: heads that an earlier release fitted are not those of this one."""
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()


def _width(starter: Starter, plan: PlanMap) -> int:
    return len(starter.vocabulary.words) + 2 * len(plan.targets) + load_meanings().width


def _read(path: Path, codes: int, width: int) -> Heads | None:
    """None when there is no such file, or it is damaged: then the heads are fitted anew."""
    try:
        with np.load(path, allow_pickle=False) as loaded:
            arrays = {name: loaded[name] for name in _NAMES}
            whole = loaded["digest"].tobytes() == _digest(arrays)
    # A file cut short or scribbled over fails in more ways than can be listed.
    except Exception:
        return None
    heads = Heads(**arrays)
    return heads if whole and heads.fit_together(codes, width) else None


def _keep(path: Path, heads: Heads) -> None:
    """Whole under its name or not at all; a folder that cannot be written only costs the time to fit again."""
    arrays = {name: getattr(heads, name) for name in _NAMES}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, digest=np.frombuffer(_digest(arrays), dtype=np.uint8), **arrays)
        Path(name).replace(path)
        kept = sorted(path.parent.glob("cold-*.npz"), key=lambda each: each.stat().st_mtime, reverse=True)
        for old in kept[_FILES_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _digest(arrays: dict[str, np.ndarray]) -> bytes:
    return hashlib.sha256(b"".join(np.ascontiguousarray(arrays[name]).tobytes() for name in _NAMES)).digest()
