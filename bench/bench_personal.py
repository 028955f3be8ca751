"""What the finder of personal information finds, and what it marks for nothing, with 95 % intervals.

    python bench/bench_personal.py                     the frozen sets of bench/data (never look at their texts)
    python bench/bench_personal.py FILE.jsonl          a file in which texts without items are the clean ones
    python bench/bench_personal.py --speed             how long a long text, a batch and hostile texts take

An item is found when the marked spans, of whatever kind, cover at least half of its code points. Only sums are printed.
"""

import hashlib
import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from nlp import personal_items  # noqa: E402

SETS = ROOT / "bench" / "data"
FROZEN = (SETS / "personal_items.jsonl", SETS / "personal_clean.jsonl")
NORMAL_95 = 1.959964


def main(files: Iterable[Path]) -> None:
    rows: list[dict[str, Any]] = []
    for file in files:
        content = file.read_bytes()
        print(f"{file.name}: sha256 {hashlib.sha256(content).hexdigest()[:16]}…")
        rows += [json.loads(line) for line in content.decode().splitlines()]
    found: dict[str, list[bool]] = defaultdict(list)
    marked: list[bool] = []
    wrong: Counter[str] = Counter()
    for row in rows:
        spans = personal_items(row["text"])
        if not row.get("items"):
            marked.append(bool(spans))
            wrong.update({span.kind for span in spans})
        covered = {at for span in spans for at in range(span.start, span.end)}
        for item in row.get("items", ()):
            hit = is_found(item, covered)
            for group in ("all items", item["kind"], *disguise(row)):
                found[group].append(hit)
    for group, hits in found.items():
        print(f"recall, {group}: {share(hits)}")
    print(f"clean texts with any mark: {share(marked)}; by kind: {dict(wrong)}")


def is_found(item: dict[str, Any], covered: set[int]) -> bool:
    places = range(item["start"], item["end"])
    return 2 * sum(at in covered for at in places) >= len(places)


def disguise(row: dict[str, Any]) -> list[str]:
    return [f"texts {'disguised' if row['disguised'] else 'plain'}"] if "disguised" in row else []


def share(hits: list[bool]) -> str:
    """A share with its Wilson interval, which stays honest near 0 and 1."""
    count, number = len(hits), sum(hits)
    rate, square = number / count, NORMAL_95**2
    middle = (rate + square / (2 * count)) / (1 + square / count)
    half = NORMAL_95 / (1 + square / count) * math.sqrt(rate * (1 - rate) / count + square / (4 * count**2))
    return f"{rate:.3f} ({number}/{count}, {max(0.0, middle - half):.3f}–{min(1.0, middle + half):.3f})"


HOSTILE = {
    "digits": "0" * 20_000,
    "digits and hyphens": "0-9-" * 5_000,
    "spoken digits": "ゼロいちに" * 4_000,
    "at signs": "a@" * 10_000,
    "dots": "a." * 10_000 + "@" + "b." * 10_000,
    "kanji without end": "佐" * 20_000,
    "surnames": "佐藤鈴木高橋" * 3_500,
    "roles": "会長の" * 7_000,
    "spaces between letters": "佐 藤 " * 6_000,
    "line ends": "佐\n" * 10_000,
    "only one": "唯一の" * 7_000,
    "addresses": "平字一丁目1-" * 2_500,
    "school": "小学校の" * 5_000 + "5年1組",
    "brackets": "(" * 20_000,
    "numbers of cards": "マイナンバー" * 3_500,
    "banks": "銀行" * 10_000,
}


def speed() -> None:
    personal_items("準備")
    sentence = (
        "担当の佐藤さんに電話したが、バスの時刻も病院の受付時間も変わったそうで、母と二人で困っています。"
    )
    for name, text in {
        "100,000 characters of remarks": sentence * (100_000 // len(sentence)),
        **HOSTILE,
    }.items():
        print(f"{name}: {seconds([text]):.2f} s")
    print(
        f"a batch of 100 hostile texts of 1,000 characters: {seconds([t[:1000] for t in HOSTILE.values()] * 6):.2f} s"
    )
    print(f"1,000 remarks of {len(sentence) * 3} characters: {seconds([sentence * 3] * 1000):.2f} s")


def seconds(texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        personal_items(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:] == ["--speed"]:
        speed()
    else:
        main([Path(name) for name in sys.argv[1:]] or FROZEN)
