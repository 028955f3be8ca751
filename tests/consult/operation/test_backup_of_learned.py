"""Learned taggers travel with a backup; one that lacks them, or holds anything else, does no harm."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from consult import backup, create_app, jobs, nlp_gateway
from consult.config import Settings
from consult.domain.vocabulary import TaggerState
from consult.extensions import db
from tests import factories

CONTENT = b"what decisions taught"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def learned(app: Flask, data_folder: Path) -> Path:
    """One learned tagger in use with its file, one whose file is gone, and a stray file; the path of the first."""
    with app.app_context():
        factories.make_plan()
        factories.make_opinion()
        factories.make_learned_tagger(digest=DIGEST, state=TaggerState.ACTIVE)
        factories.make_learned_tagger()
        db.session.commit()
    models = data_folder / "models"
    models.mkdir()
    (models / "unfinished.npz").write_bytes(b"half")
    (models / f"{DIGEST}.npz").write_bytes(CONTENT)
    return models / f"{DIGEST}.npz"


@pytest.fixture
def backup_file(app: Flask, learned: Path, tmp_path: Path) -> Path:
    target = tmp_path / "hikae.zip"
    result = app.test_cli_runner().invoke(args=["backup", str(target)])
    assert result.exit_code == 0, result.output
    return target


def restored(backup_file: Path, folder: Path) -> Flask:
    other = create_app(Settings(data_dir=folder))
    result = other.test_cli_runner().invoke(args=["restore", str(backup_file)])
    assert result.exit_code == 0, result.output
    return other


def repacked(source: Path, target: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The same archive with other files in it, sealed again as if it were whole."""
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.comment = b"0" * backup.SEAL_BYTES
    backup._seal(target)
    return target


def test_a_backup_holds_the_files_that_its_rows_speak_of_and_no_others(backup_file: Path) -> None:
    assert sorted(zipfile.ZipFile(backup_file).namelist()) == [
        "consult.sqlite3",
        "manifest.json",
        f"models/{DIGEST}.npz",
    ]


def test_the_learned_tagger_comes_back_on_an_empty_machine(backup_file: Path, tmp_path: Path) -> None:
    restored(backup_file, tmp_path / "new")
    file = tmp_path / "new/models" / f"{DIGEST}.npz"
    assert file.read_bytes() == CONTENT
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_of_before_restores_and_works_with_the_cold_tagger(
    backup_file: Path, tmp_path: Path
) -> None:
    def without_models(files: dict[str, bytes]) -> None:
        manifest = json.loads(files["manifest.json"]) | {"format": 1}
        del manifest["models"], files[f"models/{DIGEST}.npz"]
        files["manifest.json"] = json.dumps(manifest).encode()

    other = restored(repacked(backup_file, tmp_path / "old.zip", without_models), tmp_path / "new")
    with other.app_context():
        learned = nlp_gateway.learned_in_force()
        assert learned is not None
        assert not learned.is_there
        assert jobs.tag_waiting() == 1
        db.session.remove()
        db.engine.dispose()


def test_a_file_that_is_not_what_was_learned_is_left_out(app: Flask, learned: Path, tmp_path: Path) -> None:
    learned.write_bytes(b"something else")
    manifest = backup.write_backup(learned.parent.parent, tmp_path / "b.zip")
    assert manifest.models == []


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("models/../../evil.npz", "../../evil"),
        ("models/" + "0" * 64 + ".npz", ""),
        ("other.txt", ""),
    ],
)
def test_any_other_file_in_it_is_refused(backup_file: Path, tmp_path: Path, name: str, listed: str) -> None:
    def smuggle(files: dict[str, bytes]) -> None:
        files[name] = b"x"
        if listed:
            manifest = json.loads(files["manifest.json"])
            manifest["models"].append(listed)
            files["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(backup.BackupRefused, match="中のファイルが違います"):
        backup.open_backup(repacked(backup_file, tmp_path / "evil.zip", smuggle), tmp_path)
    assert not (tmp_path.parent / "evil.npz").exists()


def test_a_learned_tagger_that_was_changed_in_it_is_refused(backup_file: Path, tmp_path: Path) -> None:
    change = lambda files: files.update({f"models/{DIGEST}.npz": b"changed"})  # noqa: E731
    with pytest.raises(backup.BackupRefused, match="学習結果が作成時と違います"):
        backup.open_backup(repacked(backup_file, tmp_path / "c.zip", change), tmp_path)
