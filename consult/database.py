"""SQLite as TR16 demands, on every connection: durable, foreign keys, patient, quiet about deleted text."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from sqlalchemy import Engine, Select, event
from sqlalchemy.engine import Connection, ExceptionContext

from consult.extensions import db

# Below this version two connections may corrupt a WAL (trust.md, "Facts measured").
FIRST_SAFE_WAL = (3, 51, 3)
NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
}
# What a disk that fails or is full makes of a statement.
DISK_ERRORS = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
READING_METHODS = {"GET", "HEAD", "OPTIONS"}

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class UnsafeDatabase(RuntimeError):
    """The database cannot keep what it promises here; the message says why."""


def journal_mode() -> str:
    return "wal" if sqlite3.sqlite_version_info >= FIRST_SAFE_WAL else "truncate"


def expected_pragmas() -> dict[str, Any]:
    """What every connection must report. synchronous 2 is FULL."""
    return {
        # The first to be set: the others wait for a lock, too, and the driver's own patience ends after 5 s (TR9).
        "busy_timeout": 30000,
        "journal_mode": journal_mode(),
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "mmap_size": 0,
    }


def bind(app: Flask) -> None:
    """Attach the settings to the app's engine and refuse a network file system."""
    refuse_network_file_system(app.config["DATA_DIR"])
    make_private(app.config["DATA_DIR"] / "consult.sqlite3")
    with app.app_context():
        attach(db.engine)


def make_private(path: Path) -> None:
    """Make the file before SQLite does, for its owner only: it holds names and addresses. Journals inherit its mode."""
    path.touch(mode=0o600, exist_ok=True)


def attach(engine: Engine) -> None:
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _let_go)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside take no write lock: background work, or a POST that has committed and only reads."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def let_writers_in() -> None:
    """Between two batches of a long file made while `reading`: ends the transaction, and the next read begins another.

    Where the journal is no WAL, nobody can commit while somebody reads. A file of 20,000 opinions would hold up every
    submission for as long as it is being made.
    """
    if _reading.get():
        db.session.commit()


def ids_in_batches(statement: Select[Any], key: Any, size: int) -> Iterator[Sequence[int]]:
    """The ids of a list in its order, for a file of any length; `key` is the id of the listed table.

    Whoever writes is held up by one batch at the most. A row may leave the list, or be erased, meanwhile.
    """
    ids = db.session.scalars(statement.with_only_columns(key, maintain_column_froms=True)).all()
    for at in range(0, len(ids), size):
        yield ids[at : at + size]
        let_writers_in()


def rows_in_batches(statement: Select[Any], key: Any, size: int) -> Iterator[Sequence[Any]]:
    """The rows of a list in its order, as `ids_in_batches`; those that left it meanwhile are left out."""
    for ids in ids_in_batches(statement, key, size):
        yield db.session.scalars(statement.where(key.in_(ids))).all()


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy emits BEGIN itself (see _begin); the driver must not.
    connection.isolation_level = None
    for name, value in expected_pragmas().items():
        connection.execute(f"PRAGMA {name} = {value}")
    found = {name: _pragma(connection, name) for name in expected_pragmas()}
    if found != expected_pragmas():
        raise UnsafeDatabase(f"SQLite did not take its settings: {found}")


def _let_go(context: ExceptionContext) -> None:
    """Closes a connection on which the disk failed, instead of giving it back to the pool (TR3).

    SQLite then rolls back by itself, but the full-text index may go on reading: an idle connection that holds its read
    lock keeps every other process from committing.
    """
    code = getattr(context.original_exception, "sqlite_errorcode", 0)
    if code & 0xFF in DISK_ERRORS:
        # A statement that is not finished keeps what it holds, also of a closed connection.
        if context.execution_context is not None:
            context.execution_context.cursor.close()
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False


def _pragma(connection: sqlite3.Connection, name: str) -> Any:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    # A build without mmap returns no row: that is as good as 0.
    return row[0] if row else 0


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read transaction fails without waiting.
    connection.exec_driver_sql("BEGIN" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if has_request_context() and request.method in READING_METHODS:
        return True
    return _reading.get()


def refuse_network_file_system(folder: Path) -> None:
    """Raises UnsafeDatabase when `folder` lies on a file system whose locks SQLite cannot trust."""
    kind = _file_system(folder)
    if kind in NETWORK_FILE_SYSTEMS:
        raise UnsafeDatabase(f"{folder} is on {kind}: SQLite's locks are not safe there (TR16)")


def _file_system(folder: Path) -> str:
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    best = ("", "")
    for line in mounts.read_text(errors="replace").splitlines():
        point, kind = line.split()[1:3]
        if folder.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1]
