"""Opening, changing and announcing a consultation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consult import audit, uploads
from consult.domain.asked_items import USUAL_ITEMS
from consult.domain.errors import EditConflict
from consult.domain.notice import Notice, check_complete, check_period
from consult.domain.period import CommentPeriod
from consult.domain.vocabulary import AuditAction, ConsultationStage, Demand
from consult.extensions import db
from consult.models import AskedItem, Consultation, DraftFile, StaffMember
from consult.uploads import SetAside


@dataclass(frozen=True)
class Written:
    """What the form says: texts by column, the period, files to add, ids of draft files to take out."""

    texts: dict[str, str]
    period: CommentPeriod
    files: tuple[SetAside, ...] = ()
    taken_out: frozenset[int] = frozenset()


def open_consultation(written: Written, *, by: StaffMember, at: datetime) -> Consultation:
    """A new consultation, not yet announced. Raises PeriodReversed or ShortPeriodUnexplained."""
    check_period(written.period, written.texts["short_period_reason"])
    consultation = Consultation(
        **written.texts,
        opens_on=written.period.opens_on,
        closes_on=written.period.closes_on,
        created_by_id=by.id,
        created_at=at,
        asked_items=[
            AskedItem(item=item, demand=Demand.OPTIONAL, position=position)
            for position, item in enumerate(USUAL_ITEMS, start=1)
        ],
    )
    _attach(consultation, written.files)
    db.session.add(consultation)
    db.session.flush()
    uploads.forget_abandoned(at)
    audit.record(AuditAction.ADDED, consultation, by=by, files=len(consultation.files))
    return consultation


def change_consultation(
    consultation: Consultation, written: Written, *, version: int, by: StaffMember, at: datetime
) -> None:
    """Save over `version`. Raises EditConflict when somebody saved meanwhile (TW1).

    What is announced must stay complete: NoticeIncomplete otherwise.
    """
    if consultation.version != version:
        raise EditConflict("この案件は、開いてからほかの人が保存しています。両方の内容を確かめてください。")
    check_period(written.period, written.texts["short_period_reason"])
    values = {**written.texts, "opens_on": written.period.opens_on, "closes_on": written.period.closes_on}
    changed = [name for name, value in values.items() if getattr(consultation, name) != value]
    for name in changed:
        setattr(consultation, name, values[name])
    removed = [each for each in consultation.files if each.id in written.taken_out]
    for taken in removed:
        consultation.files.remove(taken)
        db.session.delete(taken.file)
    _attach(consultation, written.files)
    if consultation.stage is ConsultationStage.ANNOUNCED:
        check_complete(notice_of(consultation))
    consultation.version += 1
    db.session.flush()
    uploads.forget_abandoned(at)
    audit.record(
        AuditAction.CHANGED,
        consultation,
        by=by,
        fields=changed,
        added=len(written.files),
        removed=len(removed),
    )


def announce_consultation(consultation: Consultation, *, by: StaffMember) -> None:
    """Citizens see it from now on; raises NoticeIncomplete and names what is missing (R1–R13)."""
    check_complete(notice_of(consultation))
    if consultation.stage is ConsultationStage.ANNOUNCED:
        return
    consultation.stage = ConsultationStage.ANNOUNCED
    consultation.version += 1
    db.session.flush()
    audit.record(AuditAction.ANNOUNCED, consultation, by=by)


def notice_of(consultation: Consultation) -> Notice:
    return Notice(
        title=consultation.title,
        purpose=consultation.purpose,
        outline=consultation.outline,
        eligibility=consultation.eligibility,
        contact=consultation.contact,
        period=consultation.period,
        short_period_reason=consultation.short_period_reason,
        files=len(consultation.files),
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
