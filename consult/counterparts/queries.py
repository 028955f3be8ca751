"""Reads of the bodies heard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from consult import paging
from consult.counterparts.body_filter import NOT_NOTED, BodyFilter, heard, place_of_body
from consult.domain.vocabulary import Consent, HearingKind
from consult.extensions import db
from consult.models import (
    Counterpart,
    CounterpartMerge,
    District,
    Hearing,
    OwnSector,
    StaffMember,
)
from consult.paging import Page

BATCH = 500


@dataclass(frozen=True)
class Heard:
    """How often a body was heard, and when last (None: never, or on days that nobody could read)."""

    times: int = 0
    last_on: date | None = None


@dataclass(frozen=True)
class Totals:
    """The list in figures: bodies, those of them that were heard (実), and their hearings (延べ)."""

    bodies: int
    heard: int
    hearings: int


def body_page(asked: BodyFilter, number: int) -> Page:
    return paging.paged(asked.ordered(_with_facts().where(*asked.conditions())), number)


def bodies_to_export(asked: BodyFilter) -> Iterator[tuple[Counterpart, Heard, list[str]]]:
    """Every body of a list, with its figures and other spellings, a batch at a time."""
    statement = asked.ordered(_with_facts().where(*asked.conditions()))
    for batch in db.session.scalars(statement).yield_per(BATCH).partitions():
        figures, spellings = heard_of(batch, asked.kind), spellings_of(batch)
        for body in batch:
            yield body, figures.get(body.id, Heard()), spellings.get(body.id, [])


def totals(asked: BodyFilter) -> Totals:
    figures = heard(asked.kind)
    row = db.session.execute(
        select(
            func.count(Counterpart.id),
            func.count(figures.c.times),
            func.coalesce(func.sum(figures.c.times), 0),
        )
        .select_from(Counterpart)
        .outerjoin(figures, figures.c.counterpart_id == Counterpart.id)
        .where(*asked.conditions())
    ).one()
    return Totals(*row)


def heard_of(bodies: Sequence[Counterpart], kind: HearingKind | None = None) -> dict[int, Heard]:
    """The figures of each body that was heard; one query."""
    figures = heard(kind)
    rows = db.session.execute(
        select(figures).where(figures.c.counterpart_id.in_([body.id for body in bodies]))
    )
    return {row.counterpart_id: Heard(row.times, row.last_heard) for row in rows}


def spellings_of(bodies: Sequence[Counterpart]) -> dict[int, list[str]]:
    """Other names under which each body is found; one query."""
    rows = db.session.execute(
        select(Counterpart.merged_into_id, Counterpart.name)
        .where(
            Counterpart.merged_into_id.in_([body.id for body in bodies]), Counterpart.match_key.is_not(None)
        )
        .order_by(Counterpart.id)
    )
    found: dict[int, list[str]] = {}
    for body_id, name in rows:
        found.setdefault(body_id, []).append(name)
    return found


def numbers_of(asked: BodyFilter) -> dict[str, Mapping[str, int]]:
    """Per filter: how many bodies each of its values would leave, the other filters standing. Four queries."""
    columns = {
        "sector": Counterpart.sector,
        "own_sector": Counterpart.own_sector_id,
        "reach": Counterpart.reach,
        "district": place_of_body(),
    }
    found: dict[str, Mapping[str, int]] = {}
    for name, column in columns.items():
        rows = db.session.execute(
            select(column, func.count()).where(*asked.without(name).conditions()).group_by(column)
        )
        found[name] = {_code(value): count for value, count in rows}
    return found


def _code(value: object) -> str:
    return NOT_NOTED if value is None else str(getattr(value, "value", value))


def districts() -> Sequence[District]:
    return db.session.scalars(select(District).order_by(District.position, District.id)).all()


def own_sectors() -> Sequence[OwnSector]:
    return db.session.scalars(select(OwnSector).order_by(OwnSector.position, OwnSector.id)).all()


def body_or_404(body_id: int) -> Counterpart:
    """Merged ones are found too: their old addresses lead on."""
    return db.session.scalar(_with_facts().where(Counterpart.id == body_id)) or abort(404)


def standing_body_or_404(body_id: int) -> Counterpart:
    """One that stands for itself."""
    body = body_or_404(body_id)
    return body if body.merged_into_id is None else abort(404)


def bodies_called(words: str, *, but: Counterpart) -> Sequence[Counterpart]:
    """A few bodies to choose from, by name."""
    asked = BodyFilter(q=words, sort="-times")
    statement = _with_facts().where(*asked.conditions(), Counterpart.id != but.id)
    return db.session.scalars(asked.ordered(statement).limit(20)).all()


def hearing_page(body: Counterpart, number: int) -> Page:
    """Its hearings, the latest first; those without a readable day at the end."""
    statement = select(Hearing).where(Hearing.counterpart_id == body.id, Hearing.removed_at.is_(None))
    return paging.paged(
        statement.order_by(Hearing.held_on.desc().nulls_last(), Hearing.number.desc()), number
    )


def consents_of(body: Counterpart) -> dict[Consent, int]:
    """Hearings by what the body allowed; every answer, also those that nobody gave."""
    rows = db.session.execute(
        select(Hearing.consent, func.count())
        .where(Hearing.counterpart_id == body.id, Hearing.removed_at.is_(None))
        .group_by(Hearing.consent)
    )
    counts = {row[0]: row[1] for row in rows}
    return {consent: counts.get(consent, 0) for consent in Consent}


@dataclass(frozen=True)
class PastMerge:
    """One act of merging into a body, or into one that was merged into it."""

    act: CounterpartMerge
    name: str
    by: str
    at: datetime
    hearings: int

    @property
    def is_spelling(self) -> bool:
        """A name that the body had before: it never stood for itself, and nothing is to be undone."""
        return self.act.merged.is_former_name


def merges_into(body: Counterpart) -> list[PastMerge]:
    """Acts that still hold, oldest first."""
    rows = db.session.execute(
        select(CounterpartMerge, Counterpart.name, StaffMember.name)
        .join(CounterpartMerge.merged)
        .options(contains_eager(CounterpartMerge.merged))
        .outerjoin(StaffMember, CounterpartMerge.staff_member_id == StaffMember.id)
        .where(Counterpart.merged_into_id == body.id, CounterpartMerge.undone_at.is_(None))
        .order_by(CounterpartMerge.id)
    )
    return [
        PastMerge(act, name or "（名称の記入なし）", by or "職員", act.created_at, len(act.hearing_ids))
        for act, name, by in rows
    ]


def merge_or_404(merge_id: int) -> CounterpartMerge:
    statement = select(CounterpartMerge).options(joinedload(CounterpartMerge.merged))
    return db.session.scalar(statement.where(CounterpartMerge.id == merge_id)) or abort(404)


def _with_facts() -> Select[tuple[Counterpart]]:
    return select(Counterpart).options(
        joinedload(Counterpart.own_sector),
        joinedload(Counterpart.district),
        joinedload(Counterpart.merged_into),
    )
