"""Which standing topics a plan files under which of its themes, packages and models, from the plan's own words.

No code of any city stands here: a topic names what it may be filed under (「公共交通」), and the plan's texts are
searched for those words. What a package excludes counts against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from nlp.lexicon import Topic
from nlp.tokenise import Tokeniser
from nlp.types import PlanModel, PlanPackage, PlanTheme, Strategy

FACETS = ("theme", "package", "model")
_PHRASES = re.compile(r"[、。，,・･／/()（）「」｢｣“”\[\]：:；;\s]+")
_POINTS_ELSEWHERE = re.compile(r"[(（]\s*→[^)）]*[)）]")
# 広い言葉に置かれるほど確かさは下がる
_BROADER = 0.93
_LEAST, _SHARE_OF_BEST = 0.5, 0.9
_WEIGHT_OF_INCLUDES, _WEIGHT_OF_NAME, _WEIGHT_OF_MEASURE, _WEIGHT_OF_DESCRIPTION = 1.0, 0.9, 0.85, 0.7

Phrase = tuple[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Target:
    """One code of the plan on one facet."""

    facet: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PlanMap:
    """The plan's codes, and for every topic the numbers of the codes it belongs to."""

    targets: tuple[Target, ...]
    targets_of_topic: tuple[tuple[int, ...], ...]


def map_topics(strategy: Strategy, topics: Sequence[Topic], tokeniser: Tokeniser) -> PlanMap:
    """The map of every topic to the plan's codes, as a person filed it or else as the plan's words propose.

    Topics that fit nowhere map to nothing.
    """
    shelves = _shelves(strategy, tokeniser)
    targets = tuple(target for target, _, _ in shelves)
    filed = _filed(strategy, targets)
    per_topic = []
    for topic in topics:
        if topic.code in filed:
            per_topic.append(filed[topic.code])
            continue
        numbers: list[int] = []
        for facet, names in zip(FACETS, (topic.fields, topic.under, topic.traits), strict=True):
            forms = [tokeniser.forms_of(name) for name in names]
            marks = [
                _mark(forms, wanted, unwanted) if target.facet == facet else 0.0
                for target, wanted, unwanted in shelves
            ]
            numbers.extend(_chosen(marks, facet))
        per_topic.append(tuple(numbers))
    return PlanMap(targets, tuple(per_topic))


def _filed(strategy: Strategy, targets: Sequence[Target]) -> dict[str, tuple[int, ...]]:
    """What people filed; not where every code that was named is gone with an older plan."""
    filed = {}
    for filing in strategy.filings:
        numbers = tuple(n for n, target in enumerate(targets) if (target.facet, target.code) in filing.codes)
        if numbers or not filing.codes:
            filed[filing.topic] = numbers
    return filed


def _chosen(marks: list[float], facet: str) -> list[int]:
    best = max(marks, default=0.0)
    if best < _LEAST:
        return []
    # テーマとモデルは互いに排さない。パッケージは最もよく合うものだけに置く
    least = max(_LEAST, best * _SHARE_OF_BEST) if facet == "package" else _LEAST
    return [number for number, mark in enumerate(marks) if mark >= least]


def _shelves(strategy: Strategy, tokeniser: Tokeniser) -> list[tuple[Target, list[Phrase], list[Phrase]]]:
    shelves: list[tuple[Target, list[Phrase], list[Phrase]]] = []
    for theme in strategy.themes:
        shelves.append((Target("theme", theme.code, theme.label), _theme_phrases(theme, tokeniser), []))
    for package in strategy.packages:
        unwanted = _phrases([_POINTS_ELSEWHERE.sub("、", package.excludes)], 1.0, tokeniser)
        target = Target("package", package.code, package.name)
        shelves.append((target, _package_phrases(package, tokeniser), unwanted))
    for model in strategy.models:
        shelves.append((Target("model", model.code, model.name), _model_phrases(model, tokeniser), []))
    return shelves


def _theme_phrases(theme: PlanTheme, tokeniser: Tokeniser) -> list[Phrase]:
    return _phrases([theme.definition], 1.0, tokeniser) + _phrases([theme.label], 0.9, tokeniser)


def _package_phrases(package: PlanPackage, tokeniser: Tokeniser) -> list[Phrase]:
    return [
        *_phrases([package.includes], _WEIGHT_OF_INCLUDES, tokeniser),
        *_phrases([package.name], _WEIGHT_OF_NAME, tokeniser),
        *_phrases(package.measures, _WEIGHT_OF_MEASURE, tokeniser),
        *_phrases(package.descriptions, _WEIGHT_OF_DESCRIPTION, tokeniser),
    ]


def _model_phrases(model: PlanModel, tokeniser: Tokeniser) -> list[Phrase]:
    return [
        *_phrases([model.name], 1.0, tokeniser),
        *_phrases([model.description], 1.0, tokeniser),
        *_phrases(model.items, 0.9, tokeniser),
    ]


def _phrases(texts: Iterable[str], weight: float, tokeniser: Tokeniser) -> list[Phrase]:
    phrases = (part for text in texts for part in _PHRASES.split(text) if part)
    return [(forms, weight) for part in phrases if (forms := tokeniser.forms_of(part))]


def _mark(names: list[tuple[str, ...]], wanted: list[Phrase], unwanted: list[Phrase]) -> float:
    mark = _best(names, wanted)
    return mark if mark and _best(names, unwanted) < mark else 0.0


def _best(names: list[tuple[str, ...]], phrases: list[Phrase]) -> float:
    best = 0.0
    for rank, name in enumerate(names):
        for forms, weight in phrases:
            best = max(best, weight * _BROADER**rank * _closeness(name, forms))
    return best


def _closeness(name: tuple[str, ...], phrase: tuple[str, ...]) -> float:
    """1 for the same words, less the more other words the phrase has around the name, 0 if absent."""
    size = len(name)
    if not size or not any(phrase[i : i + size] == name for i in range(len(phrase) - size + 1)):
        return 0.0
    return 0.75 + 0.25 * size / len(phrase)


@dataclass(frozen=True, slots=True)
class LocalWord:
    """A phrase of the plan itself that points to one of its packages, as a topic of its own."""

    topic: Topic
    target: int


def plan_words(
    strategy: Strategy, plan: PlanMap, topics: Sequence[Topic], tokeniser: Tokeniser, known: Collection[str]
) -> list[LocalWord]:
    """The phrases of each package's list of contents that no standing topic and no other package has.

    A single word counts only if it is not `known` from the standing corpus: 「相談」 or 「施設」 alone say nothing.
    """
    standing = {tokeniser.forms_of(word) for topic in topics for word in (*topic.words, *topic.hints)}
    owners: dict[tuple[str, ...], set[str]] = {}
    surfaces: dict[tuple[str, ...], str] = {}
    for package in strategy.packages:
        for part in _PHRASES.split(package.includes):
            forms = tokeniser.forms_of(part)
            if len(part) > 1 and forms not in standing and (len(forms) > 1 or forms[0] not in known):
                owners.setdefault(forms, set()).add(package.code)
                surfaces.setdefault(forms, part)
    numbers = {target.code: n for n, target in enumerate(plan.targets) if target.facet == "package"}
    return [
        LocalWord(_topic_of(surfaces[forms]), numbers[next(iter(codes))])
        for forms, codes in owners.items()
        if len(codes) == 1
    ]


def _topic_of(surface: str) -> Topic:
    return Topic(f"plan:{surface}", "計画の言葉", (), (), (), (surface,), (), ())
