"""When the database does not keep it there is no receipt, and the text stays in the form (TR2, TR3, TR8, TR9)."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, template_rendered
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from consult import database
from consult.extensions import db
from tests.consult.intake.citizen import Citizen, receipt_shown, rows, wordings


@pytest.fixture
def impatient(app: Flask) -> Iterator[None]:
    """The same as in production, with 0.2 s of patience instead of 30; afterwards as patient as ever."""

    def lose_patience(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout = 200")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", lose_patience)
    assert database.expected_pragmas()["busy_timeout"] == 30000
    yield
    event.remove(engine, "checkout", lose_patience)
    engine.dispose()


@pytest.fixture
def locked(data_folder: Path, citizen: Citizen, impatient: None):  # type: ignore[no-untyped-def]
    """Another process holds the database from the moment the confirmation is on screen."""
    citizen.open().press("confirm", wording="鍵の掛かった間の意見", name="架空花子")
    other = sqlite3.connect(data_folder / "consult.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield other
    other.close()


def test_a_locked_database_is_503_with_the_text_and_no_receipt(
    citizen: Citizen, app: Flask, locked: Any
) -> None:
    citizen.press("send")
    assert citizen.last and citizen.last.status_code == 503
    assert receipt_shown(citizen.page) == ""
    assert citizen.cards == ["鍵の掛かった間の意見"]
    locked.execute("ROLLBACK")
    assert rows(app) == (0, 0)


def test_the_page_of_a_locked_database_sends_when_it_is_free_again(
    citizen: Citizen, app: Flask, locked: Any
) -> None:
    citizen.press("send")
    locked.execute("ROLLBACK")
    assert receipt_shown(citizen.press("send").page)
    assert wordings(app) == ["鍵の掛かった間の意見"]


def test_reading_steps_wait_for_no_writer(
    citizen: Citizen, app: Flask, data_folder: Path, impatient: None
) -> None:
    """Form and confirmation go on while somebody else's submission holds the writer's lock."""
    other = sqlite3.connect(data_folder / "consult.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert citizen.open().press("confirm", wording="意見").page.heading == "内容の確認"
    other.close()


def test_a_commit_that_fails_shows_no_receipt(
    citizen: Citizen, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full at the very last moment (TR3)."""
    citizen.open().press("confirm", wording="満杯のときの意見")

    def full() -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", full)
        citizen.press("send")
    assert citizen.last and citizen.last.status_code == 503
    assert citizen.cards == ["満杯のときの意見"]
    assert rows(app) == (0, 0)
    assert receipt_shown(citizen.press("send").page)


def test_the_receipt_page_is_made_only_after_the_commit_returned(citizen: Citizen, app: Flask) -> None:
    """TR2: another connection sees the row before the first word of the receipt is written."""
    seen: list[tuple[int, int]] = []

    def look(_sender: Flask, template: Any, **_: Any) -> None:
        if template.name == "public/intake/_received.html":
            seen.append(_rows_seen_by_another_connection(app))

    # `before_render_template` would need the page's own session; this fires before the answer leaves the view.
    with template_rendered.connected_to(look, app):
        citizen.send("書き込まれてから見える意見")
    assert seen == [(1, 1)]


def _rows_seen_by_another_connection(app: Flask) -> tuple[int, int]:
    with sqlite3.connect(app.config["DATA_DIR"] / "consult.sqlite3") as other:
        return tuple(
            other.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("submission", "opinion")
        )  # type: ignore[return-value]


def test_the_log_of_a_failure_holds_no_word_of_the_citizen(
    citizen: Citizen, locked: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    """TP11."""
    citizen.press("send")
    told = capfd.readouterr()
    assert "database is locked" in told.out + told.err
    assert "鍵の掛かった" not in told.out + told.err
    assert "架空花子" not in told.out + told.err


def test_a_reader_is_told_503_when_the_database_is_locked(citizen: Citizen, locked: Any) -> None:
    answer = citizen.client.get(citizen.address)
    assert answer.status_code == 503
    assert "ただいま受け付けられません" in answer.get_data(as_text=True)
