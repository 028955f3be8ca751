"""What happens to an imported file: staged, decided about, imported whole, undone whole, thrown away."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from consult import audit, clock, progress_records
from consult.domain.errors import EditConflict, ImportRefused
from consult.domain.file_types import shown_name
from consult.domain.vocabulary import AuditAction, ImportKind, ImportState
from consult.extensions import db
from consult.imports import choices as deciding
from consult.imports import queries, undoing
from consult.imports.choices import Choices
from consult.imports.dry_run import dry_run, staged
from consult.imports.importers import importer_for
from consult.imports.planning import Plan, Understood
from consult.imports.recording import Cuts, Recorded, notes_to_cut
from consult.imports.refusals import refuse_undoing_unseen, refuse_unmended
from consult.models import ImportBatch, StaffMember, StoredFile
from consult.spreadsheets.tables import Workbook, packed

KEPT_FOR = timedelta(days=7)
# States of a file that is not imported yet: it may be decided about, or thrown away.
BEFORE_IMPORT = (ImportState.DRAFT, ImportState.FAILED)
UNDONE_BECAUSE = "取込の取消"
MEDIA_TYPES = {
    "Excel（xlsx）": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "Excel（xls）": "application/vnd.ms-excel",
    "CSV": "text/csv",
}


@dataclass(frozen=True)
class Upload:
    """A file as it came, and what was read from it."""

    name: str
    content: bytes
    book: Workbook


def stage(
    upload: Upload,
    kind: ImportKind,
    *,
    by: StaffMember | None,
    is_invented: bool = False,
    consultation_id: int | None = None,
    inquiry_id: int | None = None,
) -> ImportBatch:
    """Keep the file and what was read from it; nothing of it counts yet. Abandoned ones are forgotten meanwhile."""
    forget_abandoned()
    importer = importer_for(kind, consultation_id, inquiry_id)
    choices = deciding.first_choices(
        upload.book,
        importer.schema,
        remembered=queries.remembered(kind),
        fallback=importer.fallbacks[0][0],
        is_invented=is_invented,
    )
    batch = ImportBatch(
        kind=kind,
        file=_stored(upload),
        consultation_id=consultation_id,
        inquiry_id=inquiry_id,
        cells=packed(upload.book),
        choices=choices.as_json(),
        created_by_id=by.id if by else None,
        created_at=clock.now(),
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(AuditAction.ADDED, batch, by=by, sheets=len(upload.book.sheets))
    return batch


def _stored(upload: Upload) -> StoredFile:
    return StoredFile(
        name=shown_name(upload.name),
        media_type=MEDIA_TYPES[upload.book.kind],
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        content=upload.content,
        created_at=clock.now(),
    )


def decide(batch: ImportBatch, choices: Choices, *, version: int, by: StaffMember | None = None) -> None:
    """Other choices about a file that is not imported yet. EditConflict when somebody else decided meanwhile (TW1)."""
    _refuse_unless(batch, *BEFORE_IMPORT)
    if batch.version != version:
        raise EditConflict("ほかの人が先に変えました。いまの内容を確かめて、もう一度直してください。")
    batch.choices = choices.as_json()
    batch.state = ImportState.DRAFT
    batch.version += 1
    db.session.flush()
    audit.record(AuditAction.CHANGED, batch, by=by, fields=["choices"])


def ask(batch: ImportBatch, *, version: int, rows: int, by: StaffMember | None) -> None:
    """A large file is imported by the worker; the page can be left."""
    _refuse_unless(batch, *BEFORE_IMPORT)
    if batch.version != version:
        raise EditConflict("ほかの人が先に変えました。いまの内容を確かめてから取り込んでください。")
    batch.state, batch.done, batch.total, batch.message = ImportState.WAITING, 0, rows, ""
    batch.asked_by_id = by.id if by else None
    batch.version += 1
    db.session.flush()
    audit.record(AuditAction.ASKED, batch, by=by, rows=rows)


def stop(batch: ImportBatch, *, by: StaffMember | None) -> None:
    """Back to the look at every row; nothing was imported."""
    _refuse_unless(batch, ImportState.WAITING, ImportState.RUNNING)
    batch.state = ImportState.DRAFT
    batch.version += 1
    db.session.flush()
    audit.record(AuditAction.STOPPED, batch, by=by)


def import_rows(
    batch: ImportBatch, cuts: Cuts, *, by: StaffMember | None, understood: Understood | None = None
) -> Recorded:
    """All rows of the dry run, or ImportRefused and none. `cuts` holds the claims of every notes to be imported.

    `understood`: what the batch says, where a caller knows that its choices have not changed since.
    """
    if batch.state in (ImportState.DONE, ImportState.UNDONE):
        raise ImportRefused("このファイルは、もう取り込まれています。")
    file = staged(batch)
    plan = dry_run(file, understood)
    _refuse_incomplete(plan, cuts)
    is_invented = file.choices.is_invented
    done = file.importer.record(plan.imported, cuts, batch=batch, by=by, is_invented=is_invented)
    batch.state, batch.finished_at, batch.message = ImportState.DONE, clock.now(), ""
    batch.done = batch.total = len(plan.imported)
    batch.version += 1
    batch.result = _result(done, plan)
    db.session.flush()
    audit.record(
        AuditAction.IMPORTED,
        batch,
        by=by,
        hearings=done.hearings,
        submissions=done.committee + done.submissions,
        opinions=done.opinions,
        answers=done.answers,
    )
    return done


def _refuse_incomplete(plan: Plan, cuts: Cuts) -> None:
    refuse_unmended(plan)
    if not plan.imported:
        raise ImportRefused("取り込む行がありません。")
    if any(notes not in cuts for notes in notes_to_cut(plan)):
        raise ImportRefused("確かめている間に内容が変わりました。もう一度取り込んでください。")


def _result(done: Recorded, plan: Plan) -> dict[str, Any]:
    """What the batch's page tells from now on."""
    return {
        "hearings": done.hearings,
        "committee": done.committee,
        "submissions": done.submissions,
        "opinions": done.opinions,
        "answers": done.answers,
        "without_opinions": done.without_opinions,
        "counts": plan.in_words,
        "warnings": list(plan.warnings),
    }


