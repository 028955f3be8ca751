"""Reads: the table of answers, what is left, one answer's trail, versions and remarks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from consult import paging
from consult.answer_standing import group_sizes, left_over
from consult.domain.vocabulary import ResponseState, ResponseStep
from consult.extensions import db
from consult.models import (
    AnswerGroup,
    Consultation,
    Division,
    InternalRemark,
    OfficialResponse,
    ResponseAct,
    ResponseVersion,
    ResultClass,
    StaffMember,
)
from consult.official_response.papers import Paper, papers_numbered
from consult.official_response.table import AnswerFilter
from consult.paging import Page

# What the approver has seen last: an approval, or the return of what was not approved.
SEEN_BY_APPROVER = (ResponseStep.APPROVED, ResponseStep.RETURNED, ResponseStep.REOPENED)
APPROVED_ON_A_PAGE = 20


@dataclass(frozen=True)
class Remark:
    remark: InternalRemark
    by: str


def consultation_or_404(consultation_id: int) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def classes_of(consultation_id: int) -> Sequence[ResultClass]:
    return db.session.scalars(
        select(ResultClass)
        .where(ResultClass.consultation_id == consultation_id)
        .order_by(ResultClass.position)
    ).all()


def divisions_offered(current_id: int | None = None) -> Sequence[Division]:
    """Those in use, and the one that is named already."""
    in_use = or_(Division.retired_at.is_(None), Division.id == current_id)
    return db.session.scalars(select(Division).where(in_use).order_by(Division.position, Division.id)).all()


def answer_page(asked: AnswerFilter, number: int) -> Page:
    """One page of the table, its rows as papers in the order asked for."""
    page = paging.paged(asked.listed(), number)
    by_id = {paper.group.id: paper for paper in papers_numbered(asked.consultation_id, page.rows)}
    return replace(page, rows=[by_id[group_id] for group_id in page.rows])


def every_answer(asked: AnswerFilter) -> list[Paper]:
    """For a file: as many statements as there are thousands of rows."""
    ids = db.session.scalars(asked.listed()).all()
    by_id: dict[int, Paper] = {}
    for at in range(0, len(ids), 1_000):
        papers = papers_numbered(asked.consultation_id, ids[at : at + 1_000])
        by_id |= {paper.group.id: paper for paper in papers}
    return [by_id[group_id] for group_id in ids]


def number_awaiting_approval(consultation_id: int) -> int:
    waiting = _awaiting(consultation_id)
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def has_every_approval(consultation_id: int) -> bool:
    """There are answers, and nothing is left before the results may go out (R35)."""
    sizes = group_sizes(consultation_id)
    return bool(db.session.scalar(select(sizes).limit(1))) and not left_over(consultation_id)


def approval_page(consultation_id: int, number: int) -> Page:
    page = paging.paged(
        _awaiting(consultation_id).order_by(AnswerGroup.number), number, size=APPROVED_ON_A_PAGE
    )
    return replace(page, rows=papers_numbered(consultation_id, page.rows))


def _awaiting(consultation_id: int) -> Any:
    return (
        select(AnswerGroup.id)
        .join(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
        .where(
            AnswerGroup.consultation_id == consultation_id,
            OfficialResponse.state == ResponseState.AWAITING_APPROVAL,
        )
    )


def last_seen_versions(responses: Iterable[OfficialResponse]) -> dict[int, ResponseVersion]:
    """By the id of the response: what it said when it was approved, returned or taken back last."""
    newest = (
        select(func.max(ResponseAct.id))
        .where(
            ResponseAct.official_response_id.in_([each.id for each in responses if each.id]),
            ResponseAct.step.in_(SEEN_BY_APPROVER),
        )
        .group_by(ResponseAct.official_response_id)
    )
    rows = db.session.scalars(
        select(ResponseVersion)
        .join(
            ResponseAct,
            (ResponseAct.official_response_id == ResponseVersion.official_response_id)
            & (ResponseAct.version_number == ResponseVersion.number),
        )
        .where(ResponseAct.id.in_(newest))
    )
    return {each.official_response_id: each for each in rows}


def acts_of(response: OfficialResponse) -> Sequence[ResponseAct]:
    """The newest first."""
    return db.session.scalars(
        select(ResponseAct)
        .options(joinedload(ResponseAct.staff_member).joinedload(StaffMember.division))
        .where(ResponseAct.official_response_id == response.id)
        .order_by(ResponseAct.id.desc())
    ).all()


def versions_of(response: OfficialResponse) -> Sequence[ResponseVersion]:
    """The newest first."""
    return db.session.scalars(
        select(ResponseVersion)
        .options(joinedload(ResponseVersion.saved_by))
        .where(ResponseVersion.official_response_id == response.id)
        .order_by(ResponseVersion.number.desc())
    ).all()


def remarks_of(group: AnswerGroup) -> list[Remark]:
    rows = db.session.execute(
        select(InternalRemark, StaffMember.name)
        .outerjoin(StaffMember, InternalRemark.written_by_id == StaffMember.id)
        .where(InternalRemark.answer_group_id == group.id, InternalRemark.removed_at.is_(None))
        .order_by(InternalRemark.id)
    )
    return [Remark(remark, name or "職員") for remark, name in rows]


def remark_or_404(group: AnswerGroup, remark_id: int) -> InternalRemark:
    found = db.session.get(InternalRemark, remark_id)
    if found is None or found.answer_group_id != group.id or found.removed_at is not None:
        abort(404)
    return found


def next_to_write(group: AnswerGroup) -> AnswerGroup | None:
    """The next answer of the case that is still being written, round to the first."""
    sizes = group_sizes(group.consultation_id)
    return db.session.scalar(
        select(AnswerGroup)
        .join(sizes, sizes.c.group_id == AnswerGroup.id)
        .outerjoin(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
        .where(
            AnswerGroup.id != group.id,
            or_(OfficialResponse.id.is_(None), OfficialResponse.state == ResponseState.DRAFTING),
        )
        .order_by(AnswerGroup.number < group.number, AnswerGroup.number)
    )
