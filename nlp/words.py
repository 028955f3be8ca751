"""The words of a sentence, as the tokeniser leaves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Word(NamedTuple):
    """One normalised word: its form, its place in the normalised content, and whether it carries content."""

    form: str
    start: int
    end: int
    is_content: bool


@dataclass(slots=True)
class Words:
    """The words of a sentence, a list per property: a flood has millions of them, and objects are what costs."""

    forms: list[str]
    starts: list[int]
    ends: list[int]
    content: list[bool]

    def __iter__(self) -> Iterator[Word]:
        return map(Word._make, zip(self.forms, self.starts, self.ends, self.content, strict=True))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the start of word number `first` to the end of the word before number `last`."""
        return self.starts[first], self.ends[last - 1]

    def without(self, form: str) -> Words:
        """The same words where a form does not stand."""
        if form not in self.forms:
            return self
        kept = [index for index, each in enumerate(self.forms) if each != form]
        return Words(
            [self.forms[index] for index in kept],
            [self.starts[index] for index in kept],
            [self.ends[index] for index in kept],
            [self.content[index] for index in kept],
        )

    def united(self, pieces: Iterable[tuple[int, int, str]]) -> Words:
        """The same words with each (first, last, form) as one word of content; pieces in order, without overlap."""
        whole = Words([], [], [], [])
        done = 0
        for first, last, form in pieces:
            whole._take(self, done, first)
            whole.forms.append(form)
            whole.starts.append(self.starts[first])
            whole.ends.append(self.ends[last - 1])
            whole.content.append(True)
            done = last
        if not done:
            return self
        whole._take(self, done, len(self.forms))
        return whole

    def _take(self, other: Words, first: int, last: int) -> None:
        self.forms += other.forms[first:last]
        self.starts += other.starts[first:last]
        self.ends += other.ends[first:last]
        self.content += other.content[first:last]
