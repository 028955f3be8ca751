"""From texts to suggestions: rules and words into columns, columns into log-odds, log-odds into tags with reasons."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from nlp.choice import Choice
from nlp.classify import Heads
from nlp.cold import cold_heads_of
from nlp.columns import TextColumns
from nlp.dictionary import versions
from nlp.explain import Explainer, evidence_of
from nlp.features import Seen, Vocabulary
from nlp.fitted import KIND, fitted_of
from nlp.mapping import FACETS
from nlp.meaning import load_meanings
from nlp.plan_reader import PlanReader, matrices_of
from nlp.storage import Archive, inputs, load_starter, starter_of
from nlp.types import Evidence, Reason, Strategy, TagResult, TagSuggestion, Text

# 数をまとめて計算する文の数: これより多くしても速くはならない
_BLOCK = 250


class Tagger:
    """Suggests themes, packages and models for opinions; the three facets do not look at each other."""

    def __init__(self, reader: PlanReader, vocabulary: Vocabulary, heads: Heads, version: str) -> None:
        self._reader = reader.reader
        self._columns = reader.columns(vocabulary)
        self._plan = reader.plan
        self._keys = [(target.facet, target.code) for target in reader.plan.targets]
        self._heads = heads
        self._choice = Choice(heads, reader.plan)
        # What a column, and what a word by its meaning, adds to each code: columns × codes, words × codes.
        width = self._columns.width
        self._column_weights = np.ascontiguousarray(heads.weights[:, :width].T)
        self._word_weights = load_meanings().vectors @ heads.weights[:, width:].T
        self._explainer = Explainer(self._column_weights, self._word_weights, self._columns.labels)
        self.version = version

    @classmethod
    def for_strategy(
        cls,
        strategy: Strategy,
        model: Path | None = None,
        cache_dir: Path | None = None,
        *,
        without_corpus: bool = False,
    ) -> Tagger:
        """The tagger of a plan; the plan's dictionary and cold heads are made once into `cache_dir`, then reused.

        `without_corpus`: from the topics' own expressions alone, to measure what the standing corpus adds.
        """
        starter = load_starter()
        reader = PlanReader.for_strategy(strategy, starter.vocabulary.words, cache_dir)
        if model is not None:
            archive = Archive.read(model)
            if archive.meta.get("kind") == KIND:
                fitted = fitted_of(archive, strategy)
                return cls(reader, fitted.vocabulary, fitted.heads, _version(strategy, fitted.digest))
            starter = starter_of(archive)
        if without_corpus:
            starter = starter.of_expressions()
        heads = cold_heads_of(starter, reader.plan, cache_dir)
        return cls(reader, starter.vocabulary, heads, _version(strategy, starter.digest))

    def tag(self, texts: Sequence[str]) -> list[TagResult]:
        """One result per text, in order; the same text gets the same result whatever stands beside it."""
        # 署名のように同じ文面が続くとき、一度だけ考える
        distinct = list(dict.fromkeys(texts))
        results: dict[str, TagResult] = {}
        for first in range(0, len(distinct), _BLOCK):
            block = distinct[first : first + _BLOCK]
            results.update(zip(block, self._results(block), strict=True))
        return [results[text] for text in texts]

    def _results(self, texts: list[str]) -> Iterator[TagResult]:
        read = self._reader.read(texts)
        rows = [self._columns.of(seen) for _, seen in read]
        scores = self._scores(rows)
        probabilities = self._choice.probabilities(scores)
        for (text, seen), row, of_text, likely in zip(
            read, rows, scores.tolist(), probabilities, strict=True
        ):
            ranked = self._choice.ranked("package", likely, of_text)
            yield TagResult(
                tuple(self._suggestions(text, seen, row, likely)),
                tuple(self._keys[number][1] for number in ranked),
                dict(zip(self._keys, likely, strict=True)),
            )

    def _scores(self, rows: list[TextColumns]) -> np.ndarray:
        """Row by row, never in blocks: what stands beside a text must not change the last bit of its score."""
        seen, meant = matrices_of(rows, self._columns.width)
        scores: np.ndarray = seen @ self._column_weights + meant @ self._word_weights + self._heads.bias
        return scores

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The plan's codes of each facet, in the plan's order."""
        targets, of_facet = self._plan.targets, self._choice.numbers
        return {facet: tuple(targets[n].code for n in numbers) for facet, numbers in of_facet.items()}

    def _suggestions(
        self, text: Text, seen: Seen, row: TextColumns, probabilities: list[float]
    ) -> Iterator[TagSuggestion]:
        likely = [self._choice.likely(facet, probabilities) for facet in FACETS]
        wanted = [(number, rivals) for rivals in likely for number in rivals]
        if not wanted:
            return
        explained = self._explainer.reasons_of(text, seen, row, [number for number, _ in wanted])
        for (number, rivals), reasons in zip(wanted, explained, strict=True):
            if evidence := evidence_of(reasons):
                yield self._suggestion(
                    number, reasons, evidence, self._choice.least(number, rivals, probabilities)
                )

    def _suggestion(
        self, number: int, reasons: tuple[Reason, ...], evidence: tuple[Evidence, ...], threshold: float
    ) -> TagSuggestion:
        bias = float(self._heads.bias[number])
        score = math.fsum([bias, *(reason.weight for reason in reasons)])
        facet, code = self._keys[number]
        return TagSuggestion(
            facet=facet,
            code=code,
            probability=self._heads.probability_of(number, score),
            evidence=evidence,
            reasons=reasons,
            score=score,
            bias=bias,
            threshold=threshold,
        )


def _version(strategy: Strategy, model: str) -> str:
    parts = {
        "inputs": inputs(),
        "versions": versions(),
        "model": model,
        "strategy": asdict(strategy),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
