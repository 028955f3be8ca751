"""A long opinion says several things: its score is that of the whole, moved towards that of its best sentence.

For a text of one sentence the two are the same. The share is measured in docs/decisions/0016.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

# いちばん強い文の点数が占める割合
SHARE_OF_BEST = 0.3


def best_of(scores: np.ndarray, owners: np.ndarray, count: int) -> np.ndarray:
    """Per text and code the number of its best sentence (the first of equals), among `scores` (sentences × codes).

    `owners` says which of `count` texts a sentence belongs to, in rising order, for every text at least once.
    """
    starts = np.searchsorted(owners, np.arange(count + 1))
    return np.array(
        [start + scores[start:end].argmax(axis=0) for start, end in pairwise(starts.tolist())],
        dtype=np.int64,
    ).reshape(count, scores.shape[1])


def mixed(whole: np.ndarray, sentences: np.ndarray, best: np.ndarray) -> np.ndarray:
    """The scores (texts × codes) of whole texts and of their best sentences, as one."""
    strongest = np.take_along_axis(sentences, best, axis=0)
    result: np.ndarray = (1.0 - SHARE_OF_BEST) * whole + SHARE_OF_BEST * strongest
    return result
