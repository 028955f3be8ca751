"""TR1: kill -9 all server processes while 50 clients submit; nothing whose receipt was shown may be missing.

    .venv/bin/python bench/crash_submissions.py [--rounds 20] [--clients 50]      (`make crash`)

Every client opens the form, sends it, and after a crash sends the same form again, as a person would press the
button again. Counted: receipts shown whose row is gone (lost), rows beyond one per form (doubled), rounds in which
the database was damaged, and the seconds until the site answered again without anybody's help.
"""

import argparse
import http.cookiejar
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from consult import clock, create_app  # noqa: E402
from consult.config import Settings  # noqa: E402
from consult.domain import receipt  # noqa: E402
from consult.extensions import db  # noqa: E402
from consult.serving import prepare  # noqa: E402
from tests import factories  # noqa: E402


@dataclass
class Tally:
    """What the clients were shown, by form token."""

    shown: dict[str, str] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Citizen:
    """One browser: a cookie jar, and one filled form at a time."""

    def __init__(self, url: str, tally: Tally, stop: threading.Event) -> None:
        self.url, self.tally, self.stop = url, tally, stop
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def run(self) -> None:
        form = None
        while not self.stop.is_set():
            try:
                form = form or self._open_form()
                self._send(form)
                form = None
            except (OSError, urllib.error.URLError, ConnectionError, ValueError) as error:
                with self.tally.lock:
                    kind = type(error).__name__
                    self.tally.errors[kind] = self.tally.errors.get(kind, 0) + 1
                # The same form goes again: a person presses the button once more.
                self.stop.wait(0.2)

    def _open_form(self) -> dict[str, str]:
        page = self.opener.open(self.url, timeout=30).read().decode()
        hidden = {
            name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
            for name in ("csrf_token", "form_token")
        }
        if not all(hidden.values()):
            raise ValueError("no form")
        fields = {name: match[1] for name, match in hidden.items() if match}
        return fields | {
            "opinions-0-about": "",
            "opinions-0-wording": f"公園にベンチがほしい。{random.random()}",
            "act": "send",
        }

    def _send(self, fields: dict[str, str]) -> None:
        answer = self.opener.open(self.url, urllib.parse.urlencode(fields).encode(), timeout=30)
        page = answer.read().decode()
        expected = receipt.receipt_number(fields["form_token"])
        if expected not in re.sub(r"<[^>]+>|[-\s]", "", page):
            raise ValueError("no receipt on the page")
        with self.tally.lock:
            self.tally.shown[fields["form_token"]] = expected


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


def set_up(folder: Path) -> int:
    app = create_app(Settings(data_dir=folder))
    prepare(app)
    with app.app_context():
        today = clock.today()
        made = factories.make_consultation(
            opens_on=today - timedelta(days=1), closes_on=today + timedelta(days=9)
        )
        db.session.commit()
        identity = made.id
        db.engine.dispose()
    return identity


def crash_once(folder: Path, consultation_id: int, tally: Tally, *, clients: int) -> tuple[float, str]:
    """Serve, submit, kill -9 at a random moment, serve again; (seconds until it answered, integrity_check)."""
    port = free_port()
    site = serve(folder, port)
    wait_for(port)
    stop = threading.Event()
    url = f"http://127.0.0.1:{port}/consultations/{consultation_id}/opinions"
    threads = [threading.Thread(target=Citizen(url, tally, stop).run, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(1.0, 4.0))
    for process in [*children_of(site.pid), site.pid]:
        os.kill(process, signal.SIGKILL)
    site.wait()
    check = sqlite3.connect(folder / "consult.sqlite3").execute("PRAGMA integrity_check").fetchone()[0]
    begun = time.monotonic()
    site = serve(folder, port)
    wait_for(port)
    seconds = time.monotonic() - begun
    # Long enough for every client to send its interrupted form again.
    time.sleep(2.0)
    stop.set()
    for thread in threads:
        thread.join(40)
    os.killpg(site.pid, signal.SIGTERM)
    site.wait()
    return seconds, check


def report(folder: Path, tally: Tally, worst: float, damaged: int) -> None:
    connection = sqlite3.connect(folder / "consult.sqlite3")
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


def serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"CONSULT_DATA_DIR": str(folder), "CONSULT_PORT": str(port)}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )


def children_of(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(each) for each in listed]


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the site did not come back within 60 s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
