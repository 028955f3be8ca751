"""The starter corpus: short invented opinions labelled by standing topic, and what a plan makes of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from nlp.classify import Inputs, rule_columns, through_map
from nlp.features import Reader, Seen, Vectoriser, Vocabulary, learn_vocabulary, topic_strengths
from nlp.learn import CorpusRows
from nlp.lexicon import Matcher, Topic, standing_topics
from nlp.mapping import PlanMap
from nlp.meaning import load_meanings
from nlp.storage import CORPUS, Starter
from nlp.tokenise import Tokeniser

# 例文は話題の名を避けて書いてあるので、名を言う意見がどれほど確かかは表現の側から学ぶ（値は docs/decisions/0014）
WEIGHT_OF_EXPRESSION = 1.0
_AND = "と"


def read_corpus(path: Path = CORPUS) -> list[tuple[str, list[str]]]:
    """(text, topics) of every line; an empty list means the opinion belongs to no topic."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [(row["text"], row["topics"]) for row in rows]


def make_starter(
    examples: list[tuple[str, list[str]]],
    beside: Sequence[Seen] = (),
    vocabulary: Vocabulary | None = None,
) -> Starter:
    """The corpus and the topics' own expressions as numbers, in the standing dictionary without any city's words.

    Its vocabulary is the one given, or that of the corpus and of the texts read `beside` it.
    """
    topics = standing_topics()
    tokeniser = Tokeniser()
    reader = Reader(tokeniser, Matcher(tokeniser, topics))
    spoken = [(expression, [topic.code]) for topic in topics for expression in _expressions(topic)]
    seen = [one for _, one in reader.read(text for text, _ in [*examples, *spoken])]
    vocabulary = vocabulary or learn_vocabulary([*seen[: len(examples)], *beside])
    return Starter(
        vocabulary=vocabulary,
        terms=Vectoriser(vocabulary).matrix(seen),
        strengths=topic_strengths(seen, len(topics)),
        labels=label_matrix([labels for _, labels in [*examples, *spoken]], topics),
        expressions=len(spoken),
        digest="",
    )


def _expressions(topic: Topic) -> list[str]:
    """What people call a topic, each a text of its own: whoever says only this speaks about it."""
    return [word.replace("+", _AND) for word in topic.words]


def corpus_rows(starter: Starter, plan: PlanMap) -> CorpusRows:
    """The corpus as rows of a plan's model, and which of the plan's codes each row holds."""
    columns = sparse.hstack([starter.terms, rule_columns(starter.strengths, plan)], format="csr")
    meanings = load_meanings().of_terms(starter.terms, starter.vocabulary)
    importance = np.ones(columns.shape[0])
    importance[columns.shape[0] - starter.expressions :] = WEIGHT_OF_EXPRESSION
    return CorpusRows(Inputs(columns, meanings), through_map(starter.labels, plan) > 0, importance)


def label_matrix(labels: list[list[str]], topics: tuple[Topic, ...]) -> np.ndarray:
    """A row per text, a column per topic."""
    numbers = {topic.code: number for number, topic in enumerate(topics)}
    matrix = np.zeros((len(labels), len(topics)))
    for row, codes in enumerate(labels):
        matrix[row, [numbers[code] for code in codes]] = 1.0
    return matrix
