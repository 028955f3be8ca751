"""How fast opinions are tagged: opinions per second, memory, growth, and the ratio to SudachiPy doing nothing else.

    python bench/bench_nlp.py                 what `make bench` prints, in about two minutes
    python bench/bench_nlp.py 10000 100000    the same with more opinions, in about five
    python bench/bench_nlp.py flood 1000000   a campaign of a million in as many processes as there are cores

Every row is measured in a process of its own: the peak memory of one must not be counted as another's. Seconds are of
processor time, but for the row of several processes. Ratios are taken batch by batch in one process.
"""

import gc
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from multiprocessing import active_children
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from flood import MIXES  # noqa: E402

from nlp import Strategy, Tagger, normalise  # noqa: E402
from nlp.answers import BATCH, Answerer, Job, answers_to  # noqa: E402
from nlp.lines import Line  # noqa: E402
from nlp.segment import sentences_of  # noqa: E402

CITY = next((ROOT / "consult" / "plan" / "cities").glob("*.yaml"))
T = TypeVar("T")
SMALL, LARGE = 4_000, 40_000


def main(small: int = SMALL, large: int = LARGE) -> None:
    print(f"python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        row("load", folder)
        for mix in MIXES:
            row("ratio", folder, mix, small)
        for mix in MIXES:
            row("memory", folder, mix, small)
            row("memory", folder, mix, large)
        row("flood", folder, "campaign", large)


def row(name: str, *arguments: object) -> None:
    subprocess.run([sys.executable, __file__, name, *map(str, arguments)], check=True)


def load(folder: Path) -> None:
    strategy = Strategy.from_yaml(str(CITY))
    _, built = seconds(lambda: Tagger.for_strategy(strategy, cache_dir=folder))
    _, loaded = seconds(lambda: Tagger.for_strategy(strategy, cache_dir=folder))
    print(f"load with dictionary build and first fit {built:.1f} s, load after that {loaded:.2f} s")


def ratio(folder: Path, mix: str, count: int) -> None:
    """Tagging, reading alone, and tokenising alone the sentences that are new: side by side, batch by batch."""
    answerer = quiet(folder)
    # A reader of its own, which remembers nothing of what the tagger read.
    reader = Tagger.for_strategy(job(folder).strategy, cache_dir=folder)._reader
    tokenise = reader._tokeniser._analysed
    known: set[str] = set()
    spent = dict.fromkeys(("tokenising", "reading", "answering"), 0.0)
    characters = tokenised = 0
    for texts in batches(mix, count):
        contents = [normalise(text).content for text in texts]
        new = {content[start:end] for content in contents for start, end in sentences_of(content)} - known
        known |= new
        characters, tokenised = characters + sum(map(len, contents)), tokenised + sum(map(len, new))
        acts: dict[str, Callable[[], object]] = {
            "tokenising": partial(deque, map(tokenise, new), 0),
            "reading": partial(reader.read, texts),
            "answering": partial(answerer.block, [Line(0, text) for text in texts]),
        }
        for name, act in acts.items():
            spent[name] += seconds(act)[1]
    floor = spent["tokenising"]
    print(
        f"{mix}: {count:,} opinions of {characters / count:.0f} characters,"
        f" {tokenised / characters:.0%} of them in sentences not met before;"
        f" tokenising these alone {floor:.2f} s ({tokenised / floor / 1e6:.2f} million characters/s)"
        f"\n  reading (words and rules) {spent['reading'] / floor:.2f} times that,"
        f" tagging with reasons {spent['answering'] / floor:.2f} times;"
        f" tokenising is {floor / spent['answering']:.0%} of tagging"
    )


def memory(folder: Path, mix: str, count: int) -> None:
    """One process, opinions as they come, nothing kept."""
    answerer = quiet(folder)
    before, spent = peak(), 0.0
    for texts in batches(mix, count):
        lines = [Line(0, text) for text in texts]
        spent += seconds(partial(answerer.block, lines))[1]
    print(
        f"{mix}: {count:,} opinions in {spent:.1f} s = {count / spent:,.0f}/s, {spent / count * 1e6:.0f} µs each,"
        f" peak memory {peak():.0f} MB ({before:.0f} MB before the first)"
    )


def flood(folder: Path, mix: str, count: int) -> None:
    """As `python -m nlp tag` does it: lines in, lines out, one process per core."""
    processes = os.cpu_count() or 1
    lines = (Line(number, text) for number, text in enumerate(MIXES[mix](count)))
    started, written, answers = time.perf_counter(), 0, answers_to(lines, job(folder), processes=processes)
    first, most = 0.0, 0.0
    for block in answers:
        first = first or time.perf_counter() - started
        written += len(block.encode())
        most = max(most, peak() + sum(peak(child.pid) for child in active_children()))
    whole = time.perf_counter() - started
    print(
        f"{mix}: {count:,} opinions in {processes} processes in {whole:.1f} s of the clock ({first:.1f} s to the first"
        f" answer) = {count / whole:,.0f}/s, peak memory of all together {most:.0f} MB, {written / 1e6:.0f} MB written"
    )


def batches(mix: str, count: int) -> Iterator[list[str]]:
    texts = MIXES[mix](count)
    while batch := list(islice(texts, BATCH)):
        yield batch


def job(folder: Path) -> Job:
    return Job(Strategy.from_yaml(str(CITY)), cache_dir=folder)


def quiet(folder: Path) -> Answerer:
    """An answerer as a worker has it."""
    answerer = Answerer(job(folder))
    gc.freeze()
    gc.disable()
    return answerer


def seconds(act: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    return act(), time.process_time() - started


def peak(process: int | None = None) -> float:
    """The most memory a process has held, in MB. ru_maxrss would begin with what the parent had."""
    status = Path(f"/proc/{process or 'self'}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


ROWS = {"load": load, "ratio": ratio, "memory": memory, "flood": flood}

if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main()
        case ["flood", count]:
            with tempfile.TemporaryDirectory() as scratch:
                flood(Path(scratch), "campaign", int(count))
        case [small, large] if small.isdigit():
            main(int(small), int(large))
        case [name, folder, *rest]:
            ROWS[name](Path(folder), *(int(each) if each.isdigit() else each for each in rest))
