"""Makes a fitted tagger from decisions, and shows that a file of one gives the same tags again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np

from nlp.classify import Heads
from nlp.columns import ColumnMaker
from nlp.corpus import corpus_rows, make_starter, read_corpus
from nlp.features import Seen
from nlp.fitted import KIND, TAGS, Fitted, digest_of_added, digest_of_strategy, load_fitted, packed
from nlp.labelled import Labelled
from nlp.learn import Lesson, Texts, learned_heads, rows_of
from nlp.plan_reader import PlanReader, inputs_of
from nlp.storage import CORPUS, digest_of, inputs, load_starter
from nlp.tag import Tagger
from nlp.types import Strategy

# 一割の例文で足りる: 語と規則のどれかが変われば、その中に違いが出る
PROBE_EVERY = 10


def lesson_of(labelled: Labelled) -> Lesson:
    """What both coders gave holds; what only one of them gave is undecided."""
    agreed = {(facet, code) for facet, codes in labelled.agreed.items() for code in codes}
    given = {(facet, code) for one in labelled.coders for facet, codes in one.items() for code in codes}
    return Lesson(labelled.text, labelled.group, frozenset(agreed), frozenset(given - agreed))


def fit(strategy: Strategy, lessons: Sequence[Lesson], path: Path, cache_dir: Path | None = None) -> Fitted:
    """Learn from the lessons and write the tagger to `path`; the same input gives the same content.

    The file also holds the hash of the tags it gives to the texts of the standing corpus (see `verify`).
    """
    reader = PlanReader.for_strategy(strategy, load_starter().vocabulary.words, cache_dir)
    read = reader.reader.read(lesson.text for lesson in lessons)
    starter = make_starter(read_corpus(), [seen for _, seen in read])
    maker = reader.columns(starter.vocabulary)
    corpus = corpus_rows(starter, reader.plan)
    rows = rows_of(_texts_of(maker, [seen for _, seen in read]), lessons, reader.plan)
    meta = {
        **inputs(),
        "kind": KIND,
        "corpus": digest_of(CORPUS),
        "strategy": digest_of_strategy(strategy),
        "added": digest_of_added(strategy),
        "lessons": len(lessons),
    }
    fitted = Fitted(starter.vocabulary, learned_heads(corpus, rows, reader.plan), rows, meta, "")
    fitted = replace(fitted, meta={**meta, TAGS: _tags_of(reader, fitted)})
    content = packed(fitted)
    path.write_bytes(content)
    return replace(fitted, digest=hashlib.sha256(content).hexdigest())


def _texts_of(maker: ColumnMaker, seen: Sequence[Seen]) -> Texts:
    # 何も読み取れない意見にも、空の文が一つある
    sentences = [one.by_sentence() or [one] for one in seen]
    return Texts(
        inputs_of([maker.of(one) for one in seen], maker.width),
        inputs_of([maker.of(one) for each in sentences for one in each], maker.width),
        np.repeat(np.arange(len(seen)), [len(each) for each in sentences]),
    )


def _tags_of(reader: PlanReader, fitted: Fitted) -> str:
    """The hash of every tag that every tenth of the shipped texts gets, with its reasons."""
    tagger = Tagger(reader, fitted.vocabulary, fitted.heads, "")
    results = tagger.tag([text for text, _ in read_corpus()[::PROBE_EVERY]])
    return hashlib.sha256("\n".join(map(repr, results)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether learning again gave the same heads, and tagging again the same tags, to the last byte."""

    lessons: int
    same_heads: bool
    same_tags: bool


def verify(path: Path, strategy: Strategy, cache_dir: Path | None = None) -> Verification:
    """Learn a fitted tagger anew from its own lessons and tag the shipped texts with it.

    Raises ModelMismatch when the file was made for another plan, dictionary or corpus, or with other rules.
    """
    fitted = load_fitted(path, strategy, exactly=True)
    reader = PlanReader.for_strategy(strategy, load_starter().vocabulary.words, cache_dir)
    starter = make_starter(read_corpus(), vocabulary=fitted.vocabulary)
    heads = learned_heads(corpus_rows(starter, reader.plan), fitted.lessons, reader.plan)
    again = _tags_of(reader, replace(fitted, heads=heads))
    return Verification(
        lessons=int(fitted.meta["lessons"]),
        same_heads=_same(heads, fitted.heads),
        same_tags=again == fitted.meta[TAGS],
    )


def _same(one: Heads, other: Heads) -> bool:
    return all(np.array_equal(getattr(one, each.name), getattr(other, each.name)) for each in fields(Heads))
