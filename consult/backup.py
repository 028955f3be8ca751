"""Backups: one file with a consistent copy and its checksums; a damaged one is refused (TR12, TR13).

The copy is made by SQLite's online backup, so the site goes on; a plain `cp` of a live database is not a backup.
"""

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from consult.database import expected_pragmas

DATABASE = "consult.sqlite3"
MANIFEST = "manifest.json"
FORMAT = 1
# The archive's last bytes: a SHA-256 over everything before them, so that no flipped bit goes unnoticed.
SEAL_BYTES = 64
COUNTED = ("consultation", "submission", "opinion", "hearing", "review", "audit_event")


class BackupRefused(RuntimeError):
    """The file is no intact backup; the message says why. Current data is untouched."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: made at (UTC ISO), schema revision, SHA-256 of the copy, rows of the main tables."""

    made_at: str
    revision: str
    sha256: str
    rows: dict[str, int]

    def as_json(self) -> str:
        return json.dumps({"format": FORMAT} | self.__dict__, ensure_ascii=False, indent=1)


def write_backup(data_dir: Path, target: Path) -> Manifest:
    """Write a backup of the database in `data_dir` to `target`; replaces it only when complete."""
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".consult-backup-") as folder:
        copy = Path(folder) / DATABASE
        copy_database(data_dir / DATABASE, copy)
        manifest = Manifest(datetime.now(UTC).isoformat(), _revision(copy), _sha256(copy), _rows(copy))
        packed = Path(folder) / "packed.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.as_json())
            archive.write(copy, DATABASE)
            archive.comment = b"0" * SEAL_BYTES
        _seal(packed)
        packed.chmod(0o600)
        packed.replace(target)
    return manifest


def open_backup(source: Path, folder: Path) -> tuple[Path, Manifest]:
    """Unpack into `folder` and check everything. Raises BackupRefused for anything but an intact backup."""
    try:
        _check_seal(source)
        manifest, copy = _unpack(source, folder)
    except (
        OSError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        if isinstance(error, BackupRefused):
            raise
        raise BackupRefused(f"控えとして読み取れません: {error}") from error
    if _sha256(copy) != manifest.sha256:
        raise BackupRefused("控えの中身が作成時と違います（検査値の不一致）。")
    _refuse_damaged(copy, manifest)
    return copy, manifest


def put_back(copy: Path, data_dir: Path) -> Path | None:
    """Make `copy` the current database; answers where the earlier one is kept (None when there was none)."""
    current = data_dir / DATABASE
    kept = None
    if current.exists():
        kept = data_dir / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite3"
        copy_database(current, kept)
    # Page by page under SQLite's own locks: a running site sees either the old data or the new.
    copy_database(copy, current)
    return kept


def copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup in one step, so that a busy site cannot make it start over."""
    reading = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)
    writing = sqlite3.connect(target, timeout=60)
    target.chmod(0o600)
    try:
        for name in ("journal_mode", "synchronous", "secure_delete"):
            writing.execute(f"PRAGMA {name} = {expected_pragmas()[name]}")
        reading.backup(writing, pages=-1)
    finally:
        writing.close()
        reading.close()


def _seal(packed: Path) -> None:
    digest = _sha256(packed, without_last=SEAL_BYTES)
    with packed.open("r+b") as file:
        file.seek(-SEAL_BYTES, 2)
        file.write(digest.encode("ascii"))


def _check_seal(source: Path) -> None:
    with source.open("rb") as file:
        size = file.seek(0, 2)
        if size <= SEAL_BYTES:
            raise BackupRefused("控えとして読み取れません: ファイルが短すぎます。")
        file.seek(-SEAL_BYTES, 2)
        sealed = file.read()
    if sealed != _sha256(source, without_last=SEAL_BYTES).encode("ascii"):
        raise BackupRefused("控えが途中で切れているか、書き換わっています（検査値の不一致）。")


def _unpack(source: Path, folder: Path) -> tuple[Manifest, Path]:
    with zipfile.ZipFile(source) as archive:
        if sorted(archive.namelist()) != sorted([MANIFEST, DATABASE]):
            raise BackupRefused("Consultの控えではありません（中のファイルが違います）。")
        raw: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if raw.pop("format", None) != FORMAT:
            raise BackupRefused("この版では読めない形式の控えです。")
        copy = folder / DATABASE
        with archive.open(DATABASE) as packed, copy.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    return Manifest(**{name: raw[name] for name in Manifest.__dataclass_fields__}), copy


def _refuse_damaged(copy: Path, manifest: Manifest) -> None:
    try:
        connection = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
        try:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            connection.close()
        if found != "ok" or _rows(copy) != manifest.rows:
            raise BackupRefused("控えの中のデータベースが壊れています。")
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"控えの中のデータベースが壊れています: {error}") from error


def _rows(path: Path) -> dict[str, int]:
    return {table: _scalar(path, f"SELECT count(*) FROM {table}") for table in COUNTED}


def _revision(path: Path) -> str:
    return str(_scalar(path, "SELECT version_num FROM alembic_version"))


def _scalar(path: Path, statement: str) -> Any:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(statement).fetchone()[0]
    finally:
        connection.close()


def _sha256(path: Path, *, without_last: int = 0) -> str:
    digest = hashlib.sha256()
    left = path.stat().st_size - without_last
    with path.open("rb") as file:
        while left > 0 and (part := file.read(min(left, 1 << 20))):
            digest.update(part)
            left -= len(part)
    return digest.hexdigest()
