"""Ending a case before its days do: closing early and dropping it, for a reason that citizens read. Both can be taken back."""

from datetime import datetime

from consult import audit, case_phases, late_marks
from consult.domain.errors import ActRefused
from consult.domain.lifecycle import check_close_early, check_drop
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Consultation, StaffMember
from consult.results_at import results_at


def close_early(consultation: Consultation, reason: str, *, by: StaffMember, at: datetime) -> None:
    """From this moment no opinion is taken. Raises ActRefused unless the case is open and the reason is told."""
    check_close_early(case_phases.phase_of(consultation, at), reason)
    consultation.closed_early_at, consultation.closed_early_reason = at, reason
    _keep(consultation, AuditAction.ENDED, by=by, fields=["closed_early_at", "closed_early_reason"])


def take_back_closing(consultation: Consultation, *, by: StaffMember, at: datetime) -> None:
    """Open again until the last day that was announced."""
    if consultation.closed_early_at is None:
        raise ActRefused("早めの締め切りは、もう取り消されています。")
    if results_at([consultation.id]):
        # What is published counts by the deadline that was; late marks do not move under it (R53).
        raise ActRefused("結果を公表した案件です。締め切りは取り消せません。")
    if at >= consultation.planned_period.ends_before:
        raise ActRefused(
            "予定していた最終日を過ぎているため、締め切りは取り消せません。"
            "案件を編集して最終日を先の日にすると、ふたたび受け付けます。"
        )
    consultation.closed_early_at, consultation.closed_early_reason = None, ""
    _keep(consultation, AuditAction.UNDID, by=by, fields=["closed_early_at", "closed_early_reason"])


def drop(consultation: Consultation, reason: str, *, by: StaffMember, at: datetime) -> None:
    """R54: no plan will be adopted, and citizens read so. What was received stays."""
    check_drop(case_phases.phase_of(consultation, at), reason)
    consultation.dropped_at, consultation.dropped_reason = at, reason
    _keep(consultation, AuditAction.STOPPED, by=by, fields=["dropped_at", "dropped_reason"])


def take_back_drop(consultation: Consultation, *, by: StaffMember) -> None:
    if consultation.dropped_at is None:
        raise ActRefused("取りやめは、もう取り消されています。")
    published = results_at([consultation.id]).get(consultation.id)
    if published and consultation.dropped_at <= published.published_at:
        # R54 is a public fact by then, and a version is never taken back (R53): the page would say both.
        raise ActRefused(
            "計画を策定しないことを結果として公表した案件です。取りやめは取り消せません。"
            "あらためて意見を募集するときは、新しい案件をつくってください。"
        )
    consultation.dropped_at, consultation.dropped_reason = None, ""
    _keep(consultation, AuditAction.UNDID, by=by, fields=["dropped_at", "dropped_reason"])


def _keep(consultation: Consultation, action: AuditAction, *, by: StaffMember, fields: list[str]) -> None:
    consultation.version += 1
    db.session.flush()
    if "closed_early_at" in fields:
        late_marks.mark_anew(consultation, by=by)
    audit.record(action, consultation, by=by, fields=fields)
