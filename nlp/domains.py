"""Which standing topics of municipal life a piece of text touches, seen by its plain words without a dictionary."""

from __future__ import annotations

from functools import lru_cache

from nlp.lexicon import standing_topics

_LONGEST = 8


def topics_in(wording: str) -> frozenset[str]:
    """The codes of the topics whose expressions stand in the wording; of nested ones the longest counts."""
    known = _topics_of_words()
    found: set[str] = set()
    at, size = 0, len(wording)
    while at < size:
        for length in range(min(_LONGEST, size - at), 1, -1):
            if (codes := known.get(wording[at : at + length])) is not None:
                found |= codes
                at += length - 1
                break
        at += 1
    return frozenset(found)


@lru_cache(maxsize=1)
def _topics_of_words() -> dict[str, frozenset[str]]:
    codes: dict[str, set[str]] = {}
    for topic in standing_topics():
        for word in topic.words + topic.hints:
            if "+" not in word and 2 <= len(word) <= _LONGEST:
                codes.setdefault(word, set()).add(topic.code)
    return {word: frozenset(found) for word, found in codes.items()}
