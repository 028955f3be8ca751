"""What a table of words is asked for: opinions by the one filter, and what the page adds to it."""

from dataclasses import dataclass, replace
from typing import ClassVar

from consult.opinion_filter import OpinionFilter

LONGEST_WORD = 100


@dataclass(frozen=True)
class WordsAsked:
    """`word`: narrows the table to words that hold it."""

    opinions: OpinionFilter
    word: str = ""
    order: str = "-opinions"
    USUAL: ClassVar[str] = "-opinions"

    def own_args(self) -> dict[str, str]:
        """What the page adds to the address of the filter."""
        own = {"word": self.word, "order": "" if self.order == self.USUAL else self.order}
        return {name: value for name, value in own.items() if value}

    def as_args(self) -> dict[str, str]:
        return {**filter_args(self.opinions), **self.own_args()}

    def sorted_by(self, name: str) -> "WordsAsked":
        """The same table by another column; a second press turns the order round."""
        first, second = (name, f"-{name}") if name == "word" else (f"-{name}", name)
        return replace(self, order=second if self.order == first else first)


@dataclass(frozen=True)
class LinesAsked:
    """A word, or a row of words, to be read in its context; lines by what stands right (`after`) or left of it."""

    opinions: OpinionFilter
    word: str = ""
    order: str = "after"

    def own_args(self) -> dict[str, str]:
        own = {"word": self.word, "order": "" if self.order == "after" else self.order}
        return {name: value for name, value in own.items() if value}

    def as_args(self) -> dict[str, str]:
        return {**filter_args(self.opinions), **self.own_args()}


def filter_args(asked: OpinionFilter) -> dict[str, str]:
    """The order of the list of opinions means nothing to a table of words."""
    return {name: value for name, value in asked.as_args().items() if name != "sort"}
