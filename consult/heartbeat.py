"""The worker's sign of life: a file of the data folder that it touches every few seconds."""

import os
import signal
import threading
import time
from pathlib import Path

from flask import current_app

HEARTBEAT_SECONDS = 5
DEAD_AFTER_SECONDS = 30


def worker_is_running() -> bool:
    """Whether a worker of this data folder has given a sign of life within half a minute."""
    try:
        return time.time() - heartbeat_file().stat().st_mtime < DEAD_AFTER_SECONDS
    except FileNotFoundError:
        return False


def beat(file: Path, stopped: threading.Event, parent: int | None) -> None:
    """Until `stopped`; asks the worker to end when the data folder or the process `parent` is gone."""
    while not stopped.is_set():
        # The parent may have died before this process was ready: its number is given, not asked for here.
        if not _touched(file) or (parent is not None and os.getppid() != parent):
            os.kill(os.getpid(), signal.SIGTERM)
            return
        stopped.wait(HEARTBEAT_SECONDS)


def _touched(file: Path) -> bool:
    """False when the data folder is gone: then there is nothing left to work for."""
    try:
        file.touch()
    except OSError:
        return False
    return True


def heartbeat_file() -> Path:
    return current_app.config["DATA_DIR"] / "worker_alive"
