"""From texts to suggestions: rules and words into columns, columns into log-odds, log-odds into tags with reasons."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from nlp.classify import MOST_OF_FACET, Heads, cold_heads, fit_linear, numbers_of
from nlp.corpus import corpus_rows
from nlp.dictionary import versions
from nlp.explain import Share, TextColumns, evidence_of, reasons_of
from nlp.features import Vocabulary
from nlp.fitted import KIND, fitted_of
from nlp.mapping import FACETS, PlanMap
from nlp.meaning import load_meanings
from nlp.newton import one_thread
from nlp.plan_reader import PlanReader, matrices_of
from nlp.storage import Archive, Starter, inputs, load_starter, starter_of
from nlp.types import Strategy, TagResult, TagSuggestion, Text


class Tagger:
    """Suggests themes, packages and models for opinions; the three facets do not look at each other."""

    def __init__(self, reader: PlanReader, vocabulary: Vocabulary, heads: Heads, version: str) -> None:
        self._reader = reader.reader
        self._columns = reader.columns(vocabulary)
        self._plan = reader.plan
        self._numbers = {facet: numbers_of(facet, reader.plan) for facet in FACETS}
        self._heads = heads
        # What a column, and what a word by its meaning, adds to each code: columns × codes, words × codes.
        self._column_weights = heads.weights[:, : self._columns.width].T
        self._word_weights = load_meanings().vectors @ heads.weights[:, self._columns.width :].T
        self.version = version

    @classmethod
    def for_strategy(
        cls, strategy: Strategy, model: Path | None = None, cache_dir: Path | None = None
    ) -> Tagger:
        """The tagger of a plan; the plan's dictionary is built once into `cache_dir` and then reused."""
        starter = load_starter()
        reader = PlanReader.for_strategy(strategy, starter.vocabulary.words, cache_dir)
        if model is not None:
            archive = Archive.read(model)
            if archive.meta.get("kind") == KIND:
                fitted = fitted_of(archive, strategy)
                return cls(reader, fitted.vocabulary, fitted.heads, _version(strategy, fitted.digest))
            starter = starter_of(archive)
        heads = _cold_heads(starter, reader.plan)
        return cls(reader, starter.vocabulary, heads, _version(strategy, starter.digest))

    def tag(self, texts: Sequence[str]) -> list[TagResult]:
        """One result per text, in order; the same text gets the same result whatever stands beside it."""
        read = self._reader.read(texts)
        rows = [self._columns.of(text, seen) for text, seen in read]
        scores = self._scores(rows)
        return [
            self._result(text, row, score) for (text, _), row, score in zip(read, rows, scores, strict=True)
        ]

    def _scores(self, rows: list[TextColumns]) -> np.ndarray:
        """Row by row, never in blocks: what stands beside a text must not change the last bit of its score."""
        seen, meant = matrices_of(rows, self._columns.width)
        scores: np.ndarray = seen @ self._column_weights + meant @ self._word_weights + self._heads.bias
        return scores

    def _result(self, text: Text, row: TextColumns, scores: np.ndarray) -> TagResult:
        targets, heads = self._plan.targets, self._heads
        probabilities = [heads.probability_of(number, score) for number, score in enumerate(scores)]
        suggestions: list[TagSuggestion] = []
        for facet in FACETS:
            likely = heads.likely(self._numbers[facet], probabilities, MOST_OF_FACET[facet])
            made = (
                self._suggestion(text, row, number, self._least(number, likely, probabilities))
                for number in likely
            )
            suggestions.extend(one for one in made if one.evidence)
        ranked = sorted(
            self._numbers["package"], key=lambda number: (-probabilities[number], -scores[number], number)
        )
        return TagResult(
            tuple(suggestions),
            tuple(targets[number].code for number in ranked),
            {(t.facet, t.code): one for t, one in zip(targets, probabilities, strict=True)},
        )

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The plan's codes of each facet, in the plan's order."""
        targets = self._plan.targets
        return {facet: tuple(targets[n].code for n in numbers) for facet, numbers in self._numbers.items()}

    def _least(self, number: int, likely: list[int], probabilities: list[float]) -> float:
        """The score that a suggestion needs: as the first of its facet, unless another one of them stands as such."""
        heads = self._heads
        others = (other for other in likely if other != number)
        follows = any(probabilities[other] >= heads.first[other] for other in others)
        least = float((heads.further if follows else heads.first)[number])
        return (math.log(least / (1 - least)) - float(heads.offset[number])) / float(heads.slope[number])

    def _suggestion(self, text: Text, row: TextColumns, number: int, threshold: float) -> TagSuggestion:
        reasons = reasons_of(text, self._contributions(row, number))
        bias = float(self._heads.bias[number])
        score = math.fsum([bias, *(reason.weight for reason in reasons)])
        target = self._plan.targets[number]
        return TagSuggestion(
            facet=target.facet,
            code=target.code,
            probability=self._heads.probability_of(number, score),
            evidence=evidence_of(reasons),
            reasons=reasons,
            score=score,
            bias=bias,
            threshold=threshold,
        )

    def _contributions(self, row: TextColumns, number: int) -> Iterator[tuple[Share, float]]:
        """What each cause adds to the score of a code."""
        for column in row.columns:
            weight = column.value * float(self._column_weights[column.number, number]) / len(column.shares)
            yield from ((share, weight) for share in column.shares)
        for word in row.meant:
            yield word.share, word.value * float(self._word_weights[word.row, number])


def _version(strategy: Strategy, model: str) -> str:
    parts = {
        "inputs": inputs(),
        "versions": versions(),
        "model": model,
        "strategy": asdict(strategy),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


# Fitting takes seconds and looks at the topics' places alone: a rule or word that is tried on a page changes none.
_PLACES_KEPT = 4
_fitted_cold: dict[tuple[str, PlanMap], Heads] = {}


def _cold_heads(starter: Starter, plan: PlanMap) -> Heads:
    key = (starter.digest, plan)
    if key not in _fitted_cold:
        corpus = corpus_rows(starter, plan)
        with one_thread():
            weights, bias = fit_linear(corpus.inputs, corpus.wanted, importance=corpus.importance)
        heads = cold_heads(weights, bias, plan)
        while len(_fitted_cold) >= _PLACES_KEPT:
            _fitted_cold.pop(next(iter(_fitted_cold)), None)
        _fitted_cold[key] = heads
    return _fitted_cold[key]
