"""What a text looks like when passages of it may not leave the house (R30, R33). The text itself never changes."""

import re
from collections.abc import Iterable, Iterator

from consult.domain.folding import fold, fold_with_places
from consult.domain.quotation import CUT
from consult.domain.spans import Span, united

MASK = "〔非公表〕"
CLAUSE_END = re.compile("[、。，．！？!?…「」\\s]+")
# A shorter clause stands in any wording by chance.
SHORTEST_CLAUSE = 3


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
    """Where another text (a gist) says what is masked: the same words, however they are written there."""
    needles = {folded for words in passages if (folded := fold(words))}
    haystack = fold_with_places(text) if needles else None
    return united(span for needle in needles for span in haystack.places(needle)) if haystack else []


def quoted(text: str, wording: str, spans: Iterable[Span]) -> list[Span]:
    """Where a text of slices of the wording (「…」 between them) shows a part of the spans, also a part cut off in the middle."""
    spans, found = list(spans), []
    for start, piece in _slices(text):
        for at, _ in places_of(piece, wording):
            shift = start - at
            shown = ((max(a, at), min(b, at + len(piece))) for a, b in spans)
            found += [(a + shift, b + shift) for a, b in shown if a < b]
    return united(found)


def is_told(text: str, wording: str, span: Span) -> bool:
    """Whether a text says a passage of the wording: in any spelling, or as a clause of it that reaches into the passage."""
    if repeated([wording[slice(*span)]], text):
        return True
    clauses = (clause for clause in CLAUSE_END.split(text) if len(clause) >= SHORTEST_CLAUSE)
    return any(quoted(clause, wording, [span]) for clause in clauses)


def trimmed(text: str, span: Span) -> Span:
    """The span without the brackets and marks at its edges."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return start, end


def is_quotation(text: str, wording: str) -> bool:
    """Whether it holds nothing but slices of the wording."""
    return all(piece in wording for _, piece in _slices(text))


def _slices(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for piece in text.split(CUT):
        if piece:
            yield at, piece
        at += len(piece) + len(CUT)


def is_covered(span: Span, by: Iterable[Span]) -> bool:
    """Whether every character of a span lies within one of the others, or several of them together."""
    return any(start <= span[0] and span[1] <= end for start, end in united(by))
