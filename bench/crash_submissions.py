"""TR1: kill -9 all server processes while 50 clients submit; nothing whose receipt was shown may be missing.

    .venv/bin/python bench/crash_submissions.py [--rounds 20] [--clients 50]      (part of `make crash`)

Every client opens the form, sends it, and after a crash sends the same form again, as a person would press the
button again. Counted: receipts shown whose row is gone (lost), rows beyond one per form (doubled), rounds in which
the database was damaged, and the seconds until the site answered again without anybody's help.
"""

import argparse
import os
import random
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.running_site import (
    BROKEN,
    Browser,
    Form,
    children_of,
    database,
    form_address,
    free_port,
    integrity,
    serve,
    set_up,
    stop,
    wait_for,
)
from consult.domain import receipt


@dataclass
class Tally:
    """What the clients were shown, by form token."""

    shown: dict[str, str] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Citizen:
    """One filled form at a time, each in a browser of its own: one that sends so much would be slowed (TS7)."""

    def __init__(self, url: str, tally: Tally, stopped: threading.Event) -> None:
        self.url, self.browser, self.tally, self.stopped = url, Browser(url), tally, stopped

    def run(self) -> None:
        form = None
        while not self.stopped.is_set():
            try:
                form = form or self.browser.filled_form(f"公園にベンチがほしい。{random.random()}")
                self._send(form)
                form, self.browser = None, Browser(self.url)
            except BROKEN as error:
                with self.tally.lock:
                    kind = type(error).__name__
                    self.tally.errors[kind] = self.tally.errors.get(kind, 0) + 1
                # The same form goes again: a person presses the button once more.
                self.stopped.wait(0.2)

    def _send(self, form: Form) -> None:
        answer = self.browser.send(form)
        if answer.status >= 500:
            raise ConnectionError(f"HTTP {answer.status}")
        if not answer.shows_receipt_of(form):
            raise ValueError("no receipt on the page")
        with self.tally.lock:
            self.tally.shown[form["form_token"]] = receipt.receipt_number(form["form_token"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--clients", type=int, default=50)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="consult-crash-") as folder:
        consultation_id = set_up(Path(folder))
        tally, worst, damaged = Tally(), 0.0, 0
        for number in range(chosen.rounds):
            seconds, check = crash_once(Path(folder), consultation_id, tally, clients=chosen.clients)
            worst, damaged = max(worst, seconds), damaged + (check != "ok")
            print(
                f"round {number + 1}: {len(tally.shown)} receipts so far, back after {seconds:.1f} s, integrity {check}"
            )
        report(Path(folder), tally, worst, damaged)


def crash_once(folder: Path, consultation_id: int, tally: Tally, *, clients: int) -> tuple[float, str]:
    """Serve, submit, kill -9 at a random moment, serve again; (seconds until it answered, integrity_check)."""
    port = free_port()
    site = serve(folder, port)
    wait_for(port)
    stopped, url = threading.Event(), form_address(port, consultation_id)
    threads = [threading.Thread(target=Citizen(url, tally, stopped).run, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(1.0, 4.0))
    for process in [*children_of(site.pid), site.pid]:
        os.kill(process, signal.SIGKILL)
    site.wait()
    check = integrity(folder)
    begun = time.monotonic()
    site = serve(folder, port)
    wait_for(port)
    seconds = time.monotonic() - begun
    # Long enough for every client to send its interrupted form again.
    time.sleep(2.0)
    stopped.set()
    for thread in threads:
        thread.join(40)
    stop(site)
    return seconds, check


def report(folder: Path, tally: Tally, worst: float, damaged: int) -> None:
    connection = database(folder)
    kept = {row[0] for row in connection.execute("SELECT receipt_hash FROM submission")}
    lost = [number for number in tally.shown.values() if receipt.fingerprint(number) not in kept]
    rows, opinions, forms = connection.execute(
        "SELECT count(*), (SELECT count(*) FROM opinion WHERE submission_id IS NOT NULL), "
        "count(DISTINCT form_token_hash) FROM submission"
    ).fetchone()
    print(f"receipts shown {len(tally.shown)}, rows {rows}, errors met {tally.errors}")
    print(
        f"lost {len(lost)}, doubled {rows - forms + opinions - rows}, damaged {damaged}, slowest return {worst:.1f} s"
    )
    print(f"sqlite {sqlite3.sqlite_version}, {os.cpu_count()} cores")
    sys.exit(1 if lost or damaged or rows != forms or opinions != rows else 0)


if __name__ == "__main__":
    main()
