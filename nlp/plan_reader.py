"""How texts are read for a plan: its dictionary, the standing topics mapped to its codes, and its own words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from nlp.classify import Inputs
from nlp.columns import ColumnMaker, TextColumns, flat
from nlp.features import WEIGHT_OF_WORDS, Reader, Vectoriser, Vocabulary
from nlp.lexicon import Matcher, Topic, standing_topics
from nlp.mapping import LocalWord, PlanMap, map_topics, plan_words
from nlp.meaning import load_meanings
from nlp.rule_matching import MatcherWithRules, RuleMatcher, plan_rules, rule_words
from nlp.tokenise import Tokeniser
from nlp.types import Strategy


@dataclass(frozen=True, slots=True)
class PlanReader:
    """Reads texts for one state of a plan."""

    topics: tuple[Topic, ...]
    plan: PlanMap
    local: tuple[LocalWord, ...]
    reader: Reader

    @classmethod
    def for_strategy(
        cls, strategy: Strategy, known: Collection[str], cache_dir: Path | None = None
    ) -> PlanReader:
        """`known` are the words of the standing corpus; the plan's dictionary is built once into `cache_dir`."""
        tokeniser = Tokeniser(strategy.vocabulary, cache_dir, strategy.synonyms)
        topics = standing_topics()
        plan = map_topics(strategy, topics, tokeniser)
        own = plan_words(strategy, plan, topics, tokeniser, frozenset(known))
        local = (*own, *rule_words(strategy.rules, plan))
        rules = plan_rules(strategy.rules, plan, first_topic=len(topics) + len(own))
        matcher = MatcherWithRules(
            Matcher(tokeniser, [*topics, *(word.topic for word in own)]),
            RuleMatcher(tokeniser, rules),
            [*plan.targets_of_topic, *((word.target,) for word in local)],
        )
        return cls(topics, plan, local, Reader(tokeniser, matcher))

    def columns(self, vocabulary: Vocabulary) -> ColumnMaker:
        """What makes the columns of a model with this vocabulary."""
        return ColumnMaker(Vectoriser(vocabulary), load_meanings(), self.topics, self.plan, self.local)


def inputs_of(texts: Sequence[TextColumns], width: int) -> Inputs:
    """What is seen of many texts as numbers to learn from; `width` is that of the sparse columns."""
    columns, meant = matrices_of(texts, width)
    return Inputs(columns, load_meanings().summed(meant), meant)


def matrices_of(texts: Sequence[TextColumns], width: int) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Texts × columns (`width` of them), and texts × rows of the word vectors."""
    return _seen(texts, width), _meant(texts, len(load_meanings().vectors))


def _seen(texts: Sequence[TextColumns], width: int) -> sparse.csr_matrix:
    """The words of each text that have a column, then its codes."""
    counts = [(len(one.terms), len(one.codes.columns)) for one in texts]
    columns = flat((part for one in texts for part in (one.terms, one.codes.columns)), np.int32)
    given = flat((part for one in texts for part in (one.rarity, one.codes.values)), np.float64)
    sizes = np.array(counts, dtype=np.intp)
    lengths = np.repeat([one.length for one in texts], sizes.sum(axis=1))
    is_word = np.repeat(np.tile([True, False], len(texts)), sizes.ravel())
    values = np.where(is_word, WEIGHT_OF_WORDS * given / lengths, given)
    return _matrix(columns, values, sizes.sum(axis=1), width)


def _meant(texts: Sequence[TextColumns], width: int) -> sparse.csr_matrix:
    sizes = np.array([len(one.rows) for one in texts], dtype=np.intp)
    lengths = np.repeat([one.length_meant for one in texts], sizes)
    rows, rarity = (
        flat((one.rows for one in texts), np.int32),
        flat((one.rarity for one in texts), np.float64),
    )
    return _matrix(rows, rarity / lengths, sizes, width)


def _matrix(columns: np.ndarray, values: np.ndarray, sizes: np.ndarray, width: int) -> sparse.csr_matrix:
    """A matrix from the columns of each row one after another, without those that a word does not have."""
    kept = columns >= 0
    ends = np.concatenate([[0], np.cumsum(kept)])
    starts = ends[np.concatenate([[0], np.cumsum(sizes)])]
    return sparse.csr_matrix((values[kept], columns[kept], starts), shape=(len(sizes), width))
