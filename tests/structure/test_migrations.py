"""Migrations: numbered, one line of descent, head equals the models, up and down on an empty database (TR14)."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from consult.extensions import db
from consult.search.tables import is_table_of_index
from tests.structure.source import ROOT

FILES = sorted((ROOT / "migrations/versions").glob("*.py"))


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in FILES]
    assert numbers == list(range(1, len(FILES) + 1))


def test_every_migration_can_be_undone_or_says_why_not() -> None:
    for path in FILES:
        body = path.read_text().split("def downgrade", 1)[1]
        assert not re.search(r"None:\s*pass\s*$", body), path.name


def is_a_table_of_models(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not is_table_of_index(name or "")


def test_head_equals_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"render_as_batch": True, "include_name": is_a_table_of_models}
        )
        assert compare_metadata(context, db.metadata) == []


def test_down_and_up_again_on_an_empty_database(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        assert "opinion" in inspect(db.engine).get_table_names()
