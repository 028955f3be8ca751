"""The columns of one text, each with the words or rules that caused it."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.classify import STRENGTH_OF_CODES
from nlp.explain import Column, Share
from nlp.features import Seen, Span, Vectoriser
from nlp.lexicon import Topic
from nlp.mapping import LocalWord, PlanMap
from nlp.types import Text


class ColumnMaker:
    """Turns what was seen in a text into columns of the model: terms, then codes of the plan."""

    def __init__(
        self, vectoriser: Vectoriser, topics: Sequence[Topic], plan: PlanMap, local: Sequence[LocalWord]
    ) -> None:
        self._vectoriser = vectoriser
        self._labels = [topic.label for topic in topics] + [word.topic.label for word in local]
        self._targets = [*plan.targets_of_topic, *((word.target,) for word in local)]
        self._codes_start = vectoriser.width

    def of(self, text: Text, seen: Seen) -> list[Column]:
        """The columns with their causes, in order of number."""
        strengths = _strongest(seen)
        shares = {number: self._share(text, number, spans) for number, (_, spans) in strengths.items()}
        return [*self._terms(text, seen), *self._codes(strengths, shares)]

    def _terms(self, text: Text, seen: Seen) -> list[Column]:
        places = self._vectoriser.places(seen)
        values = self._vectoriser.values(places)
        return [
            Column(number, values[number], (Share(_quoted(text, places[number]), tuple(places[number])),))
            for number in sorted(values)
        ]

    def _codes(
        self, strengths: dict[int, tuple[float, list[Span]]], shares: dict[int, Share]
    ) -> list[Column]:
        causes: dict[int, list[int]] = {}
        for number in sorted(strengths):
            for target in self._targets[number]:
                causes.setdefault(target, []).append(number)
        columns = []
        for target in sorted(causes):
            strongest = max(strengths[number][0] for number in causes[target])
            named = tuple(shares[n] for n in causes[target] if strengths[n][0] == strongest)
            columns.append(Column(self._codes_start + target, strongest * STRENGTH_OF_CODES, named))
        return columns

    def _share(self, text: Text, number: int, spans: list[Span]) -> Share:
        return Share(f"{_quoted(text, spans)}（{self._labels[number]}）", tuple(spans))


def _strongest(seen: Seen) -> dict[int, tuple[float, list[Span]]]:
    """For every topic its strongest hit and all its places."""
    strengths: dict[int, float] = {}
    places: dict[int, set[Span]] = {}
    for number, strength, spans in seen.hits:
        strengths[number] = max(strengths.get(number, 0.0), strength)
        places.setdefault(number, set()).update(spans)
    return {number: (strength, sorted(places[number])) for number, strength in strengths.items()}


def _quoted(text: Text, spans: Sequence[Span]) -> str:
    start, end = min(spans)
    return f"「{text.content[start:end]}」"
