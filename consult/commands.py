"""The flask command: what an operator or a script may do, the same acts as on the pages."""

import sys
import tempfile
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import delete

from consult import audit, backup, demo, jobs, learning_due, schema, serving
from consult.accounts import services as accounts
from consult.config import Settings
from consult.database import reading
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import AuditAction, Role
from consult.evaluation.report import tag_report
from consult.evaluation.writing import as_text
from consult.extensions import db
from consult.import_command import hearings, opinions
from consult.learning_gateway import Condition
from consult.models import PasswordLink, StaffSession
from consult.plan.services import load_strategy
from consult.plan_codes import plan_codes
from consult.tagging import queries as tagging

staff = AppGroup("staff", help="Accounts of the city's staff.")
plan = AppGroup("plan", help="The strategy as data.")


def bind(app: Flask) -> None:
    """Attach the commands and their groups."""
    for command in (
        staff,
        plan,
        hearings,
        opinions,
        serve_command,
        demo_command,
        backup_command,
        restore_command,
        retag_command,
        evaluate_command,
        worker_command,
    ):
        app.cli.add_command(command)


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Bring the data up to date and serve the site with its worker."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        serving.prepare(app)
    except schema.NewerSchema as error:
        raise click.ClickException(str(error)) from error
    serving.serve(app, Settings())


@click.command("demo")
@with_appcontext
def demo_command() -> None:
    """Fill an empty data folder with invented hearings and an open consultation, marked as invented on every page."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    serving.prepare(app)
    try:
        demo.fill(app)
    except demo.RealData as error:
        raise click.ClickException(str(error)) from error


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
    # Sessions and links of the day of the backup must not come back to life.
    db.session.execute(delete(StaffSession))
    db.session.execute(delete(PasswordLink).where(PasswordLink.used_at.is_(None)))
    audit.record(AuditAction.RESTORED, None, made_at=manifest.made_at, rows=manifest.rows)
    db.session.commit()
    click.echo(f"控えから戻しました（{_in_words(manifest)}）。" + (f"戻す前のデータ: {kept}" if kept else ""))


def _in_words(manifest: backup.Manifest) -> str:
    rows = manifest.rows
    return f"{manifest.made_at} 作成、意見 {rows['opinion']}件、提出 {rows['submission']}件、ヒアリング {rows['hearing']}回"


@staff.command("add")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in Role]))
@click.option("--name", default="", help="What colleagues read; the address when left out.")
@click.option("--password-stdin", is_flag=True, required=True, help="The first line of standard input.")
def add_staff(email: str, roles: tuple[str, ...], name: str, password_stdin: bool) -> None:
    """Add an account. The password never stands on the command line, where `ps` would show it (TS10)."""
    schema.bring_up()
    password = sys.stdin.readline().rstrip("\r\n")
    try:
        member = accounts.add_member(
            email, name=name or email, roles=[Role.of(code) for code in roles], password=password
        )
    except RuleViolation as refused:
        raise click.ClickException(refused.message) from refused
    db.session.commit()
    click.echo(f"登録しました: {member.email}（{'、'.join(role.label for role in member.granted_roles)}）")


@plan.command("load")
@click.argument("file", type=click.Path(path_type=Path))
def load_plan(file: Path) -> None:
    """Load a strategy FILE (YAML): all of it, or nothing, with path and line of what is wrong."""
    schema.bring_up()
    try:
        report = load_strategy(file)
    except RuleViolation as refused:
        db.session.rollback()
        raise click.ClickException(
            f"戦略ファイル {file} を読み込めません。何も変更していません。\n{refused.message}"
        ) from refused
    db.session.commit()
    if report.changed_anything:
        click.echo(f"読み込みました：追加{report.added}・変更{report.changed}・削除{report.removed}（行）")
    else:
        click.echo("内容に変わりはありません。")
    _tell_unusable_tagger()


@click.command("retag")
@with_appcontext
def retag_command() -> None:
    """Suggest tags for all opinions again, with the tagger of today; decisions of people stay as they are."""
    with reading():
        total = tagging.opinions_countable()
        db.session.commit()
    with click.progressbar(length=total, label=f"候補を付け直しています（{total:,}件）") as bar:
        done = jobs.tag_again(told=lambda count: bar.update(count - bar.pos))
    click.echo(f"{done:,}件の意見に候補を付け直しました。確定・却下はそのままです。")
    _tell_unusable_tagger()


def _tell_unusable_tagger() -> None:
    with reading():
        condition = learning_due.condition_in_force()
        db.session.commit()
    if condition is not Condition.USABLE:
        click.echo(
            f"決定から学んだ付け方が使えません。{condition.label}はじめの付け方で候補を付けます。"
            "「候補の付け方の学習」で学び直してください。",
            err=True,
        )


@click.command("evaluate")
@with_appcontext
def evaluate_command() -> None:
    """Print the report on tags: what two people coded blind, what the review shows, how long it takes."""
    with reading():
        report = tag_report(plan_codes())
        db.session.commit()
    click.echo(as_text(report))


@click.command("worker")
@click.option("--follow-parent", "parent", type=int, metavar="PID", help="Stop when that process is gone.")
@with_appcontext
def worker_command(parent: int | None) -> None:
    """Do the work that requests do not wait for, until SIGTERM. `flask serve` starts it by itself."""
    jobs.run_worker(parent=parent)
