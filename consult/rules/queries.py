"""Reads: what people added, and the opinions that rules are tried on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from consult import standing
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import (
    AddedSynonym,
    AddedWord,
    CodingRule,
    Opinion,
    StaffMember,
    TaggerRun,
    TopicPlace,
    VocabularyTerm,
)

# A page looks at so many opinions, and at no more text than it can read while somebody waits.
MOST_OPINIONS = 1_000
MOST_CHARACTERS = 200_000
WITHDRAWN_SHOWN = 50


@dataclass(frozen=True)
class Newest:
    """The newest opinions by id, the newest first; `total` is how many there are."""

    texts: dict[int, str]
    total: int

    @property
    def are_all(self) -> bool:
        return len(self.texts) == self.total


def newest_opinions() -> Newest:
    """Never the blind sample, nor a copy of its words: rules that were written by it would be measured on it.

    Nor what nobody has tagged yet: the sample is drawn with the first suggestions, and whoever had seen here what the
    rules catch in an opinion could not code it blind any more.
    """
    has_run = exists().where(TaggerRun.opinion_id == Opinion.id)
    wanted = (standing.counts(), standing.may_teach(), has_run)
    total = db.session.scalar(select(func.count(Opinion.id)).where(*wanted)) or 0
    sizes = (
        select(Opinion.id, func.length(Opinion.wording))
        .where(*wanted)
        .order_by(Opinion.id.desc())
        .limit(MOST_OPINIONS)
    )
    chosen: list[int] = []
    characters = 0
    for opinion_id, size in db.session.execute(sizes):
        characters += size
        if chosen and characters > MOST_CHARACTERS:
            break
        chosen.append(opinion_id)
    texts = select(Opinion.id, Opinion.wording).where(Opinion.id.in_(chosen)).order_by(Opinion.id.desc())
    return Newest(dict(db.session.execute(texts).tuples().all()), total)


def newest_version() -> str:
    """The tagger that the worker used last; "" before its first look at anything."""
    newest = select(TaggerRun.tagger_version).order_by(TaggerRun.id.desc()).limit(1)
    return db.session.scalar(newest) or ""


def opinions_waiting(tagger_version: str) -> int:
    """How many opinions carry suggestions of an earlier tagger, or none yet."""
    run = exists().where(TaggerRun.opinion_id == Opinion.id, TaggerRun.tagger_version == tagger_version)
    return db.session.scalar(select(func.count(Opinion.id)).where(standing.counts(), ~run)) or 0


def rules_in_force() -> Sequence[CodingRule]:
    """In the order in which the strategy holds them: a rule's position here is its position there."""
    return db.session.scalars(
        select(CodingRule).where(CodingRule.withdrawn_at.is_(None)).order_by(CodingRule.id)
    ).all()


def withdrawn_rules(facet: Facet, code: str) -> Sequence[CodingRule]:
    """The last ones first."""
    gone = select(CodingRule).where(CodingRule.withdrawn_at.is_not(None))
    mine = gone.where(CodingRule.facet == facet, CodingRule.code == code)
    return db.session.scalars(mine.order_by(CodingRule.withdrawn_at.desc()).limit(WITHDRAWN_SHOWN)).all()


def rule_or_404(rule_id: int) -> CodingRule:
    return db.get_or_404(CodingRule, rule_id)


def word_or_404(word_id: int) -> AddedWord:
    return db.get_or_404(AddedWord, word_id)


def synonym_or_404(synonym_id: int) -> AddedSynonym:
    return db.get_or_404(AddedSynonym, synonym_id)


def words() -> Sequence[AddedWord]:
    return db.session.scalars(
        select(AddedWord).where(AddedWord.withdrawn_at.is_(None)).order_by(AddedWord.id)
    ).all()


def withdrawn_words() -> Sequence[AddedWord]:
    gone = select(AddedWord).where(AddedWord.withdrawn_at.is_not(None))
    return db.session.scalars(gone.order_by(AddedWord.withdrawn_at.desc()).limit(WITHDRAWN_SHOWN)).all()


def synonyms() -> Sequence[AddedSynonym]:
    return db.session.scalars(
        select(AddedSynonym).where(AddedSynonym.withdrawn_at.is_(None)).order_by(AddedSynonym.id)
    ).all()


def withdrawn_synonyms() -> Sequence[AddedSynonym]:
    gone = select(AddedSynonym).where(AddedSynonym.withdrawn_at.is_not(None))
    return db.session.scalars(gone.order_by(AddedSynonym.withdrawn_at.desc()).limit(WITHDRAWN_SHOWN)).all()


def plan_words() -> Sequence[VocabularyTerm]:
    return db.session.scalars(select(VocabularyTerm).order_by(VocabularyTerm.surface)).all()


def has_word(surface: str) -> bool:
    """Whether the dictionary has it already, from the plan or from a person."""
    added = select(AddedWord.id).where(AddedWord.surface == surface, AddedWord.withdrawn_at.is_(None))
    of_plan = select(VocabularyTerm.id).where(VocabularyTerm.surface == surface)
    return bool(db.session.scalar(select(added.exists() | of_plan.exists())))


def has_synonym(variant: str) -> bool:
    said = select(AddedSynonym.id).where(AddedSynonym.variant == variant, AddedSynonym.withdrawn_at.is_(None))
    return bool(db.session.scalar(select(said.exists())))


def places() -> dict[str, TopicPlace]:
    """Where people filed topics, by topic."""
    rows = db.session.scalars(select(TopicPlace).where(TopicPlace.withdrawn_at.is_(None)))
    return {row.topic: row for row in rows}


def place_of(topic: str) -> TopicPlace | None:
    return places().get(topic)


def names_of(rows: Sequence[CodingRule | AddedWord | AddedSynonym | TopicPlace]) -> dict[int, str]:
    """The names of whoever added or withdrew the rows, by id: one query."""
    ids = {row.added_by_id for row in rows} | {row.withdrawn_by_id for row in rows if row.withdrawn_by_id}
    members = db.session.scalars(select(StaffMember).where(StaffMember.__table__.c.id.in_(ids)))
    return {member.id: member.name or member.email for member in members}
