"""What the first page of each side shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from consult.domain.vocabulary import ConsultationStage
from consult.extensions import db
from consult.home.daily_work import own_drafts
from consult.models import Consultation, HearingDraft, StaffMember

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
