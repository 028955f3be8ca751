"""The columns of one text, each with the words or rules that caused it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nlp.classify import STRENGTH_OF_CODES, STRENGTH_OF_SHARES
from nlp.explain import Column, Meant, Share, TextColumns
from nlp.features import Seen, Span, Vectoriser
from nlp.lexicon import Topic
from nlp.mapping import LocalWord, PlanMap
from nlp.meaning import NO_ROW, Meanings
from nlp.types import Text


class ColumnMaker:
    """Turns what was seen in a text into columns of the model: terms, then how strongly each
    code of the plan was hit, then each code's share of what was hit; and its words into meanings."""

    def __init__(
        self,
        vectoriser: Vectoriser,
        meanings: Meanings,
        topics: Sequence[Topic],
        plan: PlanMap,
        local: Sequence[LocalWord],
    ) -> None:
        self._vectoriser = vectoriser
        self._meanings = meanings
        self._labels = [topic.label for topic in topics] + [word.topic.label for word in local]
        self._targets = [*plan.targets_of_topic, *((word.target,) for word in local)]
        self._codes_start = vectoriser.width
        self._shares_start = vectoriser.width + len(plan.targets)
        self.width = vectoriser.width + 2 * len(plan.targets)

    def of(self, text: Text, seen: Seen) -> TextColumns:
        """The columns with their causes, in order of number, and the words with a meaning."""
        strengths = _strongest(seen)
        shares = {number: self._share(text, number, spans) for number, (_, spans) in strengths.items()}
        columns = (*self._terms(text, seen), *self._codes(strengths, shares))
        return TextColumns(columns, self._meant(text, seen))

    def _meant(self, text: Text, seen: Seen) -> tuple[Meant, ...]:
        """The single words that have a vector; how much each counts is scaled to length 1 over the text."""
        places: dict[str, list[Span]] = {}
        for word, span in seen.words:
            if " " not in word:
                places.setdefault(word, []).append(span)
        rows = {word: row for word in sorted(places) if (row := self._meanings.row_of(word)) != NO_ROW}
        rarity = {word: self._vectoriser.rarity_of(word) for word in rows}
        length = math.sqrt(math.fsum(rare**2 for rare in rarity.values())) or 1.0
        return tuple(
            Meant(row, rarity[word] / length, Share(_quoted(text, places[word]), tuple(places[word])))
            for word, row in rows.items()
        )

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
        hit = math.fsum(strength for strength, _ in strengths.values())
        strongest, parts = [], []
        for target in sorted(causes):
            most = max(strengths[number][0] for number in causes[target])
            named = tuple(shares[n] for n in causes[target] if strengths[n][0] == most)
            strongest.append(Column(self._codes_start + target, most * STRENGTH_OF_CODES, named))
            part = math.fsum(strengths[number][0] for number in causes[target]) / hit
            every = tuple(shares[number] for number in causes[target])
            parts.append(Column(self._shares_start + target, part * STRENGTH_OF_SHARES, every))
        return [*strongest, *parts]

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
