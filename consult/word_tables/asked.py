"""What a table of words is asked for: opinions by the one filter, and what the page adds to it."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from consult.domain.vocabulary import Vocabulary
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


@dataclass(frozen=True)
class ApartAsked:
    """Opinions parted by a field of the filter. A value that the filter has there is the group that is looked at."""

    opinions: OpinionFilter
    axis: str = "theme"
    order: str = "-z"
    USUAL: ClassVar[str] = "-z"

    @property
    def value(self) -> str:
        """The code of the group that is looked at, none where all are set side by side."""
        chosen = getattr(self.opinions, self.axis)
        return chosen.value if isinstance(chosen, Vocabulary) else chosen or ""

    @property
    def compared(self) -> OpinionFilter:
        """The opinions among which groups are compared."""
        nothing: dict[str, Any] = {self.axis: None if self.axis == "sector" else ""}
        return replace(self.opinions, **nothing)

    def own_args(self) -> dict[str, str]:
        own = {"axis": self.axis, "order": "" if self.order == self.USUAL else self.order}
        return {name: value for name, value in own.items() if value}

    def as_args(self) -> dict[str, str]:
        return {**filter_args(self.opinions), **self.own_args()}

    def args_of(self, code: str) -> dict[str, str]:
        """The filter's arguments for one group."""
        return {**filter_args(self.compared), self.axis: code}

    def sorted_by(self, name: str) -> "ApartAsked":
        first, second = (name, f"-{name}") if name == "word" else (f"-{name}", name)
        return replace(self, order=second if self.order == first else first)


def filter_args(asked: OpinionFilter) -> dict[str, str]:
    """The order of the list of opinions means nothing to a table of words."""
    return {name: value for name, value in asked.as_args().items() if name != "sort"}
