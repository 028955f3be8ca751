"""The one finder of likely personal information: it proposes, a person decides, and it never claims to be complete.

Contacts of offices and firms, people of history and of fiction, and people named by their office alone are not personal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nlp.personal_figures import items_in_figures
from nlp.personal_names import names_in
from nlp.personal_places import items_in_places
from nlp.personal_reading import Reading
from nlp.personal_telling import telling_phrases
from nlp.types import PersonalItem, Text

# 一字ずつ空けて書かれた名（佐 藤 花 子）と、行をまたぐ名
_LETTER = "[一-龥々ぁ-んァ-ヶー]"
_SPACED = re.compile(rf"(?:^|(?<=[\s、。：:はのがとに「（(])){_LETTER}(?:[ ・_./*-]{_LETTER})+")
_BROKEN = re.compile(rf"(?<={_LETTER})\n(?={_LETTER})")


def personal_items(wording: str) -> tuple[PersonalItem, ...]:
    """Likely personal passages in order, in code points of the wording as given; none lies within another."""
    reading = Reading.of(wording)
    names = [*names_in(reading), *_torn_names(reading)]
    reading = replace(reading, names=tuple(sorted(name.start for name in names)))
    found = [*names, *(each for find in _FINDERS for each in find(reading))]
    placed = (PersonalItem(*reading.text.span(item.start, item.end), item.kind) for item in found)
    return tuple(_outermost(placed))


def _torn_names(reading: Reading) -> Iterator[PersonalItem]:
    """Names with blanks or a line end inside, which no dictionary knows as they stand."""
    gaps = _gaps(reading.content)
    if not gaps:
        return
    closed = Text.of(reading.content).edited((at, at + 1, "") for at in gaps)
    for item in names_in(Reading(closed)):
        start, end = closed.span(item.start, item.end)
        if end - start > item.end - item.start:
            yield PersonalItem(start, end, item.kind)


_FINDERS: tuple[Callable[[Reading], Iterator[PersonalItem]], ...] = (
    items_in_figures,
    items_in_places,
    telling_phrases,
)


def _gaps(content: str) -> list[int]:
    """Where a blank between single letters, or a line end between two letters, may be inside of a name."""
    spaced = {
        m.start() + at for m in _SPACED.finditer(content) for at, char in enumerate(m.group()) if at % 2
    }
    return sorted(spaced | {match.start() for match in _BROKEN.finditer(content)})


def _outermost(items: Iterable[PersonalItem]) -> list[PersonalItem]:
    kept: list[PersonalItem] = []
    for item in sorted(items, key=lambda item: (item.start, -item.end)):
        if not kept or item.end > kept[-1].end:
            kept.append(item)
    return kept
