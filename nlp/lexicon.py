"""Standing topics of municipal life, and where their expressions match in a sentence.

An expression is one or several words in normalised forms (so inflection and spelling do not matter, nor whether
a の stands between); `A+B` wants both within a few words. A longer match hides the shorter ones inside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import yaml

from nlp.tokenise import Tokeniser
from nlp.words import Words

TOPICS = Path(__file__).parent / "resources" / "topics"
PLAN_NAMES = Path(__file__).parent / "resources" / "plan_names.txt"
NEAR = 8
STRONG, WEAK = 1.0, 0.4
# 「学校の統合」と「学校統合」は同じ言い方
_OF = "の"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: what citizens and officials call it, and what a plan may file it under."""

    code: str
    label: str
    fields: tuple[str, ...]
    under: tuple[str, ...]
    traits: tuple[str, ...]
    words: tuple[str, ...]
    hints: tuple[str, ...]
    hidden_by: tuple[str, ...]


class Hit(NamedTuple):
    """An expression of a topic, and the spans of the sentence where it stands (two for a pair)."""

    topic: int
    strength: float
    spans: tuple[tuple[int, int], ...]


class FindsHits(Protocol):
    """What a reader asks about each sentence."""

    def hits_in(self, words: Words) -> list[Hit]: ...


@lru_cache(maxsize=1)
def standing_topics() -> tuple[Topic, ...]:
    """The topics shipped with the product, in the order of their files."""
    files = sorted(TOPICS.glob("*.yaml"))
    return tuple(_topic(row) for file in files for row in _rows(file))


@lru_cache(maxsize=1)
def plan_names() -> dict[str, tuple[str, ...]]:
    """By code of a topic the names that measures, KPIs and drafts give it, the narrowest first. Tags do not use them."""
    lines = PLAN_NAMES.read_text(encoding="utf-8").splitlines()
    rows = (line.partition(":") for line in lines if line.strip() and not line.startswith("#"))
    return {code: tuple(names.split()) for code, _, names in rows}


def _rows(file: Path) -> list[dict[str, Any]]:
    # libyaml の読み手は同じ安全な読み方で十倍速い
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: list[dict[str, Any]] = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    return rows


def _topic(row: dict[str, Any]) -> Topic:
    return Topic(
        code=str(row["topic"]),
        label=str(row["label"]),
        fields=_listed(row, "fields"),
        under=_listed(row, "under"),
        traits=_listed(row, "traits"),
        words=_listed(row, "words"),
        hints=_listed(row, "hints"),
        hidden_by=_listed(row, "not"),
    )


def _listed(row: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(row.get(key) or "").split())


class Matcher:
    """Finds the expressions of numbered topics in the words of a sentence."""

    def __init__(self, tokeniser: Tokeniser, topics: Iterable[Topic]) -> None:
        self._tokeniser = tokeniser
        self._atoms: dict[tuple[str, ...], int] = {}
        # 語ごとに、それ一語の表現と、それで始まる長い表現
        self._alone: dict[str, int] = {}
        self._longer: dict[str, list[tuple[list[str], int]]] = {}
        self._singles: dict[int, list[tuple[int, float]]] = {}
        self._pairs: list[tuple[int, float, int, int]] = []
        for number, topic in enumerate(topics):
            self._learn(number, topic)
        self._pairs_of: dict[int, list[int]] = {}
        for number, (_, _, one, other) in enumerate(self._pairs):
            self._pairs_of.setdefault(one, []).append(number)
            self._pairs_of.setdefault(other, []).append(number)

    def _learn(self, number: int, topic: Topic) -> None:
        for expressions, strength in ((topic.words, STRONG), (topic.hints, WEAK), (topic.hidden_by, 0.0)):
            for expression in expressions:
                atoms = [self._atom(part) for part in expression.split("+")]
                if len(atoms) > 2:
                    raise ValueError(f"{topic.code}: {expression}（＋で結べるのは二つまで）")
                if len(atoms) == 2:
                    self._pairs.append((number, strength, atoms[0], atoms[1]))
                elif strength:
                    self._singles.setdefault(atoms[0], []).append((number, strength))

    def _atom(self, expression: str) -> int:
        forms = tuple(form for form in self._tokeniser.forms_of(expression) if form != _OF)
        if forms not in self._atoms:
            self._atoms[forms] = len(self._atoms)
            if len(forms) > 1:
                self._longer.setdefault(forms[0], []).append((list(forms), self._atoms[forms]))
            elif forms:
                self._alone[forms[0]] = self._atoms[forms]
        return self._atoms[forms]

    def hits_in(self, words: Words) -> list[Hit]:
        """Every hit in one sentence, in reading order."""
        words = words.without(_OF)
        found = _outermost(self._found(words.forms))
        if not found:
            return []
        hits = [
            Hit(number, strength, (words.span(first, last),))
            for first, last, atom in found
            for number, strength in self._singles.get(atom, ())
        ]
        hits.extend(self._pair_hits(words, found))
        hits.sort(key=_in_reading_order)
        return hits

    def _found(self, forms: list[str]) -> list[tuple[int, int, int]]:
        found = []
        alone, longer = self._alone.get, self._longer.get
        for index, form in enumerate(forms):
            for sequence, atom in longer(form, ()):
                last = index + len(sequence)
                if forms[index:last] == sequence:
                    found.append((index, last, atom))
            if (one := alone(form)) is not None:
                found.append((index, index + 1, one))
        return found

    def _pair_hits(self, words: Words, found: list[tuple[int, int, int]]) -> Iterator[Hit]:
        places: dict[int, list[tuple[int, int]]] = {}
        for first, last, atom in found:
            if atom in self._pairs_of:
                places.setdefault(atom, []).append((first, last))
        if len(places) < 2:
            return
        for pair in sorted({pair for atom in places for pair in self._pairs_of[atom]}):
            number, strength, one, other = self._pairs[pair]
            others = places.get(other)
            for a in places.get(one, ()) if others else ():
                if (b := _nearest(a, others or [])) is not None:
                    yield Hit(number, strength, tuple(sorted((words.span(*a), words.span(*b)))))


def _in_reading_order(hit: Hit) -> tuple[tuple[tuple[int, int], ...], int]:
    return hit.spans, hit.topic


def _nearest(place: tuple[int, int], others: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The closest of the other places that is near enough; places come in reading order."""
    at = bisect_left(others, place)
    around = [other for other in others[max(at - 1, 0) : at + 2] if other != place]
    near = [other for other in around if abs(other[0] - place[0]) <= NEAR]
    return min(near, key=lambda other: (abs(other[0] - place[0]), other), default=None)


def _outermost(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Matches that do not lie inside a longer one (バス in 観光バス is not the bus line)."""
    longest: dict[int, int] = {}
    reach = 0
    for first, last, _ in found:
        longest[first] = max(longest.get(first, 0), last)
        reach = max(reach, last - first)
    if reach < 2:
        return found
    return [match for match in found if not _lies_inside(match, longest, reach)]


def _lies_inside(match: tuple[int, int, int], longest: dict[int, int], reach: int) -> bool:
    first, last, _ = match
    for start in range(max(first - reach + 1, 0), first + 1):
        end = longest.get(start, 0)
        if last <= end and end - start > last - first:
            return True
    return False
