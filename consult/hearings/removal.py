"""取り消し: a record of the register is taken out of every list and count with a reason, never deleted, and comes back."""

from consult import audit, clock
from consult.domain.errors import HearingRefused, RemovedRecord
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import DeskNote, FollowUp, Hearing, HearingAttachment, StaffMember

Record = Hearing | DeskNote | FollowUp | HearingAttachment
REASON_LIMIT = 500


def remove(record: Record, reason: str, *, by: StaffMember) -> None:
    """Out of every list and count. Removing what is removed already changes nothing: the first reason stands."""
    _refuse_part_of_removed(record)
    if record.removed_at is not None:
        return
    record.removed_at, record.removed_by_id, record.removal_reason = clock.now(), by.id, reason
    _next_version(record)
    audit.record(AuditAction.REMOVED, record, by=by)


def remove_hearing(hearing: Hearing, reason: str, *, by: StaffMember) -> None:
    """A hearing takes its opinions with it: somebody will ask why."""
    if is_blank(reason):
        raise HearingRefused("取り消す理由を入力してください。", field="reason")
    remove(hearing, reason, by=by)


def put_back(record: Record, *, by: StaffMember) -> None:
    """As it was before."""
    _refuse_part_of_removed(record)
    if record.removed_at is None:
        return
    record.removed_at, record.removed_by_id, record.removal_reason = None, None, ""
    _next_version(record)
    audit.record(AuditAction.PUT_BACK, record, by=by)


def refuse_removed(record: Record) -> None:
    _refuse_part_of_removed(record)
    if record.removed_at is not None:
        raise RemovedRecord("この記録は取り消されています。直すときは、先に元に戻してください。")


def _refuse_part_of_removed(record: Record) -> None:
    """Nothing of a removed hearing changes: it comes back as it was."""
    if isinstance(record, FollowUp | HearingAttachment):
        refuse_removed(db.session.get_one(Hearing, record.hearing_id))


def _next_version(record: Record) -> None:
    # A page opened before would otherwise save over what it has not seen (TW1).
    if isinstance(record, Hearing | DeskNote):
        record.version += 1
    db.session.flush()
