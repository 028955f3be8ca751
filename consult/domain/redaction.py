"""What a text looks like when passages of it may not leave the house (R30, R33). The text itself never changes."""

from collections.abc import Iterable

from consult.domain.spans import Span, united

MASK = "〔非公表〕"


def redacted(text: str, spans: Iterable[Span]) -> str:
    """The text with the mark in the place of each passage; what lies outside of the spans stays as it is."""
    pieces: list[str] = []
    kept_from = 0
    for start, end in united((max(0, start), min(len(text), end)) for start, end in spans):
        pieces += (text[kept_from:start], MASK)
        kept_from = end
    return "".join((*pieces, text[kept_from:]))


def places_of(words: str, text: str) -> list[Span]:
    """Every place where exactly these words stand, overlapping ones too."""
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def repeated(passages: Iterable[str], text: str) -> list[Span]:
    """Where another text (a gist) says what is masked: the same words, blanks aside."""
    return united(span for words in passages for span in places_of(words.strip(), text))


def is_covered(span: Span, by: Iterable[Span]) -> bool:
    """Whether every character of a span lies within one of the others, or several of them together."""
    return any(start <= span[0] and span[1] <= end for start, end in united(by))
