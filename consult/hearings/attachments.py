"""Files that belong to a hearing: what was handed over, a scan, a picture. For staff alone; nothing of them is published."""

from collections.abc import Iterable, Sequence

from flask import request
from sqlalchemy import select

from consult import audit, clock, uploads
from consult.domain.errors import FileRefused
from consult.domain.file_types import ACCEPTED_FOR_RECORDS, FOR_RECORDS, MAX_FILE_BYTES
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.hearings.forms import FilesForm
from consult.hearings.removal import refuse_removed
from consult.models import Hearing, HearingAttachment, StaffMember
from consult.uploads import SetAside

MOST_FILES = 20
LIMITS = (
    f"{ACCEPTED_FOR_RECORDS}。1つ{MAX_FILE_BYTES // 1024**2}MBまで、一度に送れるのは合わせて30MBまで、"
    f"1件のヒアリングに{MOST_FILES}個まで。職員だけが見られ、公開のページには出ません。"
)
TOO_MANY = f"添付は1件のヒアリングに{MOST_FILES}個までです。どれかを外してから付けてください。"


def receive(form: FilesForm, *, by: StaffMember) -> list[str]:
    """Set the sent files aside and note their tickets on the form; why the others are refused."""
    uploads.forget_abandoned(clock.now())
    sent = [each for each in form.files.data or [] if each.filename]
    if not sent and request.form.get("files"):
        return [
            f"選んだファイル「{request.form['files'][:100]}」はまだ付いていません。"
            "もう一度選んで「選んだファイルを付ける」を押してください。"
        ]
    if len(form.tickets) + len(sent) > MOST_FILES:
        return [TOO_MANY]
    kept, refused = uploads.set_aside(sent, by=by, at=clock.now(), kinds=FOR_RECORDS)
    form.keep.data = " ".join([*form.tickets, *(each.ticket for each in kept)])
    return [refusal.message for refusal in refused]


def waiting(form: FilesForm, *, by: StaffMember) -> list[SetAside]:
    """The files that the form names, for its page."""
    return uploads.brought_back(form.tickets, by=by) if form.tickets else []


def attach(hearing: Hearing, files: Iterable[SetAside], *, by: StaffMember) -> None:
    refuse_removed(hearing)
    files = list(files)
    if len(standing(hearing)) + len(files) > MOST_FILES:
        raise FileRefused(TOO_MANY, field="files")
    for each in files:
        each.file.is_set_aside = False
        row = HearingAttachment(
            hearing_id=hearing.id, file=each.file, added_by_id=by.id, created_at=clock.now()
        )
        db.session.add(row)
        db.session.flush()
        audit.record(AuditAction.ADDED, row, by=by, hearing=hearing.id)


def standing(hearing: Hearing) -> Sequence[HearingAttachment]:
    mine = HearingAttachment.hearing_id == hearing.id
    return db.session.scalars(
        select(HearingAttachment).where(mine, HearingAttachment.removed_at.is_(None))
    ).all()


def attachment_or_404(hearing_id: int, attachment_id: int) -> HearingAttachment:
    """Of this very hearing; a removed one is found, since it can be put back."""
    of_hearing = HearingAttachment.hearing_id == hearing_id
    return db.one_or_404(select(HearingAttachment).where(HearingAttachment.id == attachment_id, of_hearing))
