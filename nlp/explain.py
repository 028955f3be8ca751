"""Contributions to a score, gathered by the words and rules an official can see; they add up exactly."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.features import Span
from nlp.types import Evidence, Reason, Text

MOST_REASONS = 8
_REST = "その他の語"


@dataclass(frozen=True, slots=True)
class Share:
    """One visible cause of a column's value: a word, or a rule with its topic."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one text: its value, shared equally by its causes."""

    number: int
    value: float
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """A word of one text that has a meaning: the row of its vector, how much it counts, where it stands."""

    row: int
    value: float
    share: Share


@dataclass(frozen=True, slots=True)
class TextColumns:
    """What a model sees of one text: numbered columns in order, and the words whose meanings are summed."""

    columns: tuple[Column, ...]
    meant: tuple[Meant, ...]


def reasons_of(text: Text, contributions: Iterable[tuple[Share, float]]) -> tuple[Reason, ...]:
    """The strongest causes first, the small ones summed into a remainder without spans."""
    sums: dict[str, list[float]] = defaultdict(list)
    spans: dict[str, set[Span]] = defaultdict(set)
    for share, weight in contributions:
        sums[share.label].append(weight)
        spans[share.label].update(share.spans)
    totals = {label: math.fsum(parts) for label, parts in sums.items()}
    # What adds nothing is no reason: a head of rules alone gives most words no weight.
    ordered = sorted(filter(totals.__getitem__, totals), key=lambda label: (-abs(totals[label]), label))
    shown = [Reason(label, totals[label], _placed(text, spans[label])) for label in ordered[:MOST_REASONS]]
    if len(ordered) > MOST_REASONS:
        shown.append(Reason(_REST, math.fsum(totals[label] for label in ordered[MOST_REASONS:]), ()))
    return tuple(shown)


def _placed(text: Text, spans: Iterable[Span]) -> tuple[Evidence, ...]:
    return tuple(text.span(start, end) for start, end in sorted(spans))


def evidence_of(reasons: Iterable[Reason]) -> tuple[Evidence, ...]:
    """The places that speak for a tag, merged where they overlap, in reading order."""
    spans = sorted({(e.start, e.end) for reason in reasons if reason.weight > 0 for e in reason.spans})
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(Evidence(start, end) for start, end in merged)
