"""The only door to `nlp`: hands over text and ids, never rows, names or addresses; turns suggestions into rows."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

import nlp
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import (
    AddedSynonym,
    AddedWord,
    CodingRule,
    PlanEdition,
    PolicyPackage,
    PriorityModel,
    Theme,
    TopicPlace,
    VocabularyTerm,
)
from nlp import Claim, Strategy, Tagger, TagResult, TagSuggestion
from nlp.evaluate import Report, evaluate
from nlp.labelled import Labelled
from nlp.types import CodedRule, PlanModel, PlanPackage, PlanTheme, PlanWord, TopicFiling

__all__ = [
    "Claim",
    "Measured",
    "PlanTagger",
    "Report",
    "Strategy",
    "Suggested",
    "SuggestedTag",
    "claims_of",
    "current_tagger_version",
    "report_on",
    "strategy_in_force",
    "tagger_for",
]

# Reloading a plan and going back is common while it is written; a few taggers stay at hand.
TAGGERS_KEPT = 4
BASE_LABEL = "はじめの値（言葉を見る前の出やすさ）"


Added = TypeVar("Added", AddedSynonym, AddedWord, CodingRule, TopicPlace)


@dataclass(frozen=True)
class SuggestedTag:
    """One row of `tag`: spans are code points of the wording; the weights of `reasons` add up to the log-odds."""

    facet: Facet
    code: str
    probability: float
    evidence: list[list[int]]
    reasons: list[dict[str, Any]]


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
    """The tagger of one state of the plan. It asks the database nothing: work with it outside of a transaction."""

    tagger: Tagger

    @property
    def version(self) -> str:
        """Changes with the plan, the rules, the dictionary and the model."""
        return self.tagger.version

    def suggest(self, texts_by_id: Mapping[int, str]) -> list[Suggested]:
        """Suggestions for each text."""
        # Sudachi's tokeniser is not made for two threads at once.
        with working:
            results = self.tagger.tag(list(texts_by_id.values()))
        return [
            _suggested(opinion_id, text, result)
            for (opinion_id, text), result in zip(texts_by_id.items(), results, strict=True)
        ]


@dataclass(frozen=True)
class Measured:
    """One opinion without its text: what two people gave it unseen (main first), and what stood there as suggestions.

    Opinions of one `group` are not independent of each other, so intervals keep them together.
    """

    opinion_id: int
    group: str
    coders: tuple[Mapping[Facet, Sequence[str]], ...]
    suggested: Mapping[tuple[Facet, str], float]
    ranked_packages: Sequence[str]


def report_on(measured: Sequence[Measured], codes: Mapping[Facet, Sequence[str]]) -> Report:
    """Precision, recall, F1 with intervals, agreement of machine and people and of people among themselves.

    Only suggestions are handed in, so what needs the probability of every code (the calibration over all codes, the
    first three of themes and models) is not to be read from this report.
    """
    labelled = [
        Labelled(str(each.opinion_id), each.group, "", tuple(map(_plain, each.coders)), {})
        for each in measured
    ]
    plan_codes = {facet.value: tuple(given) for facet, given in codes.items()}
    return evaluate(labelled, [_as_result(each) for each in measured], plan_codes)


def _plain(coder: Mapping[Facet, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {facet.value: tuple(coder[facet]) for facet in Facet}


def _as_result(each: Measured) -> TagResult:
    probable_first = sorted(each.suggested.items(), key=lambda item: -item[1])
    suggestions = tuple(
        TagSuggestion(facet.value, code, probability, (), ()) for (facet, code), probability in probable_first
    )
    chances = {(facet.value, code): probability for (facet, code), probability in probable_first}
    return TagResult(suggestions, tuple(each.ranked_packages), chances)


def current_tagger_version() -> str:
    """The version that suggestions made now would carry."""
    return tagger_for(strategy_in_force()).version


def _suggested(opinion_id: int, text: str, result: TagResult) -> Suggested:
    rows = (_row(text, suggestion) for suggestion in result.suggestions)
    # No evidence, no suggestion: the house does not rely on the tagger for it.
    return Suggested(opinion_id, tuple(row for row in rows if row.evidence), list(result.ranked_packages))


def _row(text: str, suggestion: TagSuggestion) -> SuggestedTag:
    base = {"label": BASE_LABEL, "weight": round(suggestion.bias, 4), "spans": []}
    reasons = [
        {
            "label": reason.label,
            "weight": round(reason.weight, 4),
            "spans": _spans(text, reason.spans),
        }
        for reason in suggestion.reasons
    ]
    return SuggestedTag(
        Facet.of(suggestion.facet),
        suggestion.code,
        suggestion.probability,
        _spans(text, suggestion.evidence),
        [base, *reasons],
    )


def _spans(text: str, spans: tuple[nlp.Evidence, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans if 0 <= span.start < span.end <= len(text)]


working = threading.Lock()
_building = threading.Lock()
_taggers: dict[Strategy, Tagger] = {}


def tagger_for(strategy: Strategy) -> PlanTagger:
    """Built at most once per process and state of the plan; whoever comes meanwhile waits for the one build."""
    with _building:
        if strategy not in _taggers:
            while len(_taggers) >= TAGGERS_KEPT:
                _taggers.pop(next(iter(_taggers)))
            cache = current_app.config["DATA_DIR"] / "dictionary"
            _taggers[strategy] = Tagger.for_strategy(strategy, cache_dir=cache)
        return PlanTagger(_taggers[strategy])


def strategy_in_force() -> Strategy:
    """The plan's own words for themes, packages and models, the city's vocabulary, and what people added.

    Equal plans are equal, and so share a tagger. Rules stand in the order of their ids.
    """
    packages = (
        select(PolicyPackage)
        .join(PlanEdition)
        .where(PlanEdition.is_current)
        .order_by(PolicyPackage.position)
        .options(selectinload(PolicyPackage.measures))
    )
    models = select(PriorityModel).order_by(PriorityModel.number).options(selectinload(PriorityModel.blocks))
    themes = select(Theme).order_by(Theme.position)
    return Strategy(
        themes=tuple(PlanTheme(t.code, t.label, t.definition) for t in db.session.scalars(themes)),
        packages=tuple(_package(each) for each in db.session.scalars(packages)),
        models=tuple(_model(each) for each in db.session.scalars(models)),
        vocabulary=_vocabulary(),
        synonyms=tuple((s.variant, s.stands_for) for s in _in_force(AddedSynonym)),
        rules=tuple(
            CodedRule(r.facet.value, r.code, r.wording, r.strength.value, r.label)
            for r in _in_force(CodingRule)
        ),
        filings=tuple(
            TopicFiling(p.topic, tuple((facet, code) for facet, code in p.codes))
            for p in _in_force(TopicPlace)
        ),
    )


def _vocabulary() -> tuple[PlanWord, ...]:
    """The plan's words, then the added ones that the plan does not have."""
    terms = db.session.scalars(select(VocabularyTerm).order_by(VocabularyTerm.surface))
    of_plan = {word.surface: PlanWord(word.surface, word.reading, word.same_as or "") for word in terms}
    added = {word.surface: PlanWord(word.surface, word.reading) for word in _in_force(AddedWord)}
    return tuple((added | of_plan).values())


def _in_force(table: type[Added]) -> Iterable[Added]:
    return db.session.scalars(select(table).where(table.withdrawn_at.is_(None)).order_by(table.id))


def _package(package: PolicyPackage) -> PlanPackage:
    return PlanPackage(
        code=package.code,
        name=package.name,
        includes=package.includes or "",
        excludes=package.excludes or "",
        descriptions=tuple(package.descriptions),
        measures=tuple(measure.name for measure in package.measures),
    )


def _model(model: PriorityModel) -> PlanModel:
    items = (item for block in model.blocks for item in (block.name, *block.items))
    return PlanModel(model.code, model.name, model.description or "", tuple(items))
