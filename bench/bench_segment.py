"""How well hearing notes are cut into claims, beside a cut at the line breaks that takes every line for an opinion.

    python bench/bench_segment.py [REGISTER]          the frozen hard notes, and a register of hearings if its path is given
    python bench/bench_segment.py --only FILE …       other files of either form (the frozen set is not opened)

A claim is recovered when one proposed opinion overlaps it by 0.8: intersection over union of visible characters, the
stricter reading of bench/data/README.md. Precision is the share of proposed opinions that recover a claim. A piece
that is no opinion is dropped when the proposed opinions cover less than half of its visible characters. Intervals are 95 %
from 2000 draws of whole notes, because claims of one note resemble each other.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from nlp import claims_of  # noqa: E402

FROZEN = ROOT / "bench" / "data" / "hard_notes.jsonl"
ENOUGH, DRAWS = 0.8, 2000
Span = tuple[int, int]
Cutter = Callable[[str], list[Span]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A note, where its claims stand, and where the pieces that are no opinions stand."""

    note: str
    claims: list[Span]
    others: list[Span]


@dataclass(frozen=True, slots=True)
class Count:
    recovered: int
    claims: int
    proposed: int
    dropped: int
    others: int
    not_seen: int  # claims of which the proposed opinions hold less than half
    too_coarse: int  # claims inside a proposed opinion that is too large
    empty: int  # proposed opinions less than half of which is of claims


def main(arguments: list[str]) -> None:
    only, files = (
        arguments[:1] == ["--only"],
        [Path(argument) for argument in arguments if argument != "--only"],
    )
    for path in files if only else [FROZEN, *files]:
        for name, notes in _sets(path):
            _print(f"{path.name}{name}", notes)
    _print_speed()


def _sets(path: Path) -> Iterator[tuple[str, list[Labelled]]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    if "remarks" not in rows[0]:
        yield "", [labelled(row) for row in rows]
        return
    # 偶数の番号は書きながら読んでよい側、奇数は測るだけの側（登録データの決めごと）
    yield ", all numbers", [labelled(row) for row in rows]
    yield ", odd numbers (only measured)", [labelled(row) for row in rows if row["number"] % 2]


def labelled(row: dict[str, Any]) -> Labelled:
    """A row of the frozen set, or of the register, whose lines without a remark are no opinions."""
    note, remarks = (row["notes"], row["remarks"]) if "remarks" in row else (row["note"], row["claims"])
    claims = _found(note, [remark["wording"] for remark in remarks], [])
    if "non_opinions" in row:
        return Labelled(note, claims, _found(note, row["non_opinions"], claims))
    return Labelled(note, claims, [line for line in by_line(note) if not _meets(line, claims)])


def _found(note: str, wordings: Iterable[str], taken: list[Span]) -> list[Span]:
    """Where the wordings stand, in order, outside what is taken."""
    spans: list[Span] = []
    at = 0
    for wording in wordings:
        start = note.index(wording, at)
        while _meets((start, start + len(wording)), taken):
            start = note.index(wording, start + 1)
        at = start + len(wording)
        spans.append((start, at))
    return spans


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def by_line(note: str) -> list[Span]:
    """The baseline: every line that shows anything."""
    spans, at = [], 0
    for line in note.splitlines(keepends=True):
        start, at = at, at + len(line)
        if line.strip():
            lead = len(line) - len(line.lstrip())
            spans.append((start + lead, start + len(line.rstrip())))
    return spans


def by_segmenter(note: str) -> list[Span]:
    return [(claim.start, claim.end) for claim in claims_of(note) if claim.is_opinion]


def counted(labelled: Labelled, cut: Cutter) -> Count:
    visible = [not char.isspace() for char in labelled.note]
    proposed = [_characters(span, visible) for span in cut(labelled.note)]
    claims = [_characters(span, visible) for span in labelled.claims]
    covered = set().union(*proposed)
    others = [_characters(span, visible) for span in labelled.others]
    claimed = set().union(*claims)
    lost = [claim for claim in claims if all(_overlap(claim, each) < ENOUGH for each in proposed)]
    return Count(
        recovered=len(claims) - len(lost),
        claims=len(claims),
        proposed=len(proposed),
        dropped=sum(2 * len(other & covered) < len(other) or not other for other in others),
        others=len(others),
        not_seen=sum(2 * len(claim & covered) < len(claim) for claim in lost),
        too_coarse=sum(any(len(claim & each) >= ENOUGH * len(claim) for each in proposed) for claim in lost),
        empty=sum(2 * len(each & claimed) < len(each) for each in proposed),
    )


def _characters(span: Span, visible: list[bool]) -> set[int]:
    return {at for at in range(*span) if visible[at]}


def _overlap(one: set[int], other: set[int]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _print(name: str, notes: list[Labelled]) -> None:
    print(f"\n{name}: {len(notes)} notes, {sum(len(n.claims) for n in notes)} claims, ", end="")
    print(f"{sum(len(n.others) for n in notes)} pieces that are no opinions")
    for title, cut in (("segmenter", by_segmenter), ("line breaks", by_line)):
        counts = [counted(each, cut) for each in notes]
        draw = random.Random(4)
        drawn = [shares(draw.choices(counts, k=len(counts))) for _ in range(DRAWS)]
        print(f"  {title:12}", end="")
        for index, measure in enumerate(("recovered", "precision", "dropped")):
            values = sorted(each[index] for each in drawn)
            low, high = values[DRAWS // 40], values[-DRAWS // 40]
            print(f"  {measure} {shares(counts)[index]:.3f} ({low:.2f}–{high:.2f})", end="")
        print(f"  {sum(count.proposed for count in counts)} proposed")
        lost = sum(count.claims - count.recovered for count in counts)
        print(
            f"{'':14}of {lost} claims lost {sum(count.not_seen for count in counts)} were taken for no opinion and ",
            end="",
        )
        print(f"{sum(count.too_coarse for count in counts)} joined with more; ", end="")
        print(f"{sum(count.empty for count in counts)} proposed held no claim")


def shares(counts: Iterable[Count]) -> tuple[float, float, float]:
    """Claims recovered, precision and pieces dropped; of nothing, all are."""
    listed = list(counts)
    recovered = sum(count.recovered for count in listed)
    return (
        recovered / (sum(count.claims for count in listed) or 1),
        recovered / (sum(count.proposed for count in listed) or 1),
        sum(count.dropped for count in listed) / (sum(count.others for count in listed) or 1),
    )


def _print_speed() -> None:
    text = (
        "・バスが少なくて困るし、あと道も狭い。もっと増やし\n　てほしいが、市の話では予定はないとのこと。\n"
        * 2_000
    )
    started = time.process_time()
    claims_of(text[:100_000])
    print(f"\n{len(text[:100_000]):,} characters are cut in {time.process_time() - started:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
