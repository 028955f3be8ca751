"""Texts that lost characters when they were saved: 〓 or ? stands where the character set had none. For matching only.

A text that lost some is known again in the text that still has them: each mark stands for any one character.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from consult.domain.counterpart_name import match_key
from consult.domain.same_text import seen

GETA = "〓"
QUESTION_MARK = "?"
# What a mark becomes before folding: noncharacters, which no text has and no folding touches.
ANY, ANY_UNIT = "\U0010fffe", "\U0010ffff"
# With more marks than one in so many characters the likeness is no proof.
FEW = 10
HALF = 2
# A lost character may be more than one after folding (㏄ is cc), or none (a variation selector).
WIDEST = 3
# Only so much of a text's ends is looked up, and of a flood of equal ends only so many texts are compared.
LONGEST_END, MOST = 32, 500

Group = TypeVar("Group", bound=Hashable)
What = TypeVar("What")


def has_lost(text: str, marks: str) -> bool:
    return any(mark in text for mark in marks)


def whole(name: str, notes: str) -> str:
    """Who said what, folded as bodies and notes are compared."""
    return f"{match_key(name)}\n{seen(notes)}"


@dataclass(frozen=True)
class Lossy:
    """Who said what in a file that lost characters. `marks`: what stands for lost ones there."""

    name: str
    notes: str
    marks: str

    @cached_property
    def _pieces(self) -> list[str]:
        return re.split(f"[{ANY}{ANY_UNIT}]", whole(self._marked(self.name), self._marked(self.notes)))

    def _marked(self, text: str) -> str:
        text = text.replace(GETA, ANY)
        return text.replace(QUESTION_MARK, ANY_UNIT) if QUESTION_MARK in self.marks else text

    @property
    def lost(self) -> int:
        return len(self._pieces) - 1

    @property
    def in_words(self) -> str:
        text = self.name + self.notes
        return "と".join(mark for mark in self.marks if mark in text) + f"の{self.lost:,}文字"

    @property
    def ends(self) -> tuple[str, str]:
        """What certainly stands at the beginning and at the end."""
        return self._pieces[0][:LONGEST_END], self._pieces[-1][-LONGEST_END:]

    @cached_property
    def _length(self) -> int:
        return sum(map(len, self._pieces)) + self.lost

    def is_same_as(self, text: str) -> bool:
        """Every other character is the same, and the marks are few."""
        if self.lost * FEW > self._length:
            return False
        # Excel writes a mark for each half of a character outside of the first plane.
        return self._fits(text) or self._fits(_in_halves(text))

    def _fits(self, text: str) -> bool:
        if len(text) != self._length:
            return False
        at = 0
        for piece in self._pieces:
            if not text.startswith(piece, at):
                return False
            at += len(piece) + 1
        return True

    def resembles(self, text: str) -> bool:
        """What is left stands there in the same order, with little between."""
        first, *between, last = self._pieces
        if self.lost * HALF > self._length or abs(len(text) - self._length) > WIDEST * self.lost:
            return False
        at = len(first)
        for piece in between:
            at = text.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return text.startswith(first) and text.endswith(last) and at <= len(text) - len(last)


def _in_halves(text: str) -> str:
    return "".join(char if ord(char) < 0x10000 else char[:1] + ANY for char in text)


class Shelf(Generic[Group, What]):
    """Texts to look a lossy one up in: those of its group with one of its ends, not each of them."""

    def __init__(self, texts: Iterable[tuple[Group, str, What]]) -> None:
        self._texts = list(texts)
        self._by_end: dict[tuple[int, int], dict[tuple[Group, str], list[tuple[str, What]]]] = {}

    def near(self, group: Group, lossy: Lossy) -> list[tuple[str, What]]:
        found = (self._with(which, end).get((group, end), []) for which, end in enumerate(lossy.ends))
        return min(found, key=len)[:MOST]

    def _with(self, which: int, end: str) -> dict[tuple[Group, str], list[tuple[str, What]]]:
        place = (which, len(end))
        if place not in self._by_end:
            by_end = defaultdict(list)
            for group, text, what in self._texts:
                part = text[len(text) - len(end) :] if which else text[: len(end)]
                by_end[group, part].append((text, what))
            self._by_end[place] = dict(by_end)
        return self._by_end[place]
