"""How long inputs made to hurt keep the machine busy, at one size and at four times that size: 4 times is linear.

python bench/bench_hostile.py

Tests only ask that such inputs are answered; whether the time grows with the length and not faster is seen here.
Word files made to hurt follow, each read in a process of its own: seconds and megabytes taken (TX11: 3 s, 200 MB).
"""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from bench.hostile_docx import GROWING, growing, hostile  # noqa: E402
from consult.documents.docx_reading import read_docx  # noqa: E402
from consult.domain.draft_blocks import blocks_of  # noqa: E402
from consult.domain.draft_text import cut_text  # noqa: E402
from consult.domain.errors import DraftRefused, FileRefused  # noqa: E402
from consult.domain.near_names import near_names  # noqa: E402
from consult.domain.passwords import length_hard_to_guess  # noqa: E402
from nlp import claims_of, normalise, personal_items  # noqa: E402
from nlp.rule_matching import PlanRule, RuleMatcher  # noqa: E402
from nlp.rules import RuleUnreadable, parse  # noqa: E402
from nlp.tokenise import Tokeniser  # noqa: E402

SIZE = 25_000
PERSONAL = (
    "0-9-",
    "a@",
    "a.",
    "佐藤鈴木高橋",
    "会長の",
    "佐 藤 ",
    "佐\n",
    "唯一の",
    "平字一丁目1-",
    "(",
    "銀行",
)
NOTES = (
    "・バスが少ない。\n",
    "「あ",
    "（",
    "1,",
    "が、",
    "し、",
    "\n　",
    "市：",
    "困るとのことで、",
    "【",
    "という話、",
)
DRAFTS = (
    "あ\n", "- あ\n", "| a |\n", "a\tb\n", "# あ\n\n", "第1章　あ\n", "(1) あ\n\n", "1. ", "　", "|", "|--", "> ", "…12\n",
)  # fmt: skip
RULES = ("(", "not ", "near(", "バス or ", "「", "\n")
Act = Callable[[int], object]


def acts() -> Iterator[tuple[str, Act]]:
    """What is done with how many characters (names: bodies, a five-hundredth)."""
    for piece in PERSONAL:
        yield (
            f"personal_items {piece!r}",
            lambda size, piece=piece: personal_items(piece * (size // len(piece))),
        )
    for piece in NOTES:
        yield f"claims_of {piece!r}", lambda size, piece=piece: claims_of(piece * (size // len(piece)))
    for piece in DRAFTS:
        yield f"blocks_of {piece!r}", lambda size, piece=piece: blocks_of(piece * (size // len(piece)))
        yield f"cut_text {piece!r}", lambda size, piece=piece: cut(piece * (size // len(piece)))
    for name, inner in GROWING.items():
        made = {size: growing(inner, size) for size in (SIZE, 4 * SIZE)}
        yield f"read_docx {name}", lambda size, made=made: read_docx("a.docx", made[size])
    for piece in RULES:
        yield f"parse {piece!r}", lambda size, piece=piece: refused(piece * (size // len(piece)))
    yield "normalise", lambda size: normalise("ﾊﾞｽが　少ない。\n" * (size // 10))
    yield "length_hard_to_guess", lambda size: length_hard_to_guess("aab" * (size // 600))
    yield "near_names", lambda size: near_names((n, f"架空会議（第{n}回）") for n in range(size // 20))
    yield "rules found in a text", matching()


def refused(wording: str) -> None:
    try:
        parse(wording)
    except RuleUnreadable:
        return


def cut(text: str) -> None:
    try:
        cut_text(text)
    except DraftRefused:
        return


def matching() -> Act:
    tokeniser = Tokeniser()
    rules = ["near(バス, 病院, 3)", "バス and not 観光バス", "(バス or 病院) and (病院 or バス)"] * 20
    matcher = RuleMatcher(tokeniser, [PlanRule(parse(rule), n, 0, 1.0) for n, rule in enumerate(rules)])
    # The dictionary takes 49,149 bytes at once; longer texts come in sentences.
    return lambda size: matcher.found_in(tokeniser.words_of("バスと病院。" * (size // 40)))


def seconds(act: Act, size: int) -> float:
    """The best of three: neither another process nor a collection is what is measured."""
    found = []
    for _ in range(3):
        started = time.process_time()
        act(size)
        found.append(time.process_time() - started)
    return min(found)


def answered(content: bytes) -> str:
    """In a process of its own: what was said, seconds, and how many megabytes more it took."""
    Path("/proc/self/clear_refs").write_text("5")  # forget the highest so far
    before, started = _highest(), time.process_time()
    try:
        said = f"read: {len(read_docx('a.docx', content)):,} characters"
    except FileRefused as refusal:
        said = f"refused: {refusal.message[:24]}…"
    taken = time.process_time() - started
    return f"{taken:6.2f} s  {(_highest() - before) / 1024:5.0f} MB  {said}"


def _highest() -> int:
    """The most memory that this process ever held, in kilobytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    personal_items("準備")
    for name, act in acts():
        short, long = seconds(act, SIZE), seconds(act, 4 * SIZE)
        print(f"{name:40} {short:8.3f} s  {long:8.3f} s  {long / max(short, 1e-4):5.1f} times")
    print("\nWord files made to hurt")
    context = multiprocessing.get_context("spawn")
    for name, content in hostile():
        with context.Pool(1) as pool:
            print(f"{name:44} {len(content) / 1024:8,.0f} KB  {pool.apply(answered, (content,))}")


if __name__ == "__main__":
    main()
