"""What of a person's name and contacts would give them away in a text, folded for finding."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consult.domain.folding import fold

# Shorter ones stand in ordinary words.
SHORTEST_NAME, SHORTEST_ADDRESS, SHORTEST_NUMBER = 3, 6, 9
NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Needles:
    """`contacts` never stand in a published text; a `name` may be somebody else's, or a word."""

    contacts: frozenset[str]
    names: frozenset[str]


def needles(contacts: Iterable[str], phones: Iterable[str], names: Iterable[str]) -> Needles:
    folded = {fold(each) for each in contacts}
    numbers = {NOT_A_DIGIT.sub("", fold(each)) for each in phones}
    people = {fold(each) for each in names}
    return Needles(
        frozenset(each for each in folded if len(each) >= SHORTEST_ADDRESS)
        | frozenset(each for each in numbers if len(each) >= SHORTEST_NUMBER),
        frozenset(each for each in people if len(each) >= SHORTEST_NAME),
    )


def standing_in(text: str, wanted: Iterable[str]) -> Iterator[str]:
    """Those of the folded words that stand in the text, also a number whose digits are parted by anything."""
    folded = fold(text)
    digits = NOT_A_DIGIT.sub("", folded)
    return (each for each in wanted if each in (digits if each.isdigit() else folded))
