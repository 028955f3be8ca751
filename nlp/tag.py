"""From texts to suggestions: rules and words into columns, columns into log-odds, log-odds into tags with reasons."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from nlp.choice import Choice
from nlp.classify import Heads
from nlp.cold import cold_heads_of
from nlp.columns import TextColumns
from nlp.dictionary import versions
from nlp.explain import Explainer, View, evidence_of
from nlp.features import Seen, Vocabulary
from nlp.fitted import KIND, fitted_of
from nlp.mapping import FACETS
from nlp.meaning import load_meanings
from nlp.parts import SHARE_OF_BEST, best_of, mixed
from nlp.plan_reader import PlanReader, matrices_of
from nlp.remembered import Remembered
from nlp.storage import Archive, inputs, load_starter, starter_of
from nlp.types import Evidence, Reason, Strategy, TagResult, TagSuggestion, Text

# 数をまとめて計算する文の数: これより多くしても速くはならない
_BLOCK = 250
# 文の字数で、一字あたりおよそ 60 バイトになる
_MOST_REMEMBERED = 400_000
Viewed = tuple[View, list[int], list[tuple[View, list[int]]]] | None


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
        self._known: Remembered[tuple[TextColumns, np.ndarray]] = Remembered(_MOST_REMEMBERED)
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

    def tag(self, texts: Sequence[str], *, fully: bool = True) -> list[TagResult]:
        """One result per text, in order; the same text gets the same result whatever stands beside it.

        Without `fully` suggestions come with the places that speak for them, but without reasons: it is faster.
        """
        # 署名のように同じ文面が続くとき、一度だけ考える
        distinct = list(dict.fromkeys(texts))
        results: dict[str, TagResult] = {}
        for first in range(0, len(distinct), _BLOCK):
            block = distinct[first : first + _BLOCK]
            results.update(zip(block, self._results(block, fully), strict=True))
        return [results[text] for text in texts]

    def _results(self, texts: list[str], fully: bool) -> Iterator[TagResult]:
        read = self._reader.read(texts)
        looked = self._look([seen for _, seen in read])
        probabilities = self._choice.probabilities(looked.scores)
        likely = np.array(probabilities)
        ranked = self._choice.ranked("package", likely, looked.scores)
        wanted = list(zip(*(self._choice.likely(facet, likely) for facet in FACETS), strict=True))
        views = looked.views(
            [[code for each in facets for code in each] for facets in wanted], self._explainer
        )
        for (text, _), of_text, facets, viewed, packages in zip(
            read, probabilities, wanted, views, ranked, strict=True
        ):
            yield TagResult(
                tuple(self._suggestions(text, viewed, facets, of_text, fully)),
                tuple([self._keys[package][1] for package in packages]),
                dict(zip(self._keys, of_text, strict=True)),
            )

    def _look(self, seen: list[Seen]) -> Looked:
        """At the whole of each text, and at each sentence of those that have several."""
        rows = [self._columns.of(each) for each in seen]
        scores = self._scores(rows)
        long = [number for number, each in enumerate(seen) if len(each.sentences) > 1]
        parts = [part for number in long for part in seen[number].by_sentence()]
        known = self._of_sentences(parts)
        sentences = [(part, columns) for part, (columns, _) in zip(parts, known, strict=True)]
        best: dict[int, list[int]] = {}
        if long:
            of_sentences = np.array([of_sentence for _, of_sentence in known])
            owners = np.repeat(np.arange(len(long)), [len(seen[number].sentences) for number in long])
            chosen = best_of(of_sentences, owners, len(long))
            scores[long] = mixed(scores[long], of_sentences, chosen)
            best = dict(zip(long, chosen.tolist(), strict=True))
        return Looked(scores, list(zip(seen, rows, strict=True)), sentences, best)

    def _of_sentences(self, parts: list[Seen]) -> list[tuple[TextColumns, np.ndarray]]:
        """The columns and scores of sentences, in order; a sentence that comes again is not scored again."""
        wordings = [part.sentences[0][1].wording for part in parts]
        by_wording = dict(zip(wordings, parts, strict=True))
        known = {wording: each for wording in by_wording if (each := self._known.get(wording))}
        new = [wording for wording in by_wording if wording not in known]
        if new:
            rows = [self._columns.of(by_wording[wording]) for wording in new]
            for wording, row, scores in zip(new, rows, self._scores(rows), strict=True):
                known[wording] = (row, scores.copy())
                self._known.keep(wording, known[wording])
        return [known[wording] for wording in wordings]

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
        self, text: Text, viewed: Viewed, facets: Sequence[list[int]], probabilities: list[float], fully: bool
    ) -> Iterator[TagSuggestion]:
        if viewed is None:
            return
        reasons_of_code = iter(self._explainer.reasons_of(text, *viewed, fully=fully))
        for rivals in facets:
            for number in rivals:
                reasons = next(reasons_of_code)
                if evidence := evidence_of(reasons):
                    threshold = self._choice.least(number, rivals, probabilities)
                    yield self._suggestion(number, reasons, evidence, threshold, fully)

    def _suggestion(
        self,
        number: int,
        reasons: tuple[Reason, ...],
        evidence: tuple[Evidence, ...],
        threshold: float,
        fully: bool,
    ) -> TagSuggestion:
        bias = float(self._heads.bias[number])
        score = math.fsum([bias, *(reason.weight for reason in reasons)])
        facet, code = self._keys[number]
        return TagSuggestion(
            facet=facet,
            code=code,
            probability=self._heads.probability_of(number, score),
            evidence=evidence,
            reasons=reasons if fully else (),
            score=score,
            bias=bias,
            threshold=threshold,
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of texts: their scores (texts × codes), the whole of each, and the sentences of the long ones.

    `best` is, for every long text and code, the number of the sentence that the score leans on.
    """

    scores: np.ndarray
    wholes: list[tuple[Seen, TextColumns]]
    sentences: list[tuple[Seen, TextColumns]]
    best: dict[int, list[int]]

    def views(self, wanted: list[list[int]], explainer: Explainer) -> Iterator[Viewed]:
        """What the scores of the codes wanted of each text are the sum of; None for a text of which none is wanted."""
        leaning = [self._leaning(text, codes) for text, codes in enumerate(wanted)]
        # 文は本文どうしで同じものがあるので、違う文だけを一度ずつ
        needed = {id(self.sentences[each][1]): self.sentences[each][1] for some in leaning for each in some}
        rows = [columns for (_, columns), codes in zip(self.wholes, wanted, strict=True) if codes]
        adds = explainer.of_words([*rows, *needed.values()])
        of_wholes = list(islice(adds, len(rows)))
        of_sentences = dict(zip(needed, adds, strict=True))
        next_whole = iter(of_wholes)
        for whole, codes, some in zip(self.wholes, wanted, leaning, strict=True):
            if not codes:
                yield None
                continue
            share = 1.0 - SHARE_OF_BEST if some else 1.0
            sentences = [
                (View(SHARE_OF_BEST, *self.sentences[each], of_sentences[id(self.sentences[each][1])]), those)
                for each, those in some.items()
            ]
            yield View(share, *whole, next(next_whole)), codes, sentences

    def _leaning(self, text: int, codes: list[int]) -> dict[int, list[int]]:
        """The sentences that codes of a text lean on, each with its codes; none for a text of one sentence."""
        result: dict[int, list[int]] = {}
        best = self.best.get(text)
        if best is not None:
            for code in codes:
                result.setdefault(best[code], []).append(code)
        return result


def _version(strategy: Strategy, model: str) -> str:
    parts = {
        "inputs": inputs(),
        "versions": versions(),
        "model": model,
        "strategy": asdict(strategy),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
