"""Reads: what a person may still code blind, and how far the sample is."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from consult import standing
from consult.extensions import db
from consult.models import (
    BlindCode,
    BlindSampling,
    SampledOpinion,
    StaffMember,
)

CODERS = ("a", "b")


@dataclass(frozen=True)
class Progress:
    """The sample as it stands, without what was withdrawn: 完了 + 一人待ち + 二人待ち + 対象外 = drawn."""

    drawn: int
    complete: int
    half: int
    untouched: int
    released: int

    @property
    def held(self) -> int:
        return self.half + self.untouched


@dataclass(frozen=True)
class Share:
    """One person's part: what they have coded, and what waits for them."""

    coded: int
    waiting: int


def sampling() -> BlindSampling:
    return db.session.scalars(select(BlindSampling)).one()


def progress() -> Progress:
    """One query, whatever the size of the sample."""
    answers = _answers()
    released = SampledOpinion.released_at.is_not(None)
    state = select(
        func.count(),
        func.count().filter(answers == len(CODERS)),
        func.count().filter(answers == 1, ~released),
        func.count().filter(answers == 0, ~released),
        func.count().filter(answers < len(CODERS), released),
    )
    rows = state.select_from(SampledOpinion).join(SampledOpinion.opinion).where(standing.counts())
    return Progress(*db.session.execute(rows).one())


def share_of(person: StaffMember) -> Share:
    own = select(func.count(BlindCode.id)).where(BlindCode.staff_member_id == person.id, _in_force())
    waiting = _waiting_for(person).with_only_columns(func.count(SampledOpinion.id)).order_by(None)
    return Share(db.session.scalar(own) or 0, db.session.scalar(waiting) or 0)


def next_for(person: StaffMember, *, after: int = 0) -> SampledOpinion | None:
    """The next opinion that this person may code, in the order of the draw; from the beginning after the last."""
    waiting = _waiting_for(person)
    later = waiting.where(SampledOpinion.id > after).limit(1)
    earlier = waiting.where(SampledOpinion.id < after).limit(1)
    return db.session.scalar(later) or (db.session.scalar(earlier) if after else None)


def sampled_or_404(sampled_id: int) -> SampledOpinion:
    rows = (
        select(SampledOpinion)
        .join(SampledOpinion.opinion)
        .options(contains_eager(SampledOpinion.opinion), selectinload(SampledOpinion.codes))
        .where(SampledOpinion.id == sampled_id, standing.counts())
    )
    return db.session.scalar(rows) or abort(404)


def is_waiting_for(sampled: SampledOpinion, person: StaffMember) -> bool:
    own = _waiting_for(person).where(SampledOpinion.id == sampled.id)
    return db.session.scalar(own) is not None


def last_code_by(person: StaffMember) -> BlindCode | None:
    """This person's newest answer, while it can be taken back."""
    own = (
        select(BlindCode)
        .join(BlindCode.sampled)
        .join(SampledOpinion.opinion)
        .options(contains_eager(BlindCode.sampled).contains_eager(SampledOpinion.opinion))
        .where(BlindCode.staff_member_id == person.id, _in_force(), standing.is_not_open())
        .order_by(BlindCode.coded_at.desc(), BlindCode.id.desc())
    )
    return db.session.scalar(own.limit(1))


def own_code_or_404(code_id: int, person: StaffMember) -> BlindCode:
    own = BlindCode.id == code_id, BlindCode.staff_member_id == person.id
    return db.session.scalar(select(BlindCode).where(*own)) or abort(404)


def held() -> Select[tuple[SampledOpinion]]:
    """What waits for codes, without those that open by themselves in a few minutes."""
    return (
        select(SampledOpinion)
        .join(SampledOpinion.opinion)
        .options(contains_eager(SampledOpinion.opinion), selectinload(SampledOpinion.codes))
        .where(SampledOpinion.opens_at.is_(None), standing.counts())
        .order_by(SampledOpinion.id)
    )


def held_rows(sampled_id: int | None) -> Sequence[SampledOpinion]:
    """One opinion if it is held, or all of them when none is named."""
    rows = held() if sampled_id is None else held().where(SampledOpinion.id == sampled_id)
    return db.session.scalars(rows).all()


def _in_force() -> ColumnElement[bool]:
    return BlindCode.undone_at.is_(None)


def _answers() -> ColumnElement[int]:
    rows = select(func.count(BlindCode.id)).where(
        BlindCode.sampled_opinion_id == SampledOpinion.id, _in_force()
    )
    return rows.correlate(SampledOpinion).scalar_subquery()


def _waiting_for(person: StaffMember) -> Select[tuple[SampledOpinion]]:
    """Held, not answered by this person, and not by two others."""
    own = select(BlindCode.id).where(
        BlindCode.sampled_opinion_id == SampledOpinion.id,
        BlindCode.staff_member_id == person.id,
        _in_force(),
    )
    return (
        select(SampledOpinion)
        .join(SampledOpinion.opinion)
        .where(standing.counts(), standing.is_not_open(), ~own.exists(), _answers() < len(CODERS))
        .order_by(SampledOpinion.id)
    )
