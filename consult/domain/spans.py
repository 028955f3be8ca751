"""Stretches of a text: first and last edge in code points."""

from collections.abc import Iterable

Span = tuple[int, int]


def united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, overlapping and touching ones as one; empty ones go."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def touches(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether any of the spans shares a character with this stretch."""
    return any(start < last and first < end for first, last in spans)
