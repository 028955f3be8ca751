"""How texts are read for a plan: its dictionary, the standing topics mapped to its codes, and its own words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from scipy import sparse

from nlp.classify import Inputs
from nlp.columns import ColumnMaker, TextColumns
from nlp.features import Reader, Vectoriser, Vocabulary
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
    words = len(load_meanings().vectors)
    return _matrix([one.columns for one in texts], width), _matrix([one.meant for one in texts], words)


def _matrix(rows: Sequence[Sequence[tuple[int, float]]], width: int) -> sparse.csr_matrix:
    """A matrix from the (column, value) pairs of each row."""
    starts = np.cumsum([0, *map(len, rows)])
    pairs = list(chain.from_iterable(rows))
    columns = np.fromiter([column for column, _ in pairs], dtype=np.int32, count=len(pairs))
    values = np.fromiter([value for _, value in pairs], dtype=np.float64, count=len(pairs))
    return sparse.csr_matrix((values, columns, starts), shape=(len(rows), width))
