"""The door to the tagger and to the cutting of notes: hands over text and ids, never rows, names or addresses;
turns suggestions into rows."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import select

import nlp
from consult.domain.vocabulary import Facet, TaggerState
from consult.extensions import db
from consult.models import LearnedTagger
from consult.strategy_gateway import strategy_in_force
from nlp import Claim, Strategy, Tagger, TagResult, TagSuggestion
from nlp.errors import ModelMismatch
from nlp.segment import sentences_of

__all__ = [
    "Claim",
    "LearnedFile",
    "PlanTagger",
    "Suggested",
    "SuggestedTag",
    "claims_of",
    "current_tagger_version",
    "learned_file",
    "learned_in_force",
    "sentences_of",
    "tagger_for",
    "version_at_hand",
]

log = structlog.get_logger()

# Reloading a plan and going back is common while it is written; a few taggers stay at hand.
TAGGERS_KEPT = 4
BASE_LABEL = "はじめの値（言葉を見る前の出やすさ）"


@dataclass(frozen=True)
class SuggestedTag:
    """One row of `tag`: spans are code points of the wording; the weights of `reasons` add up to `score`.

    Below `threshold` it would not be suggested; the probability rises with the score.
    """

    facet: Facet
    code: str
    probability: float
    evidence: list[list[int]]
    reasons: list[dict[str, Any]]
    score: float = 0.0
    threshold: float = 0.0


@dataclass(frozen=True)
class Suggested:
    """What the tagger said about one opinion."""

    opinion_id: int
    tags: tuple[SuggestedTag, ...]
    ranked_packages: list[str]


def claims_of(note: str) -> list[Claim]:
    """Contiguous pieces of a hearing note that may become one opinion each; offsets are code points of `note`."""
    return list(nlp.claims_of(note))


@dataclass(frozen=True)
class PlanTagger:
    """The tagger of one state of the plan. It asks the database nothing: work with it outside of a transaction.

    `is_learned` is False for the cold tagger, also where a learned one could not be used.
    """

    tagger: Tagger
    is_learned: bool = False

    @property
    def version(self) -> str:
        """Changes with the plan, the rules, the dictionary and the model."""
        return self.tagger.version

    def suggest(self, texts_by_id: Mapping[int, str]) -> list[Suggested]:
        """Suggestions for each text."""
        results = self.results(list(texts_by_id.values()))
        return [
            _suggested(opinion_id, text, result)
            for (opinion_id, text), result in zip(texts_by_id.items(), results, strict=True)
        ]

    def results(self, texts: list[str]) -> list[TagResult]:
        """What `nlp` says about each text, to be compared or measured."""
        # Sudachi's tokeniser is not made for two threads at once.
        with working:
            return list(self.tagger.tag(texts))


def current_tagger_version() -> str:
    """The version that suggestions made now would carry."""
    return tagger_for(strategy_in_force(), learned_in_force()).version


def _suggested(opinion_id: int, text: str, result: TagResult) -> Suggested:
    rows = (_row(text, suggestion) for suggestion in result.suggestions)
    # No evidence, no suggestion: the house does not rely on the tagger for it.
    return Suggested(opinion_id, tuple(row for row in rows if row.evidence), list(result.ranked_packages))


def _row(text: str, suggestion: TagSuggestion) -> SuggestedTag:
    # Nothing is rounded before it is shown: what stands here adds up to the score (a test asks for 1e-9).
    base = {"label": BASE_LABEL, "weight": suggestion.bias, "spans": []}
    reasons = [
        {"label": reason.label, "weight": reason.weight, "spans": _spans(text, reason.spans)}
        for reason in suggestion.reasons
    ]
    return SuggestedTag(
        Facet.of(suggestion.facet),
        suggestion.code,
        suggestion.probability,
        _spans(text, suggestion.evidence),
        [base, *reasons],
        suggestion.score,
        suggestion.threshold,
    )


def _spans(text: str, spans: tuple[nlp.Evidence, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if 0 <= span.start < span.end <= len(text)]


@dataclass(frozen=True)
class LearnedFile:
    """A fitted tagger on disk, named by the hash of its content."""

    path: Path
    digest: str

    @property
    def is_there(self) -> bool:
        return self.path.is_file()

    @property
    def is_intact(self) -> bool:
        """Whether it is there, and is what was written."""
        return self.is_there and hashlib.sha256(self.path.read_bytes()).hexdigest() == self.digest


def learned_file(digest: str) -> LearnedFile:
    return LearnedFile(current_app.config["DATA_DIR"] / "models" / f"{digest}.npz", digest)


def learned_in_force() -> LearnedFile | None:
    """What officials' decisions taught, where it is in use; None: the cold tagger."""
    active = select(LearnedTagger.digest).where(LearnedTagger.state == TaggerState.ACTIVE)
    digest = db.session.scalar(active)
    return learned_file(digest) if digest else None


working = threading.Lock()
_building = threading.Lock()
_taggers: dict[tuple[Strategy, str], Tagger] = {}


def tagger_for(strategy: Strategy, learned: LearnedFile | None = None) -> PlanTagger:
    """Built at most once per process, state of the plan and learned file; whoever comes meanwhile waits for the build.

    A learned file that is missing, or was made for another plan or by another program, never stops the work: the cold
    tagger takes over until it can be used again.
    """
    with _building:
        if learned is not None and (tagger := _learned(strategy, learned)):
            return PlanTagger(tagger, is_learned=True)
        if (strategy, "") not in _taggers:
            _keep((strategy, ""), Tagger.for_strategy(strategy, cache_dir=_cache()))
        return PlanTagger(_taggers[strategy, ""])


def version_at_hand(strategy: Strategy, learned: LearnedFile | None = None) -> str | None:
    """The version of the tagger of a state of the plan; None where this process has not built any tagger yet.

    The first one takes seconds (its weights are fitted to the plan), the next ones do not.
    """
    return tagger_for(strategy, learned).version if _taggers else None


def _learned(strategy: Strategy, learned: LearnedFile) -> Tagger | None:
    key = (strategy, learned.digest)
    if key in _taggers:
        return _taggers[key]
    if not learned.is_intact:
        log.warning("learned_tagger_missing", digest=learned.digest)
        return None
    try:
        tagger = Tagger.for_strategy(strategy, model=learned.path, cache_dir=_cache())
    except ModelMismatch:
        log.warning("learned_tagger_mismatch", digest=learned.digest)
        return None
    _keep(key, tagger)
    return tagger


def _keep(key: tuple[Strategy, str], tagger: Tagger) -> None:
    while len(_taggers) >= TAGGERS_KEPT:
        _taggers.pop(next(iter(_taggers)))
    _taggers[key] = tagger


def _cache() -> Path:
    return current_app.config["DATA_DIR"] / "dictionary"
