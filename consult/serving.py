"""One supervised command: brings the data up to date, starts the worker beside the site, stops both together."""

import gc
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from types import FrameType
from typing import Any

import click
import waitress
from flask import Flask
from sqlalchemy import func, select
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

from consult import clock, schema
from consult.accounts import services as accounts
from consult.config import Settings
from consult.extensions import db
from consult.models import PlanEdition
from consult.plan import SHIPPED_STRATEGY
from consult.plan import services as plan

THREADS = 8
# A connection that says nothing costs no thread, only its place. waitress's own 100 are taken by one machine that
# opens them and falls silent (TS17): then nobody else is let in for two minutes.
CONNECTIONS = 1000
# Each may also hold a temporary file with its body; Debian's 1,024 would run out first.
OPEN_FILES = 4096
# New objects between two looks for cycles; Python's own 700 are a handful of rows.
NEW_OBJECTS = 20_000
RESTART_AFTER_SECONDS = 2.0
STOP_WITHIN_SECONDS = 20


def prepare(app: Flask) -> None:
    """Schema, the shipped strategy when there is none, the first administrator. Repeating it changes nothing."""
    with app.app_context():
        schema.bring_up()
        if not db.session.scalar(select(func.count()).select_from(PlanEdition)):
            plan.load_strategy(SHIPPED_STRATEGY)
        first = accounts.ensure_first_administrator()
        # Printed only once the account is really there.
        db.session.commit()
    if first is not None:
        click.echo(
            "最初の管理者を作りました。このパスワードは一度だけ表示します（サインイン後に変更します）。"
        )
        click.echo(f"  メールアドレス: {first.email}")
        click.echo(f"  パスワード:     {first.password}")


def serve(app: Flask, settings: Settings) -> None:
    """Blocks until SIGTERM or Ctrl-C; then lets requests in flight finish (TR19)."""
    _allow_open_files()
    collect_less_often()
    HTTPChannel.error_task_class = staticmethod(refusal)
    HTTPChannel.parser_class, HTTPChannel.task_class = TimedRequest, TimedTask
    worker = Worker([*WORKER_COMMAND, str(os.getpid())])
    worker.start()
    signal.signal(signal.SIGTERM, _leave)
    click.echo(f"Consult: {app.config['BASE_URL']} （止めるには Ctrl-C）")
    try:
        # waitress ends its threads after the requests they are serving.
        waitress.serve(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            # select() knows no file number above 1,023.
            asyncore_use_poll=True,
            ident="",
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
            clear_untrusted_proxy_headers=True,
        )
    finally:
        worker.stop()


class TimedRequest(HTTPRequestParser):
    """Knows when its last byte had come: at the end of a period requests wait for a thread, and came in time (TC1)."""

    arrived_at: datetime | None = None

    def received(self, data: bytes) -> int:
        taken = super().received(data)
        if self.completed and self.arrived_at is None:
            self.arrived_at = datetime.now(UTC)
        return int(taken)


class TimedTask(WSGITask):
    """Tells the site so."""

    def get_environment(self) -> dict[str, Any]:
        return super().get_environment() | {clock.ARRIVED_AT: self.request.arrived_at}


class TooLarge(WSGITask):
    """A body over the limit, of which nothing is read: the site refuses it on a page of its own, in Japanese.

    waitress alone would answer 「exceeds max_body of 33554432」, and an official would not know what to do.
    """

    def get_environment(self) -> dict[str, Any]:
        environ = super().get_environment()
        stated = int(environ.get("CONTENT_LENGTH") or 0)
        # waitress counts the limit itself as too large, Flask does not; in chunks no length is stated at all.
        over = self.channel.server.adj.max_request_body_size + 1
        return environ | {"CONTENT_LENGTH": str(max(stated, over)), "wsgi.input": BytesIO()}

    def execute(self) -> None:
        # What is still on its way would be taken for the next request.
        self.set_close_on_finish()
        super().execute()


def refusal(channel: HTTPChannel, request: HTTPRequestParser) -> ErrorTask | TooLarge:
    """How waitress's own refusals are answered."""
    is_too_large = isinstance(request.error, RequestEntityTooLarge)
    return TooLarge(channel, request) if is_too_large else ErrorTask(channel, request)


def _allow_open_files() -> None:
    """As many as the machine grants, up to OPEN_FILES."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def collect_less_often() -> None:
    """A page of a large round makes hundreds of thousands of rows: looking for cycles among them took a third of it."""
    gc.set_threshold(NEW_OBJECTS, 20, 20)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


WORKER_COMMAND = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--follow-parent"]


class Worker:
    """The background worker as a child process; started again when it dies."""

    def __init__(
        self, command: list[str], *, started: Callable[[subprocess.Popen[bytes]], None] | None = None
    ) -> None:
        self._command = command
        self._started = started or (lambda process: None)
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep_alive, daemon=True, name="worker-watch")

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        """SIGTERM, then SIGKILL after STOP_WITHIN_SECONDS: a job that is cut off is done again (tagging is repeatable)."""
        self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
        self._watch.join(RESTART_AFTER_SECONDS * 2)

    def _keep_alive(self) -> None:
        while not self._stopping.is_set():
            # Its own group: Ctrl-C reaches us first, and we tell it to finish.
            self._process = subprocess.Popen(self._command, start_new_session=True)
            self._started(self._process)
            self._process.wait()
            self._stopping.wait(RESTART_AFTER_SECONDS)
