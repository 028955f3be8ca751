"""Opinions tagged per second, on all-distinct texts and on a campaign-like mix; seconds to load a plan's tagger."""

import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from nlp import Strategy, Tagger  # noqa: E402
from nlp.features import Reader  # noqa: E402
from nlp.storage import CORPUS  # noqa: E402

CITY = next((ROOT / "consult" / "plan" / "cities").glob("*.yaml"))
COUNT = 1_000
T = TypeVar("T")


def main() -> None:
    strategy = Strategy.from_yaml(str(CITY))
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        print(
            f"python {platform.python_version()}, one process, {platform.processor() or platform.machine()}"
        )
        _, built = seconds(lambda: Tagger.for_strategy(strategy, cache_dir=cache))
        tagger, loaded = seconds(lambda: Tagger.for_strategy(strategy, cache_dir=cache))
        print(f"load with dictionary build {built:.2f} s, load after that {loaded:.2f} s")
        distinct = texts()
        report(tagger, "all distinct", distinct)
        report(tagger, "campaign mix, 3 of 4 are copies", [distinct[n % (COUNT // 4)] for n in range(COUNT)])


def texts() -> list[str]:
    """Texts of about 80 characters, put together from the starter corpus (so not a measure of quality)."""
    sentences = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    pairs = (
        sentences[n % len(sentences)] + sentences[(n * 7 + 3) % len(sentences)] for n in range(COUNT * 2)
    )
    return [f"{text}（{number}）" for number, text in enumerate(pairs) if 50 <= len(text) <= 110][:COUNT]


def report(tagger: Tagger, label: str, wordings: list[str]) -> None:
    _, whole = seconds(lambda: tagger.tag(wordings))
    reader: Reader = tagger._reader
    _, reading = seconds(lambda: reader.read(wordings))
    length = sum(map(len, wordings)) / len(wordings)
    print(
        f"{label}: {len(wordings)} opinions of {length:.0f} characters in {whole:.2f} s"
        f" = {len(wordings) / whole:.0f}/s; reading (words and rules) takes {reading / whole:.0%} of it"
    )


def seconds(act: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    return act(), time.process_time() - started


if __name__ == "__main__":
    main()
