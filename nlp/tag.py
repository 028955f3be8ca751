"""From texts to suggestions: rules and words into columns, columns into log-odds, log-odds into tags with reasons."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from scipy import sparse

from nlp.classify import Heads, fit_heads
from nlp.columns import ColumnMaker
from nlp.dictionary import versions
from nlp.explain import Column, evidence_of, reasons_of
from nlp.features import Reader, Vectoriser
from nlp.lexicon import Matcher, standing_topics
from nlp.mapping import FACETS, PlanMap, map_topics, plan_words
from nlp.storage import Starter, inputs, load_starter
from nlp.tokenise import Tokeniser
from nlp.types import Strategy, TagResult, TagSuggestion, Text

# 一つの意見に付ける数の上限は分類の手引きによる
MOST_OF_FACET = {"theme": 3, "package": 3, "model": 2}
# (最初の一つ, 二つ目から): 一つ目は慎重に、一つ付いた意見の二つ目は緩く（値は docs/decisions/0012）
THRESHOLDS = {"theme": (0.35, 0.25), "package": (0.4, 0.25), "model": (0.3, 0.3)}
# 点数から付けた確率は 0 にも 1 にもならない
_SURE = 10.0


class Tagger:
    """Suggests themes, packages and models for opinions; the three facets do not look at each other."""

    def __init__(
        self, reader: Reader, columns: ColumnMaker, plan: PlanMap, heads: Heads, version: str
    ) -> None:
        self._reader = reader
        self._columns = columns
        self._plan = plan
        self._heads = heads
        self.version = version

    @classmethod
    def for_strategy(
        cls, strategy: Strategy, model: Path | None = None, cache_dir: Path | None = None
    ) -> Tagger:
        """The tagger of a plan; the plan's dictionary is built once into `cache_dir` and then reused."""
        starter = load_starter(model)
        tokeniser = Tokeniser(strategy.vocabulary, cache_dir)
        topics = standing_topics()
        plan = map_topics(strategy, topics, tokeniser)
        heads = fit_heads(starter.terms, starter.strengths, starter.labels, plan)
        local = plan_words(strategy, plan, topics, tokeniser, frozenset(starter.vocabulary.words))
        matcher = Matcher(tokeniser, [*topics, *(word.topic for word in local)])
        vectoriser = Vectoriser(starter.vocabulary)
        columns = ColumnMaker(vectoriser, topics, plan, local)
        return cls(Reader(tokeniser, matcher), columns, plan, heads, _version(strategy, starter))

    def tag(self, texts: Sequence[str]) -> list[TagResult]:
        """One result per text, in order; the same text gets the same result whatever stands beside it."""
        read = self._reader.read(texts)
        rows = [self._columns.of(text, seen) for text, seen in read]
        scores = self._scores(rows)
        return [
            self._result(text, row, score) for (text, _), row, score in zip(read, rows, scores, strict=True)
        ]

    def _scores(self, rows: list[list[Column]]) -> np.ndarray:
        data = np.array([column.value for row in rows for column in row], dtype=np.float64)
        indices = np.array([column.number for row in rows for column in row], dtype=np.int32)
        starts = np.cumsum([0, *(len(row) for row in rows)])
        matrix = sparse.csr_matrix((data, indices, starts), shape=(len(rows), self._heads.weights.shape[1]))
        scores: np.ndarray = matrix @ self._heads.weights.T + self._heads.bias
        return scores

    def _result(self, text: Text, row: list[Column], scores: np.ndarray) -> TagResult:
        suggestions: list[TagSuggestion] = []
        for facet in FACETS:
            made = (self._suggestion(text, row, number) for number in self._likely(facet, scores))
            suggestions.extend(one for one in made if one.evidence)
        packages = tuple(self._plan.targets[number].code for number in self._ranked("package", scores))
        probabilities = {
            (target.facet, target.code): probability_of(score)
            for target, score in zip(self._plan.targets, scores, strict=True)
        }
        return TagResult(tuple(suggestions), packages, probabilities)

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The plan's codes of each facet, in the plan's order."""
        return {facet: tuple(t.code for t in self._plan.targets if t.facet == facet) for facet in FACETS}

    def _likely(self, facet: str, scores: np.ndarray) -> list[int]:
        """The codes of a facet worth suggesting, most likely first; none when not even one is likely."""
        first, further = THRESHOLDS[facet]
        ranked = self._ranked(facet, scores)[: MOST_OF_FACET[facet]]
        if not ranked or probability_of(scores[ranked[0]]) < first:
            return []
        return [number for number in ranked if probability_of(scores[number]) >= further]

    def _ranked(self, facet: str, scores: np.ndarray) -> list[int]:
        numbers = [n for n, target in enumerate(self._plan.targets) if target.facet == facet]
        return sorted(numbers, key=lambda number: (-scores[number], number))

    def _suggestion(self, text: Text, row: list[Column], number: int) -> TagSuggestion:
        head = self._heads.weights[number]
        weights = {column.number: float(head[column.number]) for column in row}
        reasons = reasons_of(text, row, weights)
        bias = float(self._heads.bias[number])
        score = math.fsum([bias, *(reason.weight for reason in reasons)])
        target = self._plan.targets[number]
        return TagSuggestion(
            facet=target.facet,
            code=target.code,
            probability=probability_of(score),
            evidence=evidence_of(reasons),
            reasons=reasons,
            score=score,
            bias=bias,
        )


def probability_of(score: float) -> float:
    """The probability that log-odds stand for, never quite 0 or 1."""
    return 1.0 / (1.0 + math.exp(-max(-_SURE, min(_SURE, score))))


def _version(strategy: Strategy, starter: Starter) -> str:
    parts = {
        "inputs": inputs(),
        "versions": versions(),
        "starter": starter.digest,
        "strategy": asdict(strategy),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
