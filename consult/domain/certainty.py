"""How sure the tagger is, in three words: the number alone tells an official little."""

from consult.domain.vocabulary import Certainty

# Measured on nothing but readability: below 0.6 the tagger is nearly tossing a coin.
HIGH_FROM = 0.8
MIDDLE_FROM = 0.6


def certainty_of(probability: float) -> Certainty:
    """高い from 0.8, ふつう from 0.6, 低い below."""
    if probability >= HIGH_FROM:
        return Certainty.HIGH
    return Certainty.MIDDLE if probability >= MIDDLE_FROM else Certainty.LOW


def bounds_of(certainty: Certainty) -> tuple[float, float]:
    """The probabilities from (inclusive) and to (exclusive) that a word stands for."""
    return {
        Certainty.HIGH: (HIGH_FROM, 1.0),
        Certainty.MIDDLE: (MIDDLE_FROM, HIGH_FROM),
        Certainty.LOW: (0.0, MIDDLE_FROM),
    }[certainty]
