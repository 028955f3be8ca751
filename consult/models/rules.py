"""What people add to the tagger: coding rules, words of the dictionary, synonyms, and where a topic is filed.

A row is never changed: a change withdraws it and adds another, so who said what, and when, stays readable.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.vocabulary import Facet, RuleStrength
from consult.models.base import Base, Coded, UtcDateTime

_IN_FORCE = text("withdrawn_at IS NULL")


class Withdrawable:
    """Mix-in: who added it and when, and who withdrew it; in force while nobody has."""

    added_by_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None


class CodingRule(Withdrawable, Base):
    """A rule for one code, in the language of nlp.rules. `replaces_id` is the rule that it was made from."""

    __tablename__ = "coding_rule"
    __table_args__ = (Index(None, "facet", "code"),)

    facet: Mapped[Facet] = mapped_column(Coded(Facet))
    code: Mapped[str] = mapped_column(String(32))
    label: Mapped[str] = mapped_column(String(100))
    wording: Mapped[str] = mapped_column(Text)
    strength: Mapped[RuleStrength] = mapped_column(Coded(RuleStrength))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("coding_rule.id"))


class AddedWord(Withdrawable, Base):
    """A word that the tokeniser keeps whole, beside the plan's own (VocabularyTerm)."""

    __tablename__ = "added_word"
    __table_args__ = (Index("uq_added_word_in_force", "surface", unique=True, sqlite_where=_IN_FORCE),)

    surface: Mapped[str] = mapped_column(String(100))
    reading: Mapped[str] = mapped_column(String(100), default="")


class AddedSynonym(Withdrawable, Base):
    """A way of saying (`variant`) that is read as another word."""

    __tablename__ = "added_synonym"
    __table_args__ = (Index("uq_added_synonym_in_force", "variant", unique=True, sqlite_where=_IN_FORCE),)

    variant: Mapped[str] = mapped_column(String(100))
    stands_for: Mapped[str] = mapped_column(String(100))


class TopicPlace(Withdrawable, Base):
    """Where a person files a standing topic: `codes` are [facet, code] pairs; without a row the plan proposes."""

    __tablename__ = "topic_place"
    __table_args__ = (Index("uq_topic_place_in_force", "topic", unique=True, sqlite_where=_IN_FORCE),)

    topic: Mapped[str] = mapped_column(String(64))
    codes: Mapped[list[list[str]]] = mapped_column(JSON)
