"""Dictionaries and cold heads that several tests need are made once per run, by whichever process comes first.

Making them takes four seconds each, and tests make taggers of the same few plans in folders of their own.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nlp import cold, dictionary
from nlp.classify import Heads
from nlp.mapping import PlanMap
from nlp.storage import Starter

MADE_FOR_REAL = {(dictionary, "_build"): dictionary._build, (cold, "_fit"): cold._fit}


def share(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """From now on what was made before is copied from this folder."""
    folder.mkdir(exist_ok=True)

    def build(lexicon: Path, built: Path, *, description: str) -> None:
        with _alone(folder / f"{description}.dic") as kept:
            if not kept.exists():
                dictionary_built(lexicon, kept, description=description)
        shutil.copyfile(kept, built)

    def fit(starter: Starter, plan: PlanMap) -> Heads:
        key = cold._key(starter, plan)
        with _alone(folder / f"{key}.npz") as kept:
            known = cold._read(kept, len(plan.targets), cold._width(starter, plan))
            if known is None:
                known = heads_fitted(starter, plan)
                cold._keep(kept, known)
        return known

    dictionary_built: Callable[..., None] = MADE_FOR_REAL[dictionary, "_build"]
    heads_fitted: Callable[..., Heads] = MADE_FOR_REAL[cold, "_fit"]
    patch.setattr(dictionary, "_build", build)
    patch.setattr(cold, "_fit", fit)


@contextmanager
def _alone(kept: Path) -> Iterator[Path]:
    """The other process that needs the same waits, and finds it."""
    lock = os.open(kept.with_suffix(".lock"), os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield kept
    finally:
        os.close(lock)
