"""The answers of `python -m nlp tag`, in order; in several processes when there are many texts.

An answer is made into its line where it was found: sending results between processes costs more than finding them.
"""

from __future__ import annotations

import gc
import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nlp.errors import NlpError
from nlp.lines import Line
from nlp.remembered import Remembered
from nlp.tag import Tagger
from nlp.types import Strategy, TagResult

BATCH = 500
# これより少なければ、働き手を起こす数秒の方が長い
FEW = 4 * BATCH
# 文の字数で、一字あたりおよそ 15 バイトになる
_MOST_REMEMBERED = 2_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """Which tagger answers: the plan, and a model file or None for the one shipped."""

    strategy: Strategy
    model: Path | None = None
    cache_dir: Path | None = None


def answers_to(lines: Iterable[Line], job: Job, *, processes: int = 1) -> Iterator[str]:
    """A block of JSON lines for each batch of texts, the same bytes whatever the number of processes.

    NlpError as from `Tagger.for_strategy`, and whatever reading `lines` raises. No more than a few batches are held.
    """
    lines = iter(lines)
    first = list(islice(lines, FEW))
    batches = _batches(chain(first, lines))
    if processes < 2 or len(first) < FEW:
        yield from map(Answerer(job).block, batches)
        return
    # fork は動いているスレッドの錠を写してしまうので使わない
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (job,))
    try:
        yield from _in_order(pool, batches, most=2 * processes)
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, batches: Iterator[list[Line]], *, most: int) -> Iterator[str]:
    waiting: deque[Future[str]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_block, batch))
        if len(waiting) > most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(lines, BATCH)):
        yield batch


class Answerer:
    """A tagger that answers in lines; a text that comes again is answered without asking the tagger."""

    def __init__(self, job: Job) -> None:
        self._tagger = Tagger.for_strategy(job.strategy, model=job.model, cache_dir=job.cache_dir)
        self._known: Remembered[str] = Remembered(_MOST_REMEMBERED)

    def block(self, batch: list[Line]) -> str:
        """One JSON line per text, in order, each with its line end."""
        known = {line.text: self._known.get(line.text) for line in batch}
        new = [text for text, answer in known.items() if answer is None]
        for text, result in zip(new, self._tagger.tag(new, fully=False), strict=True):
            known[text] = answer = json.dumps(_values(result), ensure_ascii=False)[1:]
            self._known.keep(text, answer)
        ids = (json.dumps(line.id, ensure_ascii=False) for line in batch)
        return "".join(f'{{"id": {id_}, {known[line.text]}\n' for id_, line in zip(ids, batch, strict=True))


def _values(result: TagResult) -> dict[str, Any]:
    return {
        "themes": result.codes("theme"),
        "packages": result.codes("package"),
        "models": result.codes("model"),
        "ranked_packages": list(result.ranked_packages),
        "suggestions": [
            {
                "facet": suggestion.facet,
                "code": suggestion.code,
                "probability": round(suggestion.probability, 6),
                "evidence": [[span.start, span.end] for span in suggestion.evidence],
            }
            for suggestion in result.suggestions
        ],
    }


# --- in a process of its own ---

_answerer: Answerer | NlpError


def _start(job: Job) -> None:
    global _answerer
    try:
        _answerer = Answerer(job)
    except NlpError as error:
        # ここで投げると、理由が親に届かない
        _answerer = NlpError(str(error))
    # 起動後に作る物は輪にならず、数え上げだけで消える。見回りは時間の二割を取る（docs/decisions/0015）
    gc.freeze()
    gc.disable()


def _block(batch: list[Line]) -> str:
    if isinstance(_answerer, NlpError):
        raise _answerer
    return _answerer.block(batch)
