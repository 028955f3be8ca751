"""`flask demo`: an invented register of hearings, an open and an answered consultation, KPI values, in a folder of its own.

Every page of such a folder says 「架空のデータ」. Nothing here reads or changes the data of a real city.
"""

import secrets
from pathlib import Path
from typing import Any

import click
import yaml
from flask import Flask
from sqlalchemy import func, select

from consult.accounts import services as accounts
from consult.config import DEMO_MARK
from consult.demo import cases, progress
from consult.demo.people import People
from consult.domain.vocabulary import Consent, HearingKind, ImportKind, Role
from consult.extensions import db
from consult.hearings import bulk_consent
from consult.hearings.hearing_filter import Filter
from consult.imports import dry_run
from consult.imports import services as imports
from consult.imports.recording import cuts_of
from consult.imports.services import Upload
from consult.models import Hearing, StaffMember, Submission
from consult.spreadsheets.reading import read_file

FOLDER = Path(__file__).parent
PEOPLE = {"official": Role.OFFICIAL, "drafter": Role.DRAFTER, "approver": Role.APPROVER}


class RealData(RuntimeError):
    """The data folder belongs to a real city: no invented data goes there."""


def fill(app: Flask) -> None:
    """Put the invented data in, once. Raises RealData for a folder that holds anything else."""
    mark = Path(app.config["DATA_DIR"]) / DEMO_MARK
    if mark.exists():
        return
    if _is_in_use():
        raise RealData("このデータフォルダーは使われています。架空のデータは空のフォルダーにだけ入れます。")
    mark.write_text("架空のデータ。このフォルダーの記録はすべて作りものです。\n", encoding="utf-8")
    app.config["IS_DEMO"] = True
    password = "-".join(secrets.token_hex(3) for _ in range(4))
    people = [
        accounts.add_member(
            f"{name}@demo.example", name=f"架空の{role.label}", roles=[role], password=password
        )
        for name, role in PEOPLE.items()
    ]
    _import_register("hearings.xlsx", by=people[0])
    _agreed_to()
    official, drafter, approver = people
    cases.open_case(_entries("consultation.yaml"), by=official)
    everybody = People(official, drafter, approver)
    receipts = cases.ended_round(_entries("ended_round.yaml"), everybody)
    progress.fill(_entries("progress.yaml"), everybody)
    db.session.commit()
    click.echo("架空のデータを入れました。担当職員・策定担当・決裁者でサインインできます。")
    click.echo(f"  メールアドレス: {'、'.join(person.email for person in people)}")
    click.echo(f"  パスワード（共通、一度だけ表示）: {password}")
    click.echo(f"結果を公表した意見募集の受付番号: {'、'.join(receipts)}")


def _import_register(name: str, *, by: StaffMember) -> None:
    """The invented register comes the way a city's own does: from a workbook that has seen some use."""
    content = (FOLDER / name).read_bytes()
    upload = Upload(name, content, read_file(name, content))
    batch = imports.stage(upload, ImportKind.HEARINGS, by=by, is_invented=True)
    imports.import_rows(batch, cuts_of(dry_run.plan_for(batch)), by=by)


def _agreed_to() -> None:
    """The bodies outside have agreed that what they said may be shown; nobody has asked the others yet."""
    heard = Filter(kind=HearingKind.EXTERNAL)
    expected = bulk_consent.shown(bulk_consent.unasked(heard))
    bulk_consent.record_consent(heard, Consent.CONTENT, expected=expected)


def _is_in_use() -> bool:
    return any(db.session.scalar(select(func.count()).select_from(model)) for model in (Hearing, Submission))


def _entries(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
