"""Seconds and memory of learning anew from decisions: 500, 2,000 and 8,000 of them, as the worker does it.

The decisions are what the cold tagger suggests for texts put together from the starter corpus, so that they are as many
and as mixed as a city's: this measures time, not quality.
"""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from nlp import Strategy, Tagger  # noqa: E402
from nlp.fit import fit  # noqa: E402
from nlp.learn import Lesson  # noqa: E402
from nlp.storage import CORPUS  # noqa: E402

CITY = next((ROOT / "consult" / "plan" / "cities").glob("*.yaml"))
COUNTS = (500, 2_000, 8_000)


def main() -> None:
    print(f"python {platform.python_version()}, {os.cpu_count()} cores, one process per row")
    # A process of its own for each: the memory of one must not be counted as another's.
    for count in COUNTS:
        subprocess.run([sys.executable, __file__, str(count)], check=True)


def learn(count: int) -> None:
    strategy = Strategy.from_yaml(str(CITY))
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        tagger = Tagger.for_strategy(strategy, cache_dir=cache)
        lessons = lessons_of(tagger, texts(count))
        before = peak()
        began, busy = time.perf_counter(), time.process_time()
        fit(strategy, lessons, cache / "model.npz", cache)
        seconds, processor = time.perf_counter() - began, time.process_time() - busy
        size = (cache / "model.npz").stat().st_size
    print(
        f"{len(lessons):,} decisions: {seconds:.1f} s ({processor:.1f} s of processor time), peak memory {peak():.0f} MB"
        f" (before learning {before:.0f} MB), file {size / 1e6:.2f} MB"
    )


def lessons_of(tagger: Tagger, wordings: list[str]) -> list[Lesson]:
    results = tagger.tag(wordings)
    return [
        Lesson(wording, str(number), frozenset((one.facet, one.code) for one in result.suggestions))
        for number, (wording, result) in enumerate(zip(wordings, results, strict=True))
    ]


def texts(count: int) -> list[str]:
    sentences = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    return [
        f"{sentences[n % len(sentences)]}{sentences[(n * 7 + n // len(sentences) + 3) % len(sentences)]}"
        for n in range(count)
    ]


def peak() -> float:
    """Megabytes; Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    learn(int(sys.argv[1])) if len(sys.argv) > 1 else main()
