"""What the first page of each side shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, and_, case, exists, func, literal, or_, select, type_coerce

from consult import case_phases, standing
from consult.access import allowed_roles
from consult.domain.vocabulary import CasePhase, ResponseState, Role
from consult.extensions import db
from consult.home.daily_work import own_drafts
from consult.models import (
    AnswerGroup,
    Consultation,
    FollowUp,
    Hearing,
    HearingDraft,
    OfficialResponse,
    Opinion,
    StaffMember,
)

DRAFTS_SHOWN = 5


@dataclass(frozen=True)
class OpenCase:
    """A consultation that takes opinions today. `days_left` is 0 on its last day."""

    id: int
    title: str
    audience: str
    closes_on: date
    days_left: int

    @property
    def deadline(self) -> str:
        """締切まであとN日, in words also on the last day."""
        return f"締切まであと{self.days_left}日" if self.days_left else "本日が締切"


def open_cases(now: datetime, today: date) -> list[OpenCase]:
    """Cases that take opinions now, the one that closes first in front."""
    rows = db.session.scalars(
        select(Consultation)
        .where(case_phases.is_in(CasePhase.OPEN, now))
        .order_by(Consultation.closes_on, Consultation.id)
    )
    return [
        OpenCase(row.id, row.title, row.eligibility, row.closes_on, row.period.days_left(today))
        for row in rows
    ]


def drafts_waiting_for(member: StaffMember) -> Sequence[HearingDraft]:
    """The drafts that this member saved last; another's are not there (TP3)."""
    newest = own_drafts(member).order_by(HearingDraft.saved_at.desc(), HearingDraft.id.desc())
    return db.session.scalars(newest.limit(DRAFTS_SHOWN)).all()


@dataclass(frozen=True)
class AnswersWaiting:
    """Answers of one case that wait for this person: to be approved, or (`overdue` past their day) of their division."""

    consultation_id: int
    title: str
    to_approve: int
    of_division: int
    overdue: int


def answers_waiting_for(member: StaffMember, today: date) -> list[AnswersWaiting]:
    """One query; nothing for who neither approves nor belongs to a division."""
    approves = Role.APPROVER in member.granted_roles
    may_write = allowed_roles("staff.official_response.save") & frozenset(member.granted_roles)
    if not approves and not (may_write and member.division_id):
        return []
    state = func.coalesce(type_coerce(OfficialResponse.state, String), ResponseState.DRAFTING.value)
    to_approve = and_(literal(approves), state == ResponseState.AWAITING_APPROVAL.value)
    open_states = [ResponseState.DRAFTING.value, ResponseState.CHECKING.value]
    theirs = and_(AnswerGroup.division_id == (member.division_id or 0), state.in_(open_states))
    is_late = and_(theirs, AnswerGroup.due_on < today)
    numbers = [func.coalesce(func.sum(case((each, 1), else_=0)), 0) for each in (to_approve, theirs, is_late)]
    has_opinions = exists().where(Opinion.answer_group_id == AnswerGroup.id, standing.counts())
    rows = db.session.execute(
        select(Consultation.id, Consultation.title, *numbers)
        .join(AnswerGroup, AnswerGroup.consultation_id == Consultation.id)
        .outerjoin(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
        .where(or_(to_approve, theirs), has_opinions)
        .group_by(Consultation.id)
        .order_by(Consultation.id)
    )
    return [AnswersWaiting(*row) for row in rows]


def follow_ups_due(reader: StaffMember, today: date) -> int:
    """宿題 whose day has come, for whoever may open the list of them; 0 for everybody else."""
    if not allowed_roles("staff.hearings.follow_ups_index") & frozenset(reader.granted_roles):
        return 0
    waiting = (FollowUp.removed_at.is_(None), FollowUp.done_at.is_(None), FollowUp.due_on <= today)
    statement = select(func.count()).select_from(FollowUp).join(Hearing, Hearing.id == FollowUp.hearing_id)
    return db.session.scalar(statement.where(*waiting, Hearing.removed_at.is_(None))) or 0
