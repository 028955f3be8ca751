"""The queue: wakes the worker after a commit, and nothing depends on it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult import heartbeat, jobs
from consult.extensions import db
from consult.models import Opinion, TaggerRun
from tests import factories

PATIENCE_SECONDS = 90


@pytest.fixture
def worker_alive(app: Flask, database: None) -> None:
    (app.config["DATA_DIR"] / "worker_alive").touch()


def tasks_waiting() -> int:
    return jobs.queue().huey.pending_count()


def queue_file(app: Flask) -> Path:
    return app.config["DATA_DIR"] / "jobs.sqlite3"


@pytest.mark.usefixtures("worker_alive")
def test_committed_opinions_ask_for_tagging_once() -> None:
    factories.make_opinion()
    assert tasks_waiting() == 0, "nobody is asked before the commit"
    db.session.commit()
    assert tasks_waiting() == 1

    factories.make_opinion()
    db.session.commit()

    assert tasks_waiting() == 1, "one look finds everything that waits"


@pytest.mark.usefixtures("worker_alive")
@pytest.mark.parametrize(
    "make",
    [
        factories.make_coding_rule,
        factories.make_added_word,
        factories.make_added_synonym,
        factories.make_topic_place,
    ],
)
def test_another_rule_word_or_place_asks_for_tagging(make: Callable[..., Any]) -> None:
    make()
    db.session.commit()
    assert tasks_waiting() == 1


@pytest.mark.usefixtures("worker_alive")
def test_opinions_that_were_rolled_back_ask_for_nothing() -> None:
    factories.make_opinion()
    db.session.rollback()
    factories.make_staff_member()
    db.session.commit()

    assert tasks_waiting() == 0


@pytest.mark.usefixtures("worker_alive")
def test_a_savepoint_asks_only_with_the_commit_that_keeps_it() -> None:
    with db.session.begin_nested():
        factories.make_opinion()
    assert tasks_waiting() == 0

    db.session.commit()

    assert tasks_waiting() == 1


@pytest.mark.usefixtures("database")
def test_without_a_worker_the_queue_is_not_even_opened(app: Flask) -> None:
    factories.make_opinion()
    db.session.commit()

    assert not heartbeat.worker_is_running()
    assert not queue_file(app).exists()


@pytest.mark.usefixtures("worker_alive")
def test_a_broken_queue_costs_no_opinion(app: Flask) -> None:
    queue_file(app).write_bytes(b"this is no database" * 100)

    opinion_id = factories.make_opinion().id
    db.session.commit()

    assert db.session.get(Opinion, opinion_id) is not None


@pytest.mark.usefixtures("worker_alive")
def test_the_queue_is_as_durable_as_the_main_database() -> None:
    connection = jobs.queue().huey.storage.conn
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == jobs.journal_mode()
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2


def test_a_worker_that_has_been_silent_counts_as_down(app: Flask, database: None) -> None:
    sign = app.config["DATA_DIR"] / "worker_alive"
    sign.touch()
    assert heartbeat.worker_is_running()

    long_ago = time.time() - heartbeat.DEAD_AFTER_SECONDS - 1
    os.utime(sign, (long_ago, long_ago))

    assert not heartbeat.worker_is_running()


def test_retag_goes_over_every_opinion(app: Flask) -> None:
    with app.app_context():
        factories.make_plan()
        factories.make_opinion()
        factories.make_opinion()
        factories.make_tag(opinion=factories.make_opinion(withdrawn_at=factories.NOW))
        db.session.commit()

    answer = app.test_cli_runner().invoke(args=["retag"])

    assert answer.exit_code == 0, answer.output
    assert "2件の意見に候補を付け直しました" in answer.output
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TaggerRun)) == 2


@pytest.fixture
def worker(app: Flask) -> Iterator[subprocess.Popen[bytes]]:
    """The real worker of this data folder, as `flask serve` starts it."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--follow-parent", str(os.getpid())]
    environment = {"CONSULT_DATA_DIR": str(app.config["DATA_DIR"]), "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen(command, env=environment)
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def wait_until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.1)


def test_the_worker_tags_what_arrives_and_stops_when_told(
    app: Flask, worker: subprocess.Popen[bytes]
) -> None:
    with app.app_context():
        factories.make_plan()
        waiting = factories.make_opinion().id
        db.session.commit()
    with app.app_context():
        wait_until(heartbeat.worker_is_running)
    wait_until(lambda: is_tagged(app, waiting))
    with app.app_context():
        arrived = factories.make_opinion().id
        db.session.commit()
    wait_until(lambda: is_tagged(app, arrived))

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(jobs.STOP_WITHIN_SECONDS + 5) == 0
    with app.app_context():
        assert not heartbeat.worker_is_running()


def is_tagged(app: Flask, opinion_id: int) -> bool:
    with app.app_context(), jobs.reading():
        runs = select(func.count()).select_from(TaggerRun).where(TaggerRun.opinion_id == opinion_id)
        found = db.session.scalar(runs) == 1
        db.session.rollback()
        return found


def test_a_worker_whose_site_died_before_it_was_ready_stops_by_itself(app: Flask) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--follow-parent", str(gone.pid)]
    environment = {"CONSULT_DATA_DIR": str(app.config["DATA_DIR"]), "PATH": "/usr/bin:/bin"}
    orphan = subprocess.Popen(command, env=environment)
    try:
        # Before the consumer stands, SIGTERM simply ends the process.
        assert orphan.wait(jobs.STOP_WITHIN_SECONDS + 30) in (0, -signal.SIGTERM)
    finally:
        orphan.kill()
