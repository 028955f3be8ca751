"""flask backup and flask restore: consistent under load, complete, and refused when damaged (TR12, TR13, TR15)."""

import random
import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult import backup, create_app
from consult.config import Settings
from consult.extensions import db
from consult.models import AuditEvent, Consultation, Opinion, StaffSession, Submission
from consult.search.finding import search_for
from tests import factories


@pytest.fixture
def backup_file(app: Flask, tmp_path: Path) -> Path:
    with app.app_context():
        factories.make_opinion(
            submission=factories.make_submission(), wording="図書館を夜まで開けてほしい。𠮷野"
        )
        db.session.commit()
    target = tmp_path / "hikae.zip"
    result = app.test_cli_runner().invoke(args=["backup", str(target)])
    assert result.exit_code == 0, result.output
    return target


def test_a_backup_restores_on_an_empty_machine(backup_file: Path, tmp_path: Path) -> None:
    empty = create_app(Settings(data_dir=tmp_path / "new-machine"))
    result = empty.test_cli_runner().invoke(args=["restore", str(backup_file)])
    assert result.exit_code == 0, result.output
    with empty.app_context():
        assert db.session.scalar(select(Opinion.wording)) == "図書館を夜まで開けてほしい。𠮷野"
        assert db.session.scalars(select(AuditEvent.action)).all()[-1].value == "restored"
        assert db.session.scalars(select(Opinion.id).where(search_for("図書館 𠮷野").in_opinions())).all()


def test_what_was_there_before_a_restore_is_kept(app: Flask, backup_file: Path, data_folder: Path) -> None:
    with app.app_context():
        factories.make_opinion(wording="控えの後に届いた意見です。")
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["restore", str(backup_file)])
    assert result.exit_code == 0, result.output
    (kept,) = data_folder.glob("before-restore-*.sqlite3")
    wordings = [row[0] for row in sqlite3.connect(kept).execute("SELECT wording FROM opinion")]
    assert "控えの後に届いた意見です。" in wordings
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Opinion)) == 1


def test_old_sessions_do_not_come_back_with_a_restore(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        person = factories.make_staff_member()
        db.session.add(StaffSession(staff_member_id=person.id, token_hash="a" * 64, started_at=factories.NOW))
        db.session.commit()
    runner = app.test_cli_runner()
    runner.invoke(args=["backup", str(tmp_path / "b.zip")])
    runner.invoke(args=["restore", str(tmp_path / "b.zip")])
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StaffSession)) == 0


def test_every_damaged_backup_is_refused_and_the_data_untouched(
    app: Flask, backup_file: Path, tmp_path: Path, data_folder: Path
) -> None:
    chance = random.Random(20)
    whole = backup_file.read_bytes()
    damaged = [whole[: chance.randrange(len(whole))] for _ in range(10)]
    for _ in range(10):
        place = chance.randrange(len(whole))
        damaged.append(
            whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        )
    before = (data_folder / "consult.sqlite3").read_bytes()
    for number, content in enumerate(damaged):
        file = tmp_path / f"damaged{number}.zip"
        file.write_bytes(content)
        result = app.test_cli_runner().invoke(args=["restore", str(file)])
        assert result.exit_code == 1, number
        assert "今のデータはそのままです" in result.output
    assert (data_folder / "consult.sqlite3").read_bytes() == before


def test_a_backup_of_a_newer_program_is_refused(app: Flask, tmp_path: Path, data_folder: Path) -> None:
    connection = sqlite3.connect(data_folder / "consult.sqlite3")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    backup.write_backup(data_folder, tmp_path / "newer.zip")
    other = create_app(Settings(data_dir=tmp_path / "other"))
    result = other.test_cli_runner().invoke(args=["restore", str(tmp_path / "newer.zip")])
    assert result.exit_code == 1
    assert "新しい版" in result.output


def test_a_backup_under_load_is_one_consistent_moment(app: Flask, tmp_path: Path, data_folder: Path) -> None:
    """Two opinions are always written together: a copy that catches one of them alone is torn."""
    with app.app_context():
        consultation_id = factories.make_consultation().id
        db.session.commit()
    stop = threading.Event()
    written: list[int] = []

    def send() -> None:
        with app.app_context():
            while not stop.is_set():
                submission = factories.make_submission(
                    consultation=db.session.get(Consultation, consultation_id)
                )
                factories.make_opinion(submission=submission, position=1)
                factories.make_opinion(submission=submission, position=2)
                db.session.commit()
                written.append(submission.id)

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    try:
        for round_ in range(5):
            seen = set(written)
            manifest = backup.write_backup(data_folder, tmp_path / f"load{round_}.zip")
            folder = tmp_path / f"open{round_}"
            folder.mkdir()
            copy, _ = backup.open_backup(tmp_path / f"load{round_}.zip", folder)
            kept = {row[0] for row in sqlite3.connect(copy).execute("SELECT id FROM submission")}
            assert seen <= kept
            assert manifest.rows["opinion"] == 2 * manifest.rows["submission"]
    finally:
        stop.set()
        for sender in senders:
            sender.join()
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Submission)) == len(written)
