"""Two versions of a text, compared word by word: what stayed, what was taken out, what was put in.

Japanese has no blanks between words: a run of one kind of character (numerals, kanji, katakana, hiragana, letters) is a
word here. It needs no dictionary, so the same two texts are compared alike for ever.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import pairwise

NUMERALS = "〇一二三四五六七八九十百千万億兆"
WORD = re.compile(
    rf"[{NUMERALS}]+|(?:(?![{NUMERALS}])[々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])+|[ァ-ヺーｦ-ﾟ]+|[ぁ-ゖ]+"
    r"|[A-Za-zＡ-Ｚａ-ｚ]+|[0-9０-９]+|.",
    re.DOTALL,
)
SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
# Comparing costs about as much as there are pairs of equal words; above it whole sentences are compared.
MOST_PAIRS = 200_000


class Change(Enum):
    SAME = ""
    TAKEN_OUT = "削除"
    PUT_IN = "追加"


@dataclass(frozen=True)
class Part:
    change: Change
    text: str


def word_diff(before: str, after: str) -> list[Part]:
    """In reading order. Without what was put in the parts are `before`, without what was taken out they are `after`."""
    for cut in (WORD, SENTENCE):
        old, new = _cut(cut, before), _cut(cut, after)
        if _pairs(old, new) <= MOST_PAIRS:
            return _joined(_compared(old, new))
    return _joined(iter([Part(Change.TAKEN_OUT, before), Part(Change.PUT_IN, after)]))


def has_changed(parts: Sequence[Part]) -> bool:
    return any(part.change is not Change.SAME for part in parts)


def words_of(text: str) -> list[tuple[int, int]]:
    """Where each word stands; together they cover the text."""
    edges = [0, *(match.end() for match in WORD.finditer(text))]
    return list(pairwise(edges))


def _cut(kind: re.Pattern[str], text: str) -> list[str]:
    return [word for word in kind.findall(text) if word]


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    in_old, in_new = Counter(old), Counter(new)
    return sum(number * in_new[word] for word, number in in_old.items())


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    for kind, from_old, to_old, from_new, to_new in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            yield Part(Change.SAME, "".join(old[from_old:to_old]))
            continue
        yield Part(Change.TAKEN_OUT, "".join(old[from_old:to_old]))
        yield Part(Change.PUT_IN, "".join(new[from_new:to_new]))


def _joined(parts: Iterator[Part]) -> list[Part]:
    found: list[Part] = []
    for part in parts:
        if not part.text:
            continue
        if found and found[-1].change is part.change:
            part = Part(part.change, found.pop().text + part.text)
        found.append(part)
    return found
