"""For the crash scripts: a site of its own, really served, and citizens who send to it as browsers do."""

import http.client
import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from consult import clock, create_app  # noqa: E402
from consult.config import Settings  # noqa: E402
from consult.domain import receipt  # noqa: E402
from consult.extensions import db  # noqa: E402
from consult.serving import prepare  # noqa: E402
from tests import factories  # noqa: E402

Form = dict[str, str]
# What a connection that breaks in the middle of anything raises.
BROKEN = (OSError, urllib.error.URLError, http.client.HTTPException, ValueError)


@dataclass(frozen=True)
class Answer:
    """What the browser was shown for one press of the button."""

    status: int
    page: str

    def shows_receipt_of(self, form: Form) -> bool:
        expected = receipt.receipt_number(form["form_token"])
        return expected in re.sub(r"<[^>]+>|[-\s]", "", self.page)

    def keeps_text_of(self, form: Form) -> bool:
        """The text is still in a form with the same token: one more press sends it."""
        page = unescape(self.page)
        return form["opinions-0-wording"] in page and form["form_token"] in page


class Browser:
    """A cookie jar."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def open(self, url: str, fields: Form | None = None, *, timeout: float = 60) -> Answer:
        body = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            answer = self._opener.open(url, body, timeout=timeout)
            return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode())

    def filled_form(self, wording: str) -> Form:
        page = self.open(self.url).page
        hidden = {
            name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)
            for name in ("csrf_token", "form_token")
        }
        if not all(hidden.values()):
            raise ValueError("no form")
        fields = {name: match[1] for name, match in hidden.items() if match}
        return fields | {"opinions-0-about": "", "opinions-0-wording": wording, "act": "send"}

    def send(self, form: Form) -> Answer:
        return self.open(self.url, form)


def set_up(folder: Path) -> int:
    """A database with one open case; its id."""
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


def form_address(port: int, consultation_id: int) -> str:
    return f"http://127.0.0.1:{port}/consultations/{consultation_id}/opinions"


def serve(folder: Path, port: int, *, under: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Serve, `under` another program's command where one is named."""
    environment = os.environ | {"CONSULT_DATA_DIR": str(folder), "CONSULT_PORT": str(port)}
    command = [*under, sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=quiet, stderr=quiet
    )


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    site = serve(folder, port)
    try:
        wait_for(port)
        yield site
    finally:
        stop(site)


def stop(site: subprocess.Popen[bytes]) -> None:
    os.killpg(site.pid, signal.SIGTERM)
    site.wait()


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


def database(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "consult.sqlite3", timeout=30)


def integrity(folder: Path) -> str:
    return str(database(folder).execute("PRAGMA integrity_check").fetchone()[0])


def rows_of(folder: Path, form: Form) -> int:
    """How many submissions are kept of a form."""
    number = receipt.fingerprint(receipt.receipt_number(form["form_token"]))
    statement = "SELECT count(*) FROM submission WHERE receipt_hash = ?"
    return int(database(folder).execute(statement, (number,)).fetchone()[0])


def need_strace() -> None:
    try:
        subprocess.run(["strace", "-V"], check=True, stdout=subprocess.DEVNULL)
    except OSError:
        raise SystemExit(
            "strace is missing: apt-get install -y strace (as root), then make crash again"
        ) from None
