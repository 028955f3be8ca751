"""TR3: each single write, sync, truncation and opening of the database fails once during a submission.

    .venv/bin/python bench/crash_writes.py      (part of `make crash`; needs strace)

For every kind of call and ENOSPC and EIO, the first such call of a submission fails, then the second, until none is
left to fail. Each time the citizen sees a receipt whose row is there, or a page without receipt and with the text; the
site holds no lock afterwards; the file is whole; the same form, sent once more without restart, gives the receipt of one row.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.running_site import (
    Browser,
    form_address,
    free_port,
    integrity,
    need_strace,
    rows_of,
    served,
    set_up,
)

CALLS = ("openat", "pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink")
ERRORS = ("ENOSPC", "EIO")
MOST = 200


@dataclass
class Found:
    """What the citizens saw, by HTTP status, and what must not be."""

    failures: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    receipts: int = 0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    need_strace()
    with tempfile.TemporaryDirectory(prefix="consult-writes-") as name:
        folder, port, found = Path(name), free_port(), Found()
        consultation_id = set_up(folder)
        with served(folder, port) as site:
            browser = Browser(form_address(port, consultation_id))
            for call in CALLS:
                for error in ERRORS:
                    fail_each(call, error, found, folder=folder, browser=browser, pid=site.pid)
    print(f"calls made to fail: {dict(found.failures)}, {found.failures.total()} in all")
    print(f"answers by status {dict(found.statuses)}, {found.receipts} receipts in spite of the failure")
    print(f"wrong: {len(found.wrong)}", *found.wrong, sep="\n  ")
    sys.exit(1 if found.wrong or not found.failures else 0)


def fail_each(call: str, error: str, found: Found, *, folder: Path, browser: Browser, pid: int) -> None:
    for number in range(1, MOST):
        where = f"{call} {number} {error}"
        form = browser.filled_form(f"公園にベンチがほしい。{where}")
        with Strace(pid, folder, f"{call}:error={error}:when={number}") as strace:
            answer = browser.send(form)
        if not strace.has_injected:
            return
        found.failures[call] += 1
        found.statuses[answer.status] += 1
        if locks_of(pid):
            found.wrong.append(f"{where}: HTTP {answer.status}, and the site holds a lock that nobody uses")
            continue
        kept, shown = rows_of(folder, form), answer.shows_receipt_of(form)
        found.receipts += shown
        if shown and kept != 1:
            found.wrong.append(f"{where}: a receipt and {kept} rows")
        if not shown and not answer.keeps_text_of(form):
            found.wrong.append(f"{where}: HTTP {answer.status} without the text")
        if (check := integrity(folder)) != "ok":
            found.wrong.append(f"{where}: integrity {check}")
        again = browser.send(form)
        if not again.shows_receipt_of(form) or rows_of(folder, form) != 1:
            found.wrong.append(f"{where}: sent again, HTTP {again.status}, {rows_of(folder, form)} rows")


def locks_of(pid: int) -> bool:
    """Whether the site, with no request under way, holds a lock on any file."""
    return any(f" {pid} " in line for line in Path("/proc/locks").read_text().splitlines())


class Strace:
    """Attached to the site for one submission; makes a call on the database's files fail."""

    def __init__(self, pid: int, folder: Path, injected: str) -> None:
        self._log = folder.with_suffix(".strace")
        files = [f"{folder / 'consult.sqlite3'}{end}" for end in ("", "-journal", "-wal", "-shm")]
        command = ["strace", "-f", "-p", str(pid), "-o", str(self._log), "-e", f"inject={injected}"]
        # The trace of the files alone: sockets and logs go on working.
        self._command = [*command, *(part for each in files for part in ("-P", each))]

    def __enter__(self) -> "Strace":
        self._log.write_text("")
        self._process = subprocess.Popen(self._command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        # It says on which threads it is.
        for line in self._process.stderr:
            if "attached" in line:
                break
        time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()

    @property
    def has_injected(self) -> bool:
        return "(INJECTED)" in self._log.read_text()


if __name__ == "__main__":
    main()
