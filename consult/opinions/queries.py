"""Reads of the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import aliased

from consult import opinion_records, paging, redactions, standing
from consult.domain.vocabulary import Outcome
from consult.extensions import db
from consult.models import Opinion, PublishedPage, Review, StaffMember, TagDecision
from consult.opinion_filter import OpinionFilter
from consult.opinion_records import OpinionRecord
from consult.paging import Page
from consult.plan_codes import PlanCode, PlanCodes
from consult.search.showing import Excerpt, Marker, Span

PUBLICATION = "公表資料"
# What a row shows of an opinion before it is opened.
SHORT = 120


@dataclass(frozen=True)
class PastDecision:
    code: PlanCode
    outcome: Outcome
    is_main: bool
    was_suggested: bool


@dataclass(frozen=True)
class PastReview:
    """One act of deciding: when, by whom (a member of staff, or the publication), and whether it still holds."""

    decided_at: datetime
    actor: str
    is_current: bool
    undone_at: datetime | None
    undone_by: str
    decisions: tuple[PastDecision, ...]


@dataclass(frozen=True)
class ListedOpinion:
    """A row of the list: what stands for the opinion in short, and where its wording says what was searched for."""

    record: OpinionRecord
    short: Excerpt
    spans: Sequence[Span]

    @property
    def is_folded(self) -> bool:
        return bool(self.record.gist) or len(self.record.wording) > SHORT


def opinion_page(asked: OpinionFilter, number: int, codes: PlanCodes, *, total: int) -> Page:
    """One page of the list, its rows as listed opinions."""
    page = paging.paged(asked.ordered(asked.ids()), number, total=total)
    # Put in order by their ids alone: whole opinions are too much to sort fifty thousand of.
    rows = db.session.scalars(opinion_records.with_sources().where(Opinion.id.in_(page.rows))).all()
    opinions = sorted(rows, key=lambda opinion: page.rows.index(opinion.id))
    marker = Marker(asked.search)
    return replace(
        page, rows=[_listed(record, marker) for record in opinion_records.records(opinions, codes)]
    )


def _listed(record: OpinionRecord, marker: Marker) -> ListedOpinion:
    """In short the gist, unless only the wording says what was searched for."""
    spans = marker.spans(record.wording)
    short = marker.excerpt(record.spoken, most=SHORT)
    if spans and not short.spans:
        short = marker.excerpt(record.wording, most=SHORT)
    return ListedOpinion(record, short, spans)


def opinions_to_export(
    asked: OpinionFilter, codes: PlanCodes, *, as_written: bool = False
) -> Iterator[OpinionRecord]:
    """As they may leave the house; `as_written` for use inside of it (docs/decisions/0140)."""
    found = opinion_records.record_batches(
        asked.ordered(opinion_records.with_sources().where(*asked.conditions())), codes
    )
    return found if as_written else redactions.leaving(found)


def passages_of(opinion: Opinion) -> redactions.Passages:
    return redactions.passages_of({opinion.id: opinion.wording})[opinion.id]


def opinion_or_404(opinion_id: int) -> Opinion:
    """Withdrawn opinions are found too: they count nowhere, but what was said stays (R24)."""
    found = db.session.scalar(opinion_records.with_sources().where(Opinion.id == opinion_id))
    return found or abort(404)


def is_held(opinion: Opinion) -> bool:
    """Whether its suggestions are kept from everybody until two people have coded it."""
    return db.session.scalar(select(standing.is_held()).where(Opinion.id == opinion.id)) or False


def record_of(opinion: Opinion, codes: PlanCodes) -> OpinionRecord:
    return opinion_records.records([opinion], codes)[0]


def decision_history(opinion: Opinion, codes: PlanCodes) -> list[PastReview]:
    """Newest first."""
    undoer = aliased(StaffMember)
    rows = db.session.execute(
        select(Review, StaffMember.name, undoer.name, PublishedPage.title)
        .outerjoin(StaffMember, Review.staff_member_id == StaffMember.id)
        .outerjoin(undoer, Review.undone_by_id == undoer.id)
        .outerjoin(PublishedPage, PublishedPage.id == Review.published_page_id)
        .where(Review.opinion_id == opinion.id)
        .order_by(Review.decided_at.desc(), Review.id.desc())
    ).all()
    decisions = _decisions_of([review.id for review, *_ in rows], codes)
    return [
        PastReview(
            decided_at=review.decided_at,
            actor=f"{PUBLICATION}「{title}」" if title else (name or "職員"),
            is_current=review.is_current,
            undone_at=review.undone_at,
            undone_by=undone_by or "",
            decisions=tuple(decisions.get(review.id, ())),
        )
        for review, name, undone_by, title in rows
    ]


def _decisions_of(review_ids: list[int], codes: PlanCodes) -> dict[int, list[PastDecision]]:
    found: dict[int, list[PastDecision]] = {}
    for row in db.session.scalars(
        select(TagDecision).where(TagDecision.review_id.in_(review_ids)).order_by(TagDecision.id)
    ):
        decision = PastDecision(codes.known(row.facet, row.code), row.outcome, row.is_main, row.was_suggested)
        found.setdefault(row.review_id, []).append(decision)
    return found
