"""Where in a text stands what was looked for: spans of the original to mark, and a stretch around the first of them."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.domain.folding import fold_with_places
from consult.domain.spans import Span, united
from consult.search.finding import Search
from consult.search_gateway import FoundWord

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
    """Marks the texts of one page for one search. A text is read once, however often it is shown."""

    def __init__(self, search: Search) -> None:
        self._needles = search.wanted
        self._rows = [needle.forms for needle in search.wanted if needle.forms]
        self._readings = {needle.reading for needle in search.wanted if needle.reading}
        self._left = READ_IN_ALL
        self._reader = search.reader if self._rows or self._readings else None
        self._known: dict[str, list[Span]] = {}

    def spans(self, text: str) -> list[Span]:
        """What of the text was looked for, in order, joined where it overlaps."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def excerpt(self, text: str, *, most: int) -> Excerpt:
        """At most `most` characters, beginning a little before the first mark (at the start where there is none)."""
        spans = self._known[text] if text in self._known else self._read(text, after_first=most)
        start = 0
        if spans and spans[0][1] > most:
            start = max(0, min(spans[0][0] - BEFORE, len(text) - most))
        end = min(len(text), start + most)
        inside = ((max(a, start) - start, min(b, end) - start) for a, b in spans)
        return Excerpt(
            text[start:end], tuple(span for span in inside if span[0] < span[1]), start > 0, end < len(text)
        )

    def _read(self, text: str, *, after_first: int | None = None) -> list[Span]:
        """`after_first`: so many characters behind the first mark, no more marks are needed."""
        if not self._needles:
            return []
        text = text[: max(READ_FOR_WORDS, self._left)]
        self._left -= len(text)
        folded = fold_with_places(text)
        spans = united(
            place
            for needle in self._needles
            for spelling in needle.spellings
            for place in folded.places(spelling)
        )
        found: list[Span] = []
        for begun, places in self._word_places(text):
            found += places
            if after_first is None:
                continue
            # The dictionary is slow, and of long notes most would be read for nothing.
            if places and (not spans or places[0][0] <= spans[0][1]):
                spans = united([*spans, *places])
            if spans and begun > spans[0][1] + after_first:
                break
        return united([*spans, *found])

    def _word_places(self, text: str) -> Iterator[tuple[int, list[Span]]]:
        """Word by word: what was looked for and ends with it; no later word ends anything begun before `begun`."""
        if self._reader is None:
            return
        longest = max(map(len, self._rows), default=1)
        last: deque[FoundWord] = deque(maxlen=longest)
        for word in self._reader.read(text[:READ_FOR_WORDS]):
            if word.is_reading:
                # Readings come before the words of their sentence: nothing has been passed yet.
                if word.form in self._readings:
                    yield 0, [(word.start, word.end)]
                continue
            last.append(word)
            rows = [row for row in self._rows if row[-1] == word.form and _ends(last, row)]
            begun = last[0].start if len(last) == longest else 0
            yield begun, [(last[-len(row)].start, word.end) for row in rows]


def _ends(words: Sequence[FoundWord], row: tuple[str, ...]) -> bool:
    """Whether the words end with a row of forms."""
    return len(row) <= len(words) and all(words[at - len(row)].form == form for at, form in enumerate(row))
