"""Backups: one file with a consistent copy and its checksums; a damaged one is refused (TR12, TR13).

The copy is made by SQLite's online backup, so the site goes on; a plain `cp` of a live database is not a backup.
The files of learned taggers go along: each is named by the hash of its content, and a row of the copy speaks of it.
"""

import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from consult.database import expected_pragmas

DATABASE = "consult.sqlite3"
MANIFEST = "manifest.json"
MODELS = "models"
DIGEST = re.compile(r"[0-9a-f]{64}")
# 2 holds the files of learned taggers; a backup of before that has none and restores all the same.
FORMAT = 2
READABLE = (1, FORMAT)
# The archive's last bytes: a SHA-256 over everything before them, so that no flipped bit goes unnoticed.
SEAL_BYTES = 64
COUNTED = ("consultation", "submission", "opinion", "hearing", "review", "audit_event")


NOT_OURS = "Consultの控えではありません（中のファイルが違います）。"


class BackupRefused(RuntimeError):
    """The file is no intact backup; the message says why. Current data is untouched."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: made at (UTC ISO), schema revision, SHA-256 of the copy, rows of the main tables.

    `models` are the hashes of the learned taggers' files.
    """

    made_at: str
    revision: str
    sha256: str
    rows: dict[str, int]
    models: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps({"format": FORMAT} | self.__dict__, ensure_ascii=False, indent=1)


def write_backup(data_dir: Path, target: Path) -> Manifest:
    """Write a backup of the database in `data_dir` to `target`; replaces it only when complete."""
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".consult-backup-") as folder:
        copy = Path(folder) / DATABASE
        copy_database(data_dir / DATABASE, copy)
        models = _copy_models(copy, data_dir / MODELS, Path(folder))
        manifest = Manifest(
            datetime.now(UTC).isoformat(), _revision(copy), _sha256(copy), _rows(copy), models
        )
        packed = Path(folder) / "packed.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, manifest.as_json())
            archive.write(copy, DATABASE)
            for digest in models:
                archive.write(Path(folder) / _model(digest), _model(digest))
            archive.comment = b"0" * SEAL_BYTES
        _seal(packed)
        packed.chmod(0o600)
        packed.replace(target)
    return manifest


def _copy_models(database: Path, models: Path, folder: Path) -> list[str]:
    """The files of which the copied database speaks, as far as they are there and whole; their hashes."""
    (folder / MODELS).mkdir()
    kept = []
    for digest in _digests(database):
        try:
            shutil.copyfile(models / f"{digest}.npz", folder / _model(digest))
        except FileNotFoundError:
            # Without it the site works with the cold tagger, and says so; the backup is no reason to fail.
            continue
        if _sha256(folder / _model(digest)) == digest:
            kept.append(digest)
    return kept


def _digests(database: Path) -> list[str]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        named = "SELECT 1 FROM sqlite_master WHERE name = 'learned_tagger'"
        # A database that has not been brought up yet knows of none.
        if connection.execute(named).fetchone() is None:
            return []
        return [row[0] for row in connection.execute("SELECT digest FROM learned_tagger ORDER BY id")]
    finally:
        connection.close()


def _model(digest: str) -> str:
    return f"{MODELS}/{digest}.npz"


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
    if any(_sha256(folder / _model(digest)) != digest for digest in manifest.models):
        raise BackupRefused("控えの中の学習結果が作成時と違います（検査値の不一致）。")
    _refuse_damaged(copy, manifest)
    return copy, manifest


def put_back(copy: Path, data_dir: Path) -> Path | None:
    """Make `copy` the current database; answers where the earlier one is kept (None when there was none)."""
    current = data_dir / DATABASE
    kept = None
    if current.exists():
        kept = data_dir / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite3"
        copy_database(current, kept)
    # Before the rows that speak of them; what lies there under the same name has the same content.
    _put_models_back(copy.parent / MODELS, data_dir / MODELS)
    # Page by page under SQLite's own locks: a running site sees either the old data or the new.
    copy_database(copy, current)
    return kept


def _put_models_back(unpacked: Path, models: Path) -> None:
    models.mkdir(mode=0o700, exist_ok=True)
    for file in sorted(unpacked.glob("*.npz")):
        arriving = models / f".arriving-{file.name}"
        shutil.copyfile(file, arriving)
        arriving.chmod(0o600)
        arriving.replace(models / file.name)


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
        names = sorted(archive.namelist())
        if not {MANIFEST, DATABASE} <= set(names):
            raise BackupRefused(NOT_OURS)
        raw: dict[str, Any] = {"models": []} | json.loads(archive.read(MANIFEST))
        if raw.pop("format", None) not in READABLE:
            raise BackupRefused("この版では読めない形式の控えです。")
        # A name is made from the hash alone, so nothing is ever written outside of the folder.
        models = [str(digest) for digest in raw["models"]]
        if not all(map(DIGEST.fullmatch, models)) or names != sorted(
            [MANIFEST, DATABASE, *map(_model, models)]
        ):
            raise BackupRefused(NOT_OURS)
        (folder / MODELS).mkdir()
        for name in (DATABASE, *map(_model, models)):
            with archive.open(name) as packed, (folder / name).open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
    return Manifest(**{name: raw[name] for name in Manifest.__dataclass_fields__}), folder / DATABASE


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
