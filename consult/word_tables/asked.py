"""What a table of words is asked for: opinions by the one filter, and what the page adds to it."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, TypeVar

from consult.domain.vocabulary import Vocabulary
from consult.opinion_filter import OpinionFilter

LONGEST_WORD = 100


@dataclass(frozen=True)
class Asked:
    """`once`: a text that many sent counts as one. `word`, `axis` and `order` mean what their page says."""

    opinions: OpinionFilter
    once: bool = False
    word: str = ""
    order: str = ""
    USUAL: ClassVar[str] = ""

    def shared_args(self) -> dict[str, str]:
        """What every page of words understands."""
        return {**filter_args(self.opinions), **({"once": "1"} if self.once else {})}

    def own_args(self) -> dict[str, str]:
        """What the page adds to the address of the filter."""
        once = "1" if self.once else ""
        own = {"once": once, "word": self.word, "order": "" if self.order == self.USUAL else self.order}
        return {name: value for name, value in own.items() if value}

    def as_args(self) -> dict[str, str]:
        return {**filter_args(self.opinions), **self.own_args()}

    def sorted_by(self, name: str) -> Self:
        """The same table by another column; a second press turns the order round."""
        first, second = (name, f"-{name}") if name == "word" else (f"-{name}", name)
        return replace(self, order=second if self.order == first else first)


AnyAsked = TypeVar("AnyAsked", bound=Asked)


@dataclass(frozen=True)
class WordsAsked(Asked):
    """`word`: narrows the table to words that hold it."""

    order: str = "-opinions"
    USUAL: ClassVar[str] = "-opinions"


@dataclass(frozen=True)
class LinesAsked(Asked):
    """A word, or a row of words, to be read in its context; lines by what stands right (`after`) or left of it."""

    order: str = "after"
    USUAL: ClassVar[str] = "after"


@dataclass(frozen=True)
class ApartAsked(Asked):
    """Opinions parted by a field of the filter. A value that the filter has there is the group that is looked at."""

    order: str = "-z"
    axis: str = "theme"
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
        return {"axis": self.axis, **super().own_args()}

    def args_of(self, code: str) -> dict[str, str]:
        """What every page of words understands, for one group."""
        return {**replace(self, opinions=self.compared).shared_args(), self.axis: code}

    @property
    def args_of_others(self) -> dict[str, str]:
        """The same for what is compared with the group that is looked at."""
        others = replace(self.compared, without=f"{self.axis}:{self.value}")
        return replace(self, opinions=others).shared_args()


def filter_args(asked: OpinionFilter) -> dict[str, str]:
    """The order of the list of opinions means nothing to a table of words."""
    return {name: value for name, value in asked.as_args().items() if name != "sort"}
