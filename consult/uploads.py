"""Uploaded files on their way into a form's record. A refused form loses none: they are set aside for the next try."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select
from werkzeug.datastructures import FileStorage

from consult.domain.errors import FileRefused
from consult.domain.file_types import FOR_CITIZENS, MAX_FILE_BYTES, FileType, check_file, shown_name
from consult.extensions import db
from consult.models import HearingDraft, StaffMember, StoredFile

KEPT_FOR = timedelta(days=1)
# Where a hearing's draft keeps the tickets of its files, with blanks between them.
DRAFT_FIELD = "keep"


@dataclass(frozen=True)
class SetAside:
    """A file that waits for its form; `ticket` is what the form sends back for it."""

    file: StoredFile
    ticket: str


def set_aside(
    sent: Iterable[FileStorage],
    *,
    by: StaffMember,
    at: datetime,
    kinds: tuple[FileType, ...] = FOR_CITIZENS,
) -> tuple[list[SetAside], list[FileRefused]]:
    """Keep the good ones, and say why the others are refused."""
    kept, refused = [], []
    for each in sent:
        if not each.filename:
            continue
        try:
            kept.append(_keep(each, at=at, kinds=kinds))
        except FileRefused as refusal:
            refused.append(refusal)
    db.session.flush()
    return [SetAside(file, _ticket_of(file, by)) for file in kept], refused


def _keep(sent: FileStorage, *, at: datetime, kinds: tuple[FileType, ...]) -> StoredFile:
    name = shown_name(sent.filename or "")
    content = sent.stream.read(MAX_FILE_BYTES + 1)
    file = StoredFile(
        name=name,
        media_type=check_file(name, content, kinds).media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        is_set_aside=True,
        created_at=at,
    )
    db.session.add(file)
    return file


def brought_back(tickets: Iterable[str], *, by: StaffMember) -> list[SetAside]:
    """The files set aside for this person that the form still names; anything else is ignored (TP5)."""
    named = {ticket: _read(ticket) for ticket in tickets}
    ids = {read[0]: ticket for ticket, read in named.items() if read and read[1] == by.id}
    files = db.session.scalars(
        select(StoredFile).where(StoredFile.id.in_(ids), StoredFile.is_set_aside).order_by(StoredFile.id)
    )
    return [SetAside(file, ids[file.id]) for file in files]


def forget_abandoned(at: datetime) -> None:
    """Remove files whose form never came back. A draft that saved itself is still to come back."""
    old = (StoredFile.is_set_aside, StoredFile.created_at < at - KEPT_FOR)
    if db.session.scalar(select(StoredFile.id).where(*old).limit(1)) is None:
        return
    named = db.session.scalars(select(HearingDraft.fields[DRAFT_FIELD].as_string())).all()
    tickets = (ticket for each in named if each for ticket in each.split())
    waiting = [read[0] for ticket in tickets if (read := _read(ticket))]
    db.session.execute(delete(StoredFile).where(*old, StoredFile.id.not_in(waiting)))


def _read(ticket: str) -> tuple[int, int] | None:
    """(file, person) of a ticket that this site has signed."""
    try:
        file_id, person_id = _signer().loads(ticket)
    except (BadSignature, ValueError, TypeError):
        return None
    return file_id, person_id


def _ticket_of(file: StoredFile, person: StaffMember) -> str:
    return str(_signer().dumps([file.id, person.id]))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="file set aside")