def fail(batch: ImportBatch, message: str) -> None:
    """The worker could not do it; nothing was imported, the choices stay."""
    batch.state, batch.message = ImportState.FAILED, message
    batch.version += 1
    db.session.flush()


def undo(batch: ImportBatch, *, by: StaffMember | None, seen: str | None = None) -> None:
    """Everything the import brought leaves every list and count, with the reason; nothing is deleted.

    `seen`: the sign of what a page told would go (`Undoing.sign`).
    """
    _refuse_unless(batch, ImportState.DONE)
    found = undoing.undoing(batch)
    if found.refusal:
        raise ImportRefused(found.refusal)
    if seen is not None:
        refuse_undoing_unseen(found, seen)
    now = clock.now()
    hearings, submissions = undoing.hearings_still_there(batch), undoing.submissions_still_there(batch)
    for hearing in hearings:
        hearing.removed_at, hearing.removed_by_id = now, by.id if by else None
        hearing.removal_reason = UNDONE_BECAUSE
        hearing.version += 1
    for submission in submissions:
        submission.withdrawn_at, submission.withdrawal_reason = now, UNDONE_BECAUSE
        submission.version += 1
    details = {"import_batch": batch.id}
    audit.record_each(AuditAction.REMOVED, [(each, details) for each in hearings], by=by)
    audit.record_each(AuditAction.WITHDREW, [(each, details) for each in submissions], by=by)
    progress_records.undo_import(batch, by=by)
    batch.state, batch.undone_at, batch.undone_by_id = ImportState.UNDONE, now, by.id if by else None
    batch.version += 1
    db.session.flush()
    audit.record(AuditAction.UNDID, batch, by=by)


def discard(batch: ImportBatch, *, by: StaffMember | None) -> None:
    """A file that nobody wants to import after all: it goes, with everything that was read from it."""
    _refuse_unless(batch, *BEFORE_IMPORT)
    audit.record(AuditAction.REMOVED, batch, by=by)
    file = batch.file
    db.session.delete(batch)
    db.session.flush()
    db.session.delete(file)
    db.session.flush()


def forget_abandoned() -> None:
    """Files that were looked at and never imported."""
    old = select(ImportBatch.id, ImportBatch.file_id).where(
        ImportBatch.state.in_(BEFORE_IMPORT),
        ImportBatch.created_at < clock.now() - KEPT_FOR,
    )
    rows = db.session.execute(old).all()
    if rows:
        db.session.execute(delete(ImportBatch).where(ImportBatch.id.in_([row[0] for row in rows])))
        db.session.execute(delete(StoredFile).where(StoredFile.id.in_([row[1] for row in rows])))


def _refuse_unless(batch: ImportBatch, *states: ImportState) -> None:
    if batch.state not in states:
        raise ImportRefused(f"この取込は「{batch.state.label}」のため、いまはできません。")
