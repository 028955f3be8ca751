"""Imports that a request does not wait for: cut outside of any transaction, written in one.

Whoever stops it, or a worker that dies in the middle, leaves nothing of it: the rows appear with the last commit.
"""

import structlog

from consult.database import reading
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import ImportState
from consult.extensions import db
from consult.imports import dry_run as dry_running
from consult.imports import queries, services
from consult.imports.planning import Understood
from consult.imports.recording import Cuts, cut, notes_to_cut
from consult.models import ImportBatch, StaffMember

log = structlog.get_logger()

# Notes cut between two looks at whether somebody pressed 中止.
STEP = 50
FAULT = (
    "思わぬ誤りで取込が止まりました。何も取り込まれていません。もう一度取り込んでください。"
    "続くときは、運用の担当者に知らせてください。"
)


class Stopped(Exception):
    """Somebody pressed 中止, or another worker has done it."""


def import_if_asked() -> bool:
    """Do the first import that was asked for, if any; whether there was one. Commits."""
    with reading():
        batch = queries.next_to_run()
        batch_id = batch.id if batch else None
        db.session.commit()
    if batch_id is None:
        return False
    try:
        _import(batch_id)
    except Stopped:
        db.session.rollback()
    except RuleViolation as refused:
        db.session.rollback()
        _fail(batch_id, refused.message)
    except Exception:
        db.session.rollback()
        log.exception("import_failed", batch=batch_id)
        _fail(batch_id, FAULT)
    return True


def _import(batch_id: int) -> None:
    with reading():
        batch = _running(batch_id)
        version, staged = batch.version, dry_running.staged(batch)
        db.session.commit()
        understood = dry_running.understand(staged)
        notes = notes_to_cut(dry_running.dry_run(staged, understood))
        db.session.commit()
    cuts: dict[str, tuple] = {}
    for start in range(0, len(notes), STEP):
        cuts |= {each: cut(each) for each in notes[start : start + STEP]}
        batch = _running(batch_id)
        batch.state, batch.done, batch.total = ImportState.RUNNING, len(cuts), len(notes)
        db.session.commit()
    _write(batch_id, cuts, understood, version=version)


def _write(batch_id: int, cuts: Cuts, understood: Understood, *, version: int) -> None:
    batch = _running(batch_id)
    if batch.version != version:
        # Stopped, decided otherwise and asked for again meanwhile: from the beginning.
        raise Stopped
    by = db.session.get(StaffMember, batch.asked_by_id) if batch.asked_by_id else None
    services.import_rows(batch, cuts, by=by, understood=understood)
    db.session.commit()


def _running(batch_id: int) -> ImportBatch:
    db.session.expire_all()
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or batch.state not in queries.OPEN:
        raise Stopped
    return batch


def _fail(batch_id: int, message: str) -> None:
    batch = db.session.get(ImportBatch, batch_id)
    if batch is not None and batch.state in queries.OPEN:
        services.fail(batch, message)
    db.session.commit()
