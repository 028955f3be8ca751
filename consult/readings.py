"""Readings over a text for citizens (ふりがな), by the dictionary of the search. Asks the database for the city's words alone."""

from collections.abc import Callable
from functools import lru_cache

from consult.domain.ruby import RubyPart, ruby_of
from consult.search_gateway import WordReader, language_in_force, reader_at_hand

Parts = tuple[RubyPart, ...]
# The lines of some hundred chapters. A reader of other words is another reader, so nothing here grows old.
LINES_KEPT = 8_192


def readings_at_hand() -> Callable[[str], Parts] | None:
    """A function from text to parts; None while the dictionary is not built yet, for which no page waits."""
    reader = reader_at_hand(language_in_force())
    return None if reader is None else lambda text: _parts(reader, text)


def without_readings(text: str) -> Parts:
    return (RubyPart(text),)


@lru_cache(maxsize=LINES_KEPT)
def _parts(reader: WordReader, text: str) -> Parts:
    words = reader.read_aloud(text)
    # What the dictionary cannot give back exactly is shown without readings.
    return ruby_of(words) if "".join(word for word, _ in words) == text else without_readings(text)
