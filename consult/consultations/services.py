"""Opening, changing and announcing a consultation."""

from collections.abc import Collection, Iterable
from datetime import datetime

from consult import audit, case_phases, late_marks, uploads
from consult.consultations import details, queries
from consult.consultations.written import Written
from consult.domain.errors import ActRefused, EditConflict
from consult.domain.lifecycle import check_period_change
from consult.domain.notice import NEEDED_TEXTS, Notice, check_complete, check_period
from consult.domain.period import JAPAN, CommentPeriod
from consult.domain.vocabulary import AuditAction, ConsultationStage
from consult.extensions import db
from consult.models import Consultation, DraftFile, PeriodChange, StaffMember
from consult.results_at import results_at
from consult.uploads import SetAside

FURTHER_TEXTS = ("use_statement", "short_period_reason")


def open_consultation(written: Written, *, by: StaffMember, at: datetime) -> Consultation:
    """A new consultation, not yet announced. Raises PeriodReversed or ShortPeriodUnexplained."""
    check_period(written.period, written.texts.get("short_period_reason", ""))
    consultation = Consultation(
        **written.texts,
        opens_on=written.period.opens_on,
        closes_on=written.period.closes_on,
        created_by_id=by.id,
        created_at=at,
    )
    _attach(consultation, written.files)
    db.session.add(consultation)
    db.session.flush()
    details.apply(consultation, written.details)
    db.session.flush()
    uploads.forget_abandoned(at)
    audit.record(AuditAction.ADDED, consultation, by=by, files=len(consultation.files))
    return consultation


def change_consultation(
    consultation: Consultation, written: Written, *, version: int, by: StaffMember, at: datetime
) -> int:
    """Save over `version`; how many late marks changed with the days. Raises EditConflict when somebody saved meanwhile (TW1).

    What is announced must stay complete: NoticeIncomplete otherwise. Its days move only as citizens may expect.
    """
    if consultation.version != version:
        raise EditConflict("この案件は、開いてからほかの人が保存しています。両方の内容を確かめてください。")
    check_period(written.period, written.texts.get("short_period_reason", ""))
    moved = _move_period(consultation, written.period, by=by, at=at)
    changed = [name for name, value in written.texts.items() if getattr(consultation, name) != value]
    for name in changed:
        setattr(consultation, name, written.texts[name])
    _refuse_after_results(consultation, written)
    changed += details.apply(consultation, written.details)
    removed = _take_out(consultation, written.taken_out)
    _attach(consultation, written.files)
    if consultation.stage is ConsultationStage.ANNOUNCED:
        check_complete(notice_of(consultation))
    consultation.version += 1
    db.session.flush()
    moves_deadline = bool(moved) or "deadline_rule" in changed
    marked = late_marks.mark_anew(consultation, by=by) if moves_deadline else 0
    uploads.forget_abandoned(at)
    audit.record(
        AuditAction.CHANGED,
        consultation,
        by=by,
        fields=[*changed, *moved],
        added=len(written.files),
        removed=removed,
        **moved,
    )
    return marked


def _take_out(consultation: Consultation, ids: Collection[int]) -> int:
    """How many of its files went."""
    removed = [each for each in consultation.files if each.id in ids]
    for taken in removed:
        consultation.files.remove(taken)
        db.session.delete(taken.file)
    return len(removed)


def _refuse_after_results(consultation: Consultation, written: Written) -> None:
    """Late marks would move under what was published (R53)."""
    is_other = written.details.deadline_rule is not consultation.deadline_rule
    if is_other and results_at([consultation.id]):
        raise ActRefused(
            "結果を公表した案件です。締切の扱い（必着・消印）は変えられません。", field="deadline_rule"
        )


def _move_period(
    consultation: Consultation, after: CommentPeriod, *, by: StaffMember, at: datetime
) -> dict[str, str]:
    """The days that moved, as they were and are; citizens read of it once the case is announced."""
    before = consultation.period
    phase = case_phases.phase_of(consultation, at)
    check_period_change(before, after, phase=phase, today=at.astimezone(JAPAN).date())
    moved = {
        name: f"{getattr(before, name).isoformat()} → {getattr(after, name).isoformat()}"
        for name in ("opens_on", "closes_on")
        if getattr(before, name) != getattr(after, name)
    }
    if not moved:
        return {}
    if consultation.stage is ConsultationStage.ANNOUNCED:
        consultation.period_changes.append(
            PeriodChange(
                at=at,
                opens_before=before.opens_on,
                closes_before=before.closes_on,
                opens_after=after.opens_on,
                closes_after=after.closes_on,
                made_by_id=by.id,
            )
        )
    consultation.opens_on, consultation.closes_on = after.opens_on, after.closes_on
    if consultation.closed_early_at:
        moved["closed_early_at"] = f"{consultation.closed_early_at.isoformat()} → "
        consultation.closed_early_at, consultation.closed_early_reason = None, ""
    return moved


def announce_consultation(consultation: Consultation, *, by: StaffMember, at: datetime) -> None:
    """Citizens see it from now on; raises NoticeIncomplete and names what is missing (R1–R13)."""
    check_complete(notice_of(consultation))
    if consultation.stage is ConsultationStage.ANNOUNCED:
        return
    consultation.stage = ConsultationStage.ANNOUNCED
    consultation.announced_at = at
    consultation.version += 1
    db.session.flush()
    audit.record(AuditAction.ANNOUNCED, consultation, by=by)


def notice_of(consultation: Consultation) -> Notice:
    return Notice(
        texts={name: getattr(consultation, name) for name in (*NEEDED_TEXTS, *FURTHER_TEXTS)},
        period=consultation.period,
        drafts=len(consultation.files) or queries.released_texts(consultation),
        methods={each.channel: each.directions for each in consultation.methods},
        asks_items=bool(consultation.asked_items),
    )


def _attach(consultation: Consultation, files: Iterable[SetAside]) -> None:
    last = max((each.position for each in consultation.files), default=0)
    for position, each in enumerate(files, start=last + 1):
        each.file.is_set_aside = False
        consultation.files.append(
            DraftFile(file=each.file, title=_title_of(each.file.name), position=position)
        )


def _title_of(file_name: str) -> str:
    """The name without its ending: type and size are told beside it."""
    return (file_name.rpartition(".")[0] or file_name)[:200]
