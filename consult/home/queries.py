"""What the first page of each side shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from consult.access import allowed_roles
from consult.domain.vocabulary import ConsultationStage
from consult.extensions import db
from consult.home.daily_work import own_drafts
from consult.models import Consultation, FollowUp, Hearing, HearingDraft, StaffMember

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


def open_cases(today: date) -> list[OpenCase]:
    """Announced consultations whose period holds `today`, the one that closes first in front."""
    rows = db.session.scalars(
        select(Consultation)
        .where(
            Consultation.stage == ConsultationStage.ANNOUNCED,
            Consultation.opens_on <= today,
            Consultation.closes_on >= today,
        )
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


def follow_ups_due(reader: StaffMember, today: date) -> int:
    """宿題 whose day has come, for whoever may open the list of them; 0 for everybody else."""
    if not allowed_roles("staff.hearings.follow_ups_index") & frozenset(reader.granted_roles):
        return 0
    waiting = (FollowUp.removed_at.is_(None), FollowUp.done_at.is_(None), FollowUp.due_on <= today)
    statement = select(func.count()).select_from(FollowUp).join(Hearing, Hearing.id == FollowUp.hearing_id)
    return db.session.scalar(statement.where(*waiting, Hearing.removed_at.is_(None))) or 0
