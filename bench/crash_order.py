"""TR2: before a receipt leaves the socket, what was written to the database has been synced to the disk.

    .venv/bin/python bench/crash_order.py [--submissions 50]      (part of `make crash`; needs strace)

kill -9 cannot show this, because the page cache survives it. strace writes down, in their order, every write, truncation
and sync of the database's files and every answer that leaves. Of each submission: all that its thread wrote to a file
of the database was synced, with success, before the first byte of the answer left.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.running_site import (
    Browser,
    children_of,
    form_address,
    free_port,
    need_strace,
    rows_of,
    serve,
    set_up,
    stop,
    wait_for,
)

WRITES, SYNCS, ANSWERS = ("pwrite64", "write", "ftruncate"), ("fsync", "fdatasync"), ("sendto", "write")
CALLS = ",".join(dict.fromkeys((*WRITES, *SYNCS, *ANSWERS, "recvfrom")))
LINE = re.compile(r"^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$")
FILE = re.compile(r"^\d+<[^>]*(consult\.sqlite3(?:-journal|-wal)?)>")


@dataclass(frozen=True)
class Call:
    """One call that has returned."""

    name: str
    arguments: str

    @property
    def file(self) -> str:
        found = FILE.match(self.arguments)
        return found[1] if found else ""

    @property
    def has_succeeded(self) -> bool:
        return not re.search(r"= -1 E\w+", self.arguments[-120:])


@dataclass
class Submission:
    """From the request's arrival to the first byte of its answer."""

    unsynced: set[str] = field(default_factory=set)
    syncs: int = 0

    @property
    def is_safe(self) -> bool:
        return self.syncs > 0 and not self.unsynced


def calls(log: Path, threads: set[str]) -> Iterator[Call]:
    """In the order in which they returned; an answer counts from its beginning."""
    begun: dict[str, str] = {}
    for line in log.read_text(errors="replace").splitlines():
        found = LINE.match(line)
        if not found or found[1] not in threads:
            continue
        thread, resumed, name, rest = found[1], found[2], found[3], found[4]
        if resumed:
            arguments = begun.pop(thread, "") + rest
            if resumed not in ANSWERS or FILE.match(arguments):
                yield Call(resumed, arguments)
        elif rest.endswith("<unfinished ...>"):
            begun[thread] = rest
            if name in ANSWERS and not FILE.match(rest):
                yield Call(name, rest)
        else:
            yield Call(name, rest)


def submissions(log: Path, threads: set[str]) -> Iterator[Submission]:
    current: Submission | None = None
    for call in calls(log, threads):
        if call.name == "recvfrom" and "POST /consultations/" in call.arguments:
            current = Submission()
        elif current is None:
            continue
        elif call.file and call.name in WRITES:
            current.unsynced.add(call.file)
        elif call.file and call.name in SYNCS and call.has_succeeded:
            current.syncs += 1
            current.unsynced.discard(call.file)
        elif call.name in ANSWERS and '"HTTP/1.' in call.arguments:
            yield current
            current = None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--submissions", type=int, default=50)
    wanted = arguments.parse_args().submissions
    need_strace()
    with tempfile.TemporaryDirectory(prefix="consult-order-") as name:
        folder, port = Path(name), free_port()
        consultation_id, log = set_up(folder), folder / "strace.log"
        site = serve(
            folder, port, under=["strace", "-f", "-y", "-s", "60", "-e", f"trace={CALLS}", "-o", str(log)]
        )
        wait_for(port)
        browser, kept = Browser(form_address(port, consultation_id)), 0
        for number in range(wanted):
            form = browser.filled_form(f"公園にベンチがほしい。{number}")
            answer = browser.send(form)
            kept += answer.shows_receipt_of(form) and rows_of(folder, form) == 1
        threads = _threads_of_site(site.pid)
        stop(site)
        found = list(submissions(log, threads))
    safe = sum(each.is_safe for each in found)
    print(
        f"receipts with a row {kept}/{wanted}, requests seen {len(found)}, synced before the answer {safe}/{wanted}"
    )
    print(f"syncs per submission: {min(e.syncs for e in found)} to {max(e.syncs for e in found)}")
    sys.exit(0 if kept == safe == len(found) == wanted else 1)


def _threads_of_site(strace: int) -> set[str]:
    """Those that serve; the worker, which writes to the same database, is a process of its own."""
    (served,) = children_of(strace)
    return {each.name for each in Path(f"/proc/{served}/task").iterdir()}


if __name__ == "__main__":
    main()
