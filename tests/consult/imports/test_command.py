"""`flask hearings import FILE`: judged by default, kept with --commit."""

from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from consult.extensions import db
from consult.models import Hearing, ImportBatch
from tests.consult.imports.files import row, sheet
from tests.consult.spreadsheets import books

DEMO = str(books.FOLDER / "hearings_demo.xlsx")


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=["hearings", "import", *args])


def hearings(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Hearing)) or 0


def test_without_commit_nothing_is_kept(app: Flask) -> None:
    result = run(app, DEMO)
    assert result.exit_code == 0, result.output
    assert "取込 90・要確認 1・対象外 7" in result.output
    assert "260ですが、各行を足すと262です" in result.output
    assert "何も登録していません" in result.output
    assert hearings(app) == 0
    with app.app_context():
        assert db.session.scalar(select(ImportBatch)) is None


def test_with_commit_the_register_is_there_and_a_second_time_changes_nothing(app: Flask) -> None:
    assert "ヒアリング87回・委員意見3件" in run(app, DEMO, "--commit").output
    assert hearings(app) == 87
    again = run(app, DEMO, "--commit")
    assert (again.exit_code, "新しく登録する行はありません" in again.output) == (0, True)
    assert hearings(app) == 87


def test_a_file_that_cannot_be_imported_says_why_and_fails(app: Flask, tmp_path: Path) -> None:
    for name, content, words in (
        ("a.xlsx", b"", "空のファイル"),
        ("b.csv", "あ,い\nう,え\n".encode(), "見出しの行が見つかりません"),
        ("c.xlsx", sheet(row(相手方="")), "直す必要のある行が1行あります"),
    ):
        (tmp_path / name).write_bytes(content)
        result = run(app, str(tmp_path / name), "--commit")
        assert result.exit_code == 1
        assert words in result.output
        assert "何も登録していません" in result.output
    assert hearings(app) == 0


def test_invented_marks_every_hearing(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(sheet(row()))
    run(app, str(tmp_path / "a.xlsx"), "--commit", "--invented")
    with app.app_context():
        assert db.session.scalars(select(Hearing)).one().is_invented
