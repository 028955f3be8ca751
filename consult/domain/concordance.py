"""Words where they stand: a text cut into pieces, the places of a word or a row of words, and what stands beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from consult.domain.redaction import MASK
from consult.domain.spans import Span, touches

# What a piece is. `WORD` carries no content (a particle), `CONTENT` does; no word stands in a gap, and a sentence ends
# in an `END`: no row of words and no neighbour reaches across it.
GAP, WORD, CONTENT, END = range(4)
NEIGHBOURS = 3
Row = Sequence[str]


@dataclass(frozen=True)
class Place:
    """From the first to the last piece of what was looked for."""

    first: int
    last: int


@dataclass(frozen=True)
class CutText:
    """A text cut without a gap: of each piece its form ("" where no word stands), its kind, and its length."""

    forms: Sequence[str]
    kinds: bytes
    lengths: bytes

    @cached_property
    def ends(self) -> list[int]:
        return list(accumulate(self.lengths))

    def span(self, place: Place) -> tuple[int, int]:
        """Where it stands in the text."""
        return self.ends[place.first] - self.lengths[place.first], self.ends[place.last]

    def places(self, row: Row) -> Iterator[Place]:
        """Wherever these words follow each other within a sentence."""
        at = -1
        while (at := self._next(row[0], at + 1)) >= 0:
            others = list(self._beside(at, +1, len(row) - 1)) if len(row) > 1 else []
            if [self.forms[each] for each in others] == list(row[1:]):
                yield Place(at, others[-1] if others else at)

    def is_content(self, place: Place) -> bool:
        return self.kinds[place.first] == CONTENT

    def before(self, place: Place, hidden: Sequence[Span] = ()) -> tuple[str, ...]:
        """The words to the left, the nearest first. What is `hidden` is one mark, whatever and however much it is."""
        return tuple(self._told(place.first, -1, hidden))

    def after(self, place: Place, hidden: Sequence[Span] = ()) -> tuple[str, ...]:
        return tuple(self._told(place.last, +1, hidden))

    def _told(self, at: int, step: int, hidden: Sequence[Span]) -> list[str]:
        found: list[str] = []
        while len(found) < NEIGHBOURS and 0 <= (at := at + step) < len(self.kinds):
            if hidden and touches(hidden, *self.span(Place(at, at))):
                # Not even the end of a sentence tells anything about what is hidden.
                found += [MASK] if found[-1:] != [MASK] else []
            elif self.kinds[at] == END:
                break
            elif self.kinds[at] != GAP:
                found.append(self.forms[at])
        return found

    def _next(self, form: str, start: int) -> int:
        try:
            return self.forms.index(form, start)
        except ValueError:
            return -1

    def _beside(self, at: int, step: int, most: int) -> Iterator[int]:
        """The nearest pieces that are words, within the sentence."""
        found = 0
        while found < most and 0 <= (at := at + step) < len(self.kinds) and self.kinds[at] != END:
            if self.kinds[at] != GAP:
                found += 1
                yield at
