"""Where in a text stands what was looked for: spans of the original to mark, and a stretch around the first of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.domain.folding import fold_with_places
from consult.search.finding import Needle, Search
from consult.search_gateway import FoundWord

Span = tuple[int, int]
# Words are looked for by the dictionary only so far into a text; letters to its end.
READ_FOR_WORDS = 5_000
# A page of the longest notes would take seconds to mark: after so many characters only the beginning of a text is read.
READ_IN_ALL = 1_000_000
BEFORE = 30


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a text with the spans to mark in it; `goes_before` and `goes_on` where it was cut."""

    text: str
    spans: tuple[Span, ...]
    goes_before: bool = False
    goes_on: bool = False


class Marker:
    """Marks the texts of one page for one search."""

    def __init__(self, search: Search) -> None:
        self._needles = search.wanted
        self._left = READ_IN_ALL
        self._reader = search.reader if any(needle.forms for needle in search.wanted) else None

    def spans(self, text: str) -> list[Span]:
        """What of the text was looked for, in order, joined where it overlaps."""
        if not self._needles:
            return []
        text = text[: max(READ_FOR_WORDS, self._left)]
        self._left -= len(text)
        folded = fold_with_places(text)
        found = [
            place
            for needle in self._needles
            for spelling in needle.spellings
            for place in folded.places(spelling)
        ]
        if self._reader:
            words = list(self._reader.words(text[:READ_FOR_WORDS]))
            found += [place for needle in self._needles for place in _places(needle, words)]
        return _joined(sorted(found))

    def excerpt(self, text: str, *, most: int) -> Excerpt:
        """At most `most` characters, beginning a little before the first mark (at the start where there is none)."""
        spans = self.spans(text)
        start = 0
        if spans and spans[0][1] > most:
            start = max(0, min(spans[0][0] - BEFORE, len(text) - most))
        end = min(len(text), start + most)
        inside = ((max(a, start) - start, min(b, end) - start) for a, b in spans)
        return Excerpt(
            text[start:end], tuple(span for span in inside if span[0] < span[1]), start > 0, end < len(text)
        )


def _places(needle: Needle, words: Sequence[FoundWord]) -> Iterator[Span]:
    size = len(needle.forms)
    for at, word in enumerate(words):
        row = words[at : at + size]
        if size and word.form == needle.forms[0] and tuple(each.form for each in row) == needle.forms:
            yield word.start, row[-1].end


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
