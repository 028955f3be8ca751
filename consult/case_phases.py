"""Where cases stand at a moment, for lists in SQL and for rows at hand; the rule itself is `domain.lifecycle`."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from consult.domain.period import JAPAN
from consult.domain.vocabulary import CasePhase, ConsultationStage
from consult.extensions import db
from consult.models import Consultation, Publication
from consult.results_at import results_at


def phases_of(consultations: Iterable[Consultation], moment: datetime) -> dict[int, CasePhase]:
    """Of each case, in one query whatever their number."""
    rows = list(consultations)
    published = results_at(each.id for each in rows)
    return {each.id: each.course(has_results=each.id in published).phase_at(moment) for each in rows}


def phase_of(consultation: Consultation, moment: datetime) -> CasePhase:
    return phases_of([consultation], moment)[consultation.id]


def phase_code(moment: datetime) -> ColumnElement[str]:
    """The phase of each row of `consultation`, as its code."""
    today = moment.astimezone(JAPAN).date()
    has_results = exists().where(Publication.consultation_id == Consultation.id)
    is_over = or_(Consultation.closes_on < today, Consultation.closed_early_at <= moment)
    return case(
        (Consultation.stage != ConsultationStage.ANNOUNCED, CasePhase.PREPARING.value),
        (Consultation.dropped_at.is_not(None), CasePhase.DROPPED.value),
        (has_results, CasePhase.RESULTS.value),
        (Consultation.opens_on > today, CasePhase.UPCOMING.value),
        (is_over, CasePhase.CONSIDERING.value),
        else_=CasePhase.OPEN.value,
    )


def is_in(phase: CasePhase, moment: datetime) -> ColumnElement[bool]:
    return and_(phase_code(moment) == phase.value)


def numbers(moment: datetime, *conditions: ColumnElement[bool]) -> Mapping[CasePhase, int]:
    """How many cases are in each phase."""
    code = phase_code(moment)
    rows = db.session.execute(
        select(code, func.count()).select_from(Consultation).where(*conditions).group_by(code)
    )
    found = {CasePhase.of(key): count for key, count in rows}
    return {phase: found.get(phase, 0) for phase in CasePhase}
