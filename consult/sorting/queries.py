"""Reads: the list of a case's opinions, what stands on each row, one opinion with all that was done with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import abort
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from consult import paging, standing
from consult.domain.vocabulary import FlagKind
from consult.extensions import db
from consult.models import Consultation, Opinion, OpinionFlag, StaffMember, Submission
from consult.paging import Page
from consult.search.showing import Excerpt, Marker
from consult.sorting.sorting_filter import SortingFilter, is_set_aside, waits_for_masking, waits_for_sorting

SHORT = 160
BATCH = 500


@dataclass(frozen=True)
class Row:
    """An opinion of the list; `same` is how many opinions of the case that count have its text."""

    opinion: Opinion
    short: Excerpt
    same: int
    flags: tuple[FlagKind, ...]
    waits_for_sorting: bool
    waits_for_masking: bool

    @property
    def is_folded(self) -> bool:
        return len(self.opinion.wording) > SHORT


@dataclass(frozen=True)
class Numbers:
    """`opinions` that count, how many different `texts` they are; the line of those `set_aside`, and what is left."""

    opinions: int
    texts: int
    left: int
    set_aside: int

    @property
    def copies(self) -> bool:
        return self.texts < self.opinions


@dataclass(frozen=True)
class Copies:
    """One text as a fact (R32): how many opinions, how many ways it is written, from when to when."""

    opinions: int
    spellings: int
    people: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True)
class Raised:
    flag: OpinionFlag
    by: str


def consultation_or_404(consultation_id: int) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def opinion_or_404(consultation_id: int, opinion_id: int) -> Opinion:
    found = db.session.scalar(
        select(Opinion)
        .join(Opinion.submission)
        .options(joinedload(Opinion.submission), joinedload(Opinion.answer_group))
        .where(Opinion.id == opinion_id, Submission.consultation_id == consultation_id)
    )
    return found or abort(404)


def flag_or_404(opinion: Opinion, flag_id: int) -> OpinionFlag:
    found = db.session.get(OpinionFlag, flag_id)
    return found if found and found.opinion_id == opinion.id else abort(404)


def numbers_of(consultation_id: int) -> Numbers:
    """Two queries."""
    of_case = _of_case(consultation_id)
    opinions, texts, left = db.session.execute(
        select(
            func.count(), func.count(Opinion.text_digest.distinct()), func.count().filter(waits_for_sorting())
        )
        .join(Opinion.submission)
        .where(*of_case, standing.counts_as_sent())
    ).one()
    apart = select(func.count()).select_from(Opinion).join(Opinion.submission)
    set_aside = db.session.scalar(apart.where(*of_case, is_set_aside()))
    return Numbers(opinions, texts, left, set_aside or 0)


def page_of(asked: SortingFilter, number: int) -> Page:
    page = paging.paged(asked.listed(), number)
    return replace(page, rows=list(_rows(asked.consultation_id, page.rows, Marker(asked.search))))


def rows_to_export(asked: SortingFilter) -> Iterator[Row]:
    """A batch at a time: an export never holds the whole list."""
    ids = list(db.session.scalars(asked.listed()))
    for at in range(0, len(ids), BATCH):
        yield from _rows(asked.consultation_id, ids[at : at + BATCH], Marker(asked.search))


def next_after(asked: SortingFilter, opinion_id: int) -> int | None:
    """In the order of arrival, whatever the list is sorted by; behind the last one it begins anew."""
    waiting = replace(asked, sort="number")
    later = waiting.found().where(Opinion.id > opinion_id).order_by(Opinion.id).limit(1)
    earlier = waiting.found().where(Opinion.id < opinion_id).order_by(Opinion.id).limit(1)
    return db.session.scalar(later) or db.session.scalar(earlier)


def copies_of(consultation_id: int, text_digest: str) -> Copies:
    opinions, spellings, people, first_at, last_at = db.session.execute(
        select(
            func.count(),
            func.count(Opinion.wording.distinct()),
            func.count(standing.person().distinct()),
            func.min(Submission.received_at),
            func.max(Submission.received_at),
        )
        .select_from(Opinion)
        .join(Opinion.submission)
        .join(Submission.submitter)
        .where(*_of_case(consultation_id), standing.counts_as_sent(), Opinion.text_digest == text_digest)
    ).one()
    return Copies(opinions, spellings, people, first_at, last_at)


def counts_now(opinion: Opinion) -> bool:
    return not opinion.is_withdrawn


def waits_among(ids: Sequence[int]) -> set[int]:
    return _among(ids, waits_for_masking())


def flags_of(opinion: Opinion) -> list[Raised]:
    """The newest last; those that were lifted too."""
    rows = db.session.execute(
        select(OpinionFlag, StaffMember.name)
        .outerjoin(StaffMember, OpinionFlag.raised_by_id == StaffMember.id)
        .where(OpinionFlag.opinion_id == opinion.id)
        .order_by(OpinionFlag.id)
    )
    return [Raised(flag, name or "") for flag, name in rows]


def parts_of(opinion: Opinion) -> Sequence[Opinion]:
    """What was cut from it and stands now, itself or in its own parts."""
    parts = (
        select(Opinion)
        .where(Opinion.split_from_id == opinion.id, Opinion.part_start.is_not(None))
        .order_by(Opinion.part_start, Opinion.id)
    )
    found = db.session.scalars(parts).all()
    split_again = set(
        db.session.scalars(
            select(Opinion.split_from_id).where(
                Opinion.split_from_id.in_([part.id for part in found]), Opinion.superseded_at.is_(None)
            )
        )
    )
    return [part for part in found if part.superseded_at is None or part.id in split_again]


def _rows(consultation_id: int, ids: Sequence[int], marker: Marker) -> Iterator[Row]:
    """Five queries for any number."""
    loaded = select(Opinion).options(joinedload(Opinion.submission), joinedload(Opinion.about_section))
    by_id = {each.id: each for each in db.session.scalars(loaded.where(Opinion.id.in_(ids)))}
    flags = _flags_of(ids)
    same = _same(consultation_id, {each.text_digest for each in by_id.values()})
    left = _among(ids, waits_for_sorting())
    unmasked = waits_among(ids)
    for opinion in (by_id[each] for each in ids):
        yield Row(
            opinion,
            marker.excerpt(opinion.wording, most=SHORT),
            same.get(opinion.text_digest, 0),
            flags.get(opinion.id, ()),
            opinion.id in left,
            opinion.id in unmasked,
        )


def _among(ids: Sequence[int], condition: ColumnElement[bool]) -> set[int]:
    rows = select(Opinion.id).join(Opinion.submission).where(Opinion.id.in_(ids), condition)
    return set(db.session.scalars(rows))


def _flags_of(ids: Sequence[int]) -> dict[int, tuple[FlagKind, ...]]:
    rows = select(OpinionFlag.opinion_id, OpinionFlag.kind).where(
        OpinionFlag.opinion_id.in_(ids), OpinionFlag.lifted_at.is_(None)
    )
    found: dict[int, tuple[FlagKind, ...]] = {}
    for opinion_id, kind in db.session.execute(rows.order_by(OpinionFlag.id)):
        found[opinion_id] = (*found.get(opinion_id, ()), kind)
    return found


def _same(consultation_id: int, digests: set[str]) -> dict[str, int]:
    rows = (
        select(Opinion.text_digest, func.count())
        .join(Opinion.submission)
        .where(*_of_case(consultation_id), standing.counts_as_sent(), Opinion.text_digest.in_(digests))
        .group_by(Opinion.text_digest)
    )
    return dict(db.session.execute(rows).tuples().all())


def _of_case(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Submission.consultation_id == consultation_id, Opinion.superseded_at.is_(None))
