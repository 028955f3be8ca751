"""The starter corpus: short invented opinions labelled by standing topic, and what a plan makes of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from nlp.classify import rule_columns, through_map
from nlp.features import Reader, Seen, Vectoriser, Vocabulary, learn_vocabulary, topic_strengths
from nlp.lexicon import Matcher, Topic, standing_topics
from nlp.mapping import PlanMap
from nlp.storage import CORPUS, Starter
from nlp.tokenise import Tokeniser


def read_corpus(path: Path = CORPUS) -> list[tuple[str, list[str]]]:
    """(text, topics) of every line; an empty list means the opinion belongs to no topic."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [(row["text"], row["topics"]) for row in rows]


def make_starter(
    examples: list[tuple[str, list[str]]],
    beside: Sequence[Seen] = (),
    vocabulary: Vocabulary | None = None,
) -> Starter:
    """The corpus as numbers, in the standing dictionary without any city's words.

    Its vocabulary is the one given, or that of the corpus and of the texts read `beside` it.
    """
    topics = standing_topics()
    tokeniser = Tokeniser()
    seen = [
        one for _, one in Reader(tokeniser, Matcher(tokeniser, topics)).read(text for text, _ in examples)
    ]
    vocabulary = vocabulary or learn_vocabulary([*seen, *beside])
    return Starter(
        vocabulary=vocabulary,
        terms=Vectoriser(vocabulary).matrix(seen),
        strengths=topic_strengths(seen, len(topics)),
        labels=label_matrix([labels for _, labels in examples], topics),
        digest="",
    )


def corpus_rows(starter: Starter, plan: PlanMap) -> tuple[sparse.csr_matrix, np.ndarray]:
    """The corpus as rows of a plan's model, and which of the plan's codes each row holds."""
    columns = sparse.hstack([starter.terms, rule_columns(starter.strengths, plan)], format="csr")
    return columns, through_map(starter.labels, plan) > 0


def label_matrix(labels: list[list[str]], topics: tuple[Topic, ...]) -> np.ndarray:
    """A row per text, a column per topic."""
    numbers = {topic.code: number for number, topic in enumerate(topics)}
    matrix = np.zeros((len(labels), len(topics)))
    for row, codes in enumerate(labels):
        matrix[row, [numbers[code] for code in codes]] = 1.0
    return matrix
