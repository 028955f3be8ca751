"""TR16: every pooled connection keeps what the product promises."""

import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from consult import database
from consult.database import rows_in_batches
from consult.extensions import db
from consult.models import Opinion
from tests import factories


def test_every_pooled_connection_has_the_demanded_settings(app: Flask) -> None:
    with app.app_context():
        connections = [db.engine.connect() for _ in range(5)]
        for connection in connections:
            found = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar() or 0
                for name in database.expected_pragmas()
            }
            assert found == database.expected_pragmas()
            connection.close()


def test_a_new_connection_is_patient_from_its_first_word(app: Flask) -> None:
    """TR9: opened while another program holds the whole database, it waits as an old one does."""
    path = app.config["DATA_DIR"] / "consult.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.5, other.execute, ["ROLLBACK"])
    release.start()
    # As impatient as the driver allows: any statement before busy_timeout is set would fail at once.
    fresh = sqlite3.connect(path, timeout=0)
    try:
        database._prepare(fresh, None)
    finally:
        release.join()
        fresh.close()
        other.close()


def test_a_network_file_system_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(database, "_file_system", lambda folder: "nfs4")
    with pytest.raises(database.UnsafeDatabase, match="nfs4"):
        database.refuse_network_file_system(tmp_path)


def test_a_writer_takes_its_lock_before_it_reads(app: Flask) -> None:
    statements: list[str] = []
    with app.test_request_context("/", method="POST"):
        connection = db.session.connection()
        connection.connection.driver_connection.set_trace_callback(statements.append)  # type: ignore[union-attr]
        db.session.rollback()
        db.session.execute(text("SELECT 1"))
    assert "BEGIN IMMEDIATE" in statements


def test_a_reader_takes_no_write_lock(app: Flask) -> None:
    statements: list[str] = []
    with app.test_request_context("/", method="GET"):
        connection = db.session.connection()
        connection.connection.driver_connection.set_trace_callback(statements.append)  # type: ignore[union-attr]
        db.session.rollback()
        db.session.execute(text("SELECT 1"))
    assert "BEGIN" in statements
    assert "BEGIN IMMEDIATE" not in statements


def test_whoever_writes_gets_a_turn_between_two_batches_of_a_long_file(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0073: a file of 20,000 opinions takes half a minute on a busy machine, and a citizen's form waits as long at most."""
    turns: list[bool] = []
    let_writers_in = database.let_writers_in

    def and_write() -> None:
        turns.append(_can_write(app))
        let_writers_in()
        turns.append(_can_write(app))

    monkeypatch.setattr(database, "let_writers_in", and_write)
    with app.app_context():
        opinions = [factories.make_opinion() for _ in range(3)]
        db.session.commit()
        listed = select(Opinion).order_by(Opinion.id.desc())
        with database.reading():
            batches = list(database.rows_in_batches(listed, Opinion.id, 2))
    assert batches == [opinions[:0:-1], opinions[:1]]
    assert turns == [False, True] * 2


def test_a_list_read_by_whoever_writes_commits_nothing(app: Flask) -> None:
    """Outside of `reading` a batch ends no transaction: what is not committed yet stays so."""
    with app.app_context():
        opinion = factories.make_opinion()
        assert list(rows_in_batches(select(Opinion), Opinion.id, 2)) == [[opinion]]
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(Opinion)) == 0


def _can_write(app: Flask) -> bool:
    other = sqlite3.connect(app.config["DATA_DIR"] / "consult.sqlite3", timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True


def test_a_connection_on_which_the_disk_was_full_is_closed_and_holds_no_lock(app: Flask) -> None:
    """TR3: SQLite rolls back by itself then, but what still reads on that connection would shut writers out."""
    with app.app_context():
        with db.engine.connect() as connection:
            failed = connection.connection.dbapi_connection
            connection.execute(text("PRAGMA max_page_count = 1"))
            with pytest.raises(OperationalError, match="full"):
                connection.execute(text("CREATE TABLE large AS SELECT randomblob(9000000) AS filler"))
            assert connection.invalidated
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            failed.execute("SELECT 1")  # type: ignore[union-attr]
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA max_page_count")).scalar() > 1_000_000
