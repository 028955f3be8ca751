"""The flask command: what an operator or a script may do, the same acts as on the pages."""

import tempfile
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import delete

from consult import audit, backup, schema
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import StaffSession


def bind(app: Flask) -> None:
    """Attach the commands and their groups."""
    for command in (backup_command, restore_command):
        app.cli.add_command(command)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup_command(file: Path) -> None:
    """Write a checked backup of all data to FILE, while the site goes on."""
    if not file.resolve().parent.is_dir():
        raise click.ClickException(f"フォルダーがありません: {file.resolve().parent}")
    audit.record(AuditAction.BACKED_UP, None)
    db.session.commit()
    manifest = backup.write_backup(current_app.config["DATA_DIR"], file)
    click.echo(f"控えを書きました: {file}（{_in_words(manifest)}）")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def restore_command(file: Path) -> None:
    """Check the backup FILE and make it the current data; the earlier data is kept beside it."""
    data_dir: Path = current_app.config["DATA_DIR"]
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".restore-") as folder:
        try:
            copy, manifest = backup.open_backup(file, Path(folder))
            schema.refuse_newer(manifest.revision)
        except (backup.BackupRefused, schema.NewerSchema) as error:
            raise click.ClickException(f"{error} 今のデータはそのままです。") from error
        kept = backup.put_back(copy, data_dir)
    schema.bring_up()
    # Sessions of the day of the backup must not come back to life.
    db.session.execute(delete(StaffSession))
    audit.record(AuditAction.RESTORED, None, made_at=manifest.made_at, rows=manifest.rows)
    db.session.commit()
    click.echo(f"控えから戻しました（{_in_words(manifest)}）。" + (f"戻す前のデータ: {kept}" if kept else ""))


def _in_words(manifest: backup.Manifest) -> str:
    rows = manifest.rows
    return f"{manifest.made_at} 作成、意見 {rows['opinion']}件、提出 {rows['submission']}件、ヒアリング {rows['hearing']}回"
