"""Opinions parted by a field of the filter: which groups there are, and which opinions stand in each.

A tag is read as the list reads it: confirmed, or suggested while nobody has decided; the filter's state may ask for one of
them. An opinion may stand in several groups, and in none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, not_, select

from consult import standing
from consult.domain.counting import WAYS_IN
from consult.domain.vocabulary import Facet, Outcome, Sector, Standing
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, Review, Tag, TagDecision
from consult.opinion_filter import FACET_FIELDS
from consult.plan_codes import PlanCodes
from consult.word_tables.asked import ApartAsked
from consult.word_tables.leaving import chosen


@dataclass(frozen=True)
class Group:
    code: str
    label: str


def groups_of(axis: str, codes: PlanCodes) -> list[Group]:
    """Every value of the field, in the order in which the filter offers it."""
    if axis in FACET_FIELDS:
        facet = FACET_FIELDS[axis]
        named = ((each.code, each.label) for each in codes.of(facet))
        return [Group(code, label if facet is Facet.THEME else f"{code} {label}") for code, label in named]
    if axis == "sector":
        return [Group(code, label) for code, label in Sector.choices()]
    return [Group(way.code, way.label) for way in WAYS_IN]


def members(asked: ApartAsked, *, leaving: bool = False) -> dict[int, set[str]]:
    """Opinion id to the codes of its groups. A text that counts once stands wherever one of its copies stands."""
    opinions = chosen(asked.compared, leaving=leaving)
    first = _first_of_copies(opinions) if asked.once else {}
    found: dict[int, set[str]] = {}
    for statement in _statements(asked, opinions):
        for opinion_id, code in db.session.execute(statement):
            found.setdefault(first.get(opinion_id, opinion_id), set()).add(getattr(code, "value", code))
    return found


def _first_of_copies(opinions: Select[tuple[int]]) -> dict[int, int]:
    first = func.min(Opinion.id).over(partition_by=Opinion.text_digest)
    rows = opinions.with_only_columns(Opinion.id, first, maintain_column_froms=True)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def _statements(asked: ApartAsked, opinions: Select[tuple[int]]) -> Iterator[Select[Any]]:
    if asked.axis in FACET_FIELDS:
        yield from _tagged(FACET_FIELDS[asked.axis], asked.compared.state, opinions)
    elif asked.axis == "sector":
        sectors = select(Opinion.id, Counterpart.sector).join(Opinion.hearing)
        yield sectors.join(Counterpart, Counterpart.id == Hearing.counterpart_id).where(
            Opinion.id.in_(opinions)
        )
    else:
        ways = select(Opinion.id, standing.way_in()).outerjoin(Opinion.submission).outerjoin(Opinion.hearing)
        yield ways.where(Opinion.id.in_(opinions))


def _tagged(facet: Facet, state: Standing | None, opinions: Select[tuple[int]]) -> Iterator[Select[Any]]:
    if state is not Standing.SUGGESTED:
        confirmed = TagDecision.facet == facet, TagDecision.outcome == Outcome.CONFIRMED
        decided = select(Review.opinion_id, TagDecision.code).join(
            TagDecision, TagDecision.review_id == Review.id
        )
        yield decided.where(Review.is_current, *confirmed, Review.opinion_id.in_(opinions))
    if state is not Standing.CONFIRMED:
        undecided = not_(standing.is_reviewed()), not_(standing.is_held())
        suggested = select(Opinion.id, Tag.code).join(Tag, Tag.opinion_id == Opinion.id)
        yield suggested.where(Tag.facet == facet, *undecided, Opinion.id.in_(opinions))
