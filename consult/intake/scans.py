"""Scans and files of a submission: for staff alone, served as attachments, removed with undo (R20, O8, TX13)."""

from collections.abc import Sequence

from flask import abort, request
from sqlalchemy import func, select

from consult import audit, clock, uploads
from consult.domain.file_types import ACCEPTED_FOR_RECORDS, FOR_RECORDS, MAX_FILE_BYTES
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.intake.entry_form import FilesForm
from consult.models import StaffMember, Submission, SubmissionFile
from consult.uploads import SetAside

MOST_FILES = 20
LIMITS = (
    f"{ACCEPTED_FOR_RECORDS}。1つ{MAX_FILE_BYTES // 1024**2}MBまで、合わせて30MBまで。"
    "担当職員だけが開け、公開のページには出ません。"
)
TOO_MANY = f"ファイルは1つの提出に{MOST_FILES}個までです。"


def receive(form: FilesForm, *, by: StaffMember) -> list[str]:
    """Set the sent files aside and note their tickets on the form; why the others are refused."""
    uploads.forget_abandoned(clock.now())
    sent = [each for each in form.files.data or [] if getattr(each, "filename", "")]
    if not sent and request.form.get("files"):
        return [f"選んだファイル「{request.form['files'][:100]}」は届いていません。もう一度選んでください。"]
    if len(form.tickets) + len(sent) > MOST_FILES:
        return [TOO_MANY]
    kept, refused = uploads.set_aside(sent, by=by, at=clock.now(), kinds=FOR_RECORDS)
    form.keep.data = [*form.tickets, *(each.ticket for each in kept)]
    return [refusal.message for refusal in refused]


def waiting(form: FilesForm, *, by: StaffMember) -> list[SetAside]:
    """The files that the form names, for its page."""
    return uploads.brought_back(form.tickets, by=by) if form.tickets else []


def number_standing(submission: Submission) -> int:
    mine = SubmissionFile.submission_id == submission.id, SubmissionFile.removed_at.is_(None)
    return db.session.scalar(select(func.count(SubmissionFile.id)).where(*mine)) or 0


def files_of(submission: Submission) -> Sequence[SubmissionFile]:
    """Also removed ones: they can be put back."""
    mine = SubmissionFile.submission_id == submission.id
    return db.session.scalars(select(SubmissionFile).where(mine).order_by(SubmissionFile.id)).all()


def file_or_404(submission: Submission, file_id: int) -> SubmissionFile:
    """Of this very submission."""
    mine = SubmissionFile.submission_id == submission.id
    return db.session.scalar(select(SubmissionFile).where(SubmissionFile.id == file_id, mine)) or abort(404)


def look_at(file: SubmissionFile, *, by: StaffMember) -> None:
    audit.record(AuditAction.VIEWED, file, by=by, submission=file.submission_id)


def remove(file: SubmissionFile, *, by: StaffMember) -> None:
    if file.removed_at is None:
        file.removed_at, file.removed_by_id = clock.now(), by.id
        db.session.flush()
        audit.record(AuditAction.REMOVED, file, by=by)


def put_back(file: SubmissionFile, *, by: StaffMember) -> None:
    if file.removed_at is not None:
        file.removed_at, file.removed_by_id = None, None
        db.session.flush()
        audit.record(AuditAction.PUT_BACK, file, by=by)
