"""Can a submission be accepted right now? Asked by the operator's monitor, red before the disk is full (TR8)."""

import shutil
import sqlite3
from pathlib import Path

from flask import current_app

from consult import schema

LEAST_FREE_BYTES = 1_000_000_000
LEAST_FREE_SHARE = 0.10
LOCK_WAIT_SECONDS = 2


def reasons_against() -> list[str]:
    """Why a submission cannot be accepted; empty when it can. English, for the monitor; nothing secret."""
    found = [_disk(), _write_lock()]
    if not any(found):
        found.append(_schema())
    return [reason for reason in found if reason]


def _disk() -> str:
    usage = shutil.disk_usage(_folder())
    # Either measure is enough: 1 GB on a huge disk, or a tenth of a small one.
    if usage.free >= LEAST_FREE_BYTES or usage.free / usage.total >= LEAST_FREE_SHARE:
        return ""
    return f"disk is nearly full: {usage.free // 1_000_000} MB free"


def _write_lock() -> str:
    """Takes the write lock and gives it back: nothing is written."""
    path = _folder() / "consult.sqlite3"
    if not path.exists():
        return "no database"
    try:
        connection = sqlite3.connect(
            f"file:{path}?mode=rw", uri=True, timeout=LOCK_WAIT_SECONDS, isolation_level=None
        )
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()
    except sqlite3.Error as error:
        return f"database does not take writes: {error}"
    return ""


def _schema() -> str:
    return "" if schema.is_current() else "database schema is not the program's: restart with flask serve"


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"])
