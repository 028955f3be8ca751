"""Words in their context (KWIC): every place of a word or a row of words, in the order of what stands beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.domain.concordance import CutText, Place
from consult.domain.spans import Span, touches
from consult.opinion_words import cut_texts, form_of
from consult.search.finding import opinions_with_words
from consult.search_gateway import language_in_force, reader_at_hand
from consult.word_tables.asked import LinesAsked
from consult.word_tables.leaving import chosen, withheld

# A particle of every text of a flood is no reading: then the newest are enough, and the page says so.
MOST = 50_000


@dataclass(frozen=True)
class Line:
    """One place: where it stands in the wording, the forms of the nearest words, the nearest first, and what is `hidden`."""

    opinion_id: int
    start: int
    end: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    hidden: Sequence[Span] = ()


KEYS: dict[str, Callable[[Line], Any]] = {
    "after": lambda line: (line.after, line.before, -line.opinion_id, line.start),
    "before": lambda line: (line.before, line.after, -line.opinion_id, line.start),
    "newest": lambda line: (-line.opinion_id, line.start),
}


def is_ready() -> bool:
    """Whether the city's words are compiled: no page waits for that, the worker does it."""
    return reader_at_hand(language_in_force()) is not None


def lines_of(asked: LinesAsked, *, leaving: bool = False) -> list[Line]:
    """In the order asked for. As a table of words counts it, where any text holds it as a word of content.

    Else as a word of another kind (から), else as the row of words that the dictionary makes of it (路線バス).
    So many at most as a page can hold, of the newest opinions. Of opinions that are `leaving`, what is withheld is
    neither found nor read for the order: rows in the order of a hidden name would tell it.
    """
    itself, row = (form_of(asked.word),), _row(asked.word)
    rows = [each for each in dict.fromkeys((itself, row)) if any(each)]
    if not rows:
        return []
    opinions = chosen(asked.opinions, once=asked.once, leaving=leaving).where(opinions_with_words(rows))
    hidden = {each: spans for part in withheld(opinions) for each, spans in part.items()} if leaving else {}
    content, other, in_a_row = _Lines(hidden), _Lines(hidden), _Lines(hidden)
    for opinion_id, cut in cut_texts(opinions):
        for place in cut.places(itself):
            (content if cut.is_content(place) else other).add(opinion_id, cut, place)
        for place in cut.places(row) if row and row != itself else ():
            in_a_row.add(opinion_id, cut, place)
        if len(content) >= MOST:
            break
    return sorted(content or other or in_a_row, key=KEYS[asked.order])


class _Lines(list[Line]):
    """No more than a page can hold, and none whose word is hidden."""

    def __init__(self, hidden: Mapping[int, Sequence[Span]]) -> None:
        super().__init__()
        self.hidden = hidden

    def add(self, opinion_id: int, cut: CutText, place: Place) -> None:
        start, end = cut.span(place)
        hidden = self.hidden.get(opinion_id, ())
        if len(self) < MOST and not touches(hidden, start, end):
            sides = cut.before(place, hidden), cut.after(place, hidden)
            self.append(Line(opinion_id, start, end, *sides, hidden))


def opinions_in(lines: Iterable[Line]) -> int:
    return len({line.opinion_id for line in lines})


def _row(word: str) -> tuple[str, ...]:
    reader = reader_at_hand(language_in_force()) if word else None
    return reader.forms(word) if reader else ()


def batches(lines: list[Line], size: int) -> Iterator[list[Line]]:
    return (lines[at : at + size] for at in range(0, len(lines), size))
