"""`flask hearings import` and `flask opinions import`: the same look at every row as on the pages, and the same import."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from consult import schema
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import ImportKind, RowOutcome
from consult.extensions import db
from consult.imports import dry_run, refusals
from consult.imports import services as imports
from consult.imports.planning import Plan
from consult.imports.recording import Recorded, cuts_of
from consult.imports.rows import PlannedRow
from consult.imports.services import Upload
from consult.imports.taken_columns import SheetColumns, columns_of
from consult.spreadsheets.reading import read_file

hearings = AppGroup("hearings", help="The register of hearings.")
opinions = AppGroup("opinions", help="Opinions sent to a consultation.")


@hearings.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--commit", is_flag=True, help="Import; without it every row is only judged and nothing is kept."
)
@click.option(
    "--invented", is_flag=True, help="Mark every hearing as invented (a file that says 架空 is anyway)."
)
def import_hearings(file: Path, commit: bool, invented: bool) -> None:
    """Import hearings and committee opinions from FILE (xlsx, xls, csv): all of them, or none."""
    _run(file, ImportKind.HEARINGS, commit=commit, is_invented=invented)


@opinions.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--consultation", "consultation_id", type=int, required=True, help="The case they were sent to."
)
@click.option(
    "--commit", is_flag=True, help="Import; without it every row is only judged and nothing is kept."
)
def import_opinions(file: Path, consultation_id: int, commit: bool) -> None:
    """Import submitted opinions of one consultation from FILE (xlsx, xls, csv): all of them, or none."""
    _run(file, ImportKind.SUBMISSIONS, commit=commit, consultation_id=consultation_id)


def _run(file: Path, kind: ImportKind, *, commit: bool, **about: Any) -> None:
    schema.bring_up()
    try:
        told = _imported(file, kind, commit=commit, **about)
    except RuleViolation as refused:
        db.session.rollback()
        raise click.ClickException(f"{refused.message} 何も登録していません。") from refused
    db.session.commit()
    click.echo(told)


def _imported(file: Path, kind: ImportKind, *, commit: bool, **about: Any) -> str:
    content = file.read_bytes()
    upload = Upload(file.name, content, read_file(file.name, content))
    batch = imports.stage(upload, kind, by=None, **about)
    refusals.refuse_without_header(batch)
    plan = dry_run.plan_for(batch)
    click.echo(_plan_in_words(plan, columns_of(batch)))
    refusals.refuse_unmended(plan)
    if commit and plan.imported:
        return _recorded_in_words(imports.import_rows(batch, cuts_of(plan), by=None))
    db.session.rollback()
    if commit:
        return "新しく登録する行はありません。何も変えていません。"
    return "試しに読んだだけで、何も登録していません。登録するには --commit を付けてください。"


def _plan_in_words(plan: Plan, sheets: Sequence[SheetColumns]) -> str:
    """Columns, warnings, every row that is not simply imported, the counts."""
    return "\n".join(
        (*_columns(sheets), *(f"注意: {text}" for text in plan.warnings), *_rows(plan), plan.in_words)
    )


def _recorded_in_words(done: Recorded) -> str:
    if done.submissions:
        return f"登録しました：提出{done.submissions:,}通・意見{done.opinions:,}件"
    words = f"登録しました：ヒアリング{done.hearings:,}回・委員意見{done.committee:,}件（提出）・意見{done.opinions:,}件"
    if done.without_opinions:
        numbers = "、".join(f"第{number}号" for number in done.without_opinions[:20])
        more = "ほか" if len(done.without_opinions) > 20 else ""
        words += f"\n意見が見つからなかったヒアリング：{numbers}{more}（記録は登録しました）"
    return words


def _columns(sheets: Sequence[SheetColumns]) -> Iterator[str]:
    for sheet in sheets:
        pairs = "、".join(f"{label}＝{column}" for label, column in sheet.pairs)
        yield f"シート「{sheet.name}」（見出し {sheet.header_row}行目）：{pairs}"


def _rows(plan: Plan) -> Iterator[str]:
    for row in plan.rows:
        if row.outcome is not RowOutcome.IMPORTED or row.notices:
            yield f"{row.sheet} {row.line}行目 {row.outcome.label}：{_why(row)}"


def _why(row: PlannedRow) -> str:
    texts = [row.reason, row.question, *(notice.text for notice in (*row.problems, *row.notices))]
    return " ".join(text for text in texts if text)
