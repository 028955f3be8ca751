"""The plan in force as `nlp` takes it: its words, the city's vocabulary, and the rules, words and places that people added."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import selectinload

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
from nlp import Strategy
from nlp.types import CodedRule, PlanModel, PlanPackage, PlanTheme, PlanWord, TopicFiling

__all__ = ["Strategy", "strategy_in_force", "synonyms_in_force", "vocabulary_in_force"]
Added = TypeVar("Added", AddedSynonym, AddedWord, CodingRule, TopicPlace)


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
        vocabulary=vocabulary_in_force(),
        synonyms=synonyms_in_force(),
        rules=tuple(
            CodedRule(r.facet.value, r.code, r.wording, r.strength.value, r.label)
            for r in _in_force(CodingRule)
        ),
        filings=tuple(
            TopicFiling(p.topic, tuple((facet, code) for facet, code in p.codes))
            for p in _in_force(TopicPlace)
        ),
    )


def synonyms_in_force() -> tuple[tuple[str, str], ...]:
    """(way of saying, the word it stands for) of each synonym that people added."""
    return tuple((s.variant, s.stands_for) for s in _in_force(AddedSynonym))


def vocabulary_in_force() -> tuple[PlanWord, ...]:
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
