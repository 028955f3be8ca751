"""Migrations on a database in use: no step loses a row, up or down, and every reference still holds (TR14)."""

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from consult import create_app, schema, staff_sessions
from consult.config import Settings
from consult.extensions import db
from consult.models import Hearing, Opinion, Publication, RoadCode, StaffMember
from consult.road_codes import ALPHABET, LENGTH
from consult.search import kept_words
from consult.search.finding import search_for
from consult.search.tables import is_table_of_index
from tests import factories
from tests.journeys.seed import sow
from tests.structure.source import ROOT

MIGRATIONS = ROOT / "migrations"
REVISIONS = [path.name[:4] for path in sorted((MIGRATIONS / "versions").glob("*.py"))]
Rows = dict[str, list[dict[str, Any]]]

# Steps of a next release. On SQLite a change of a column is a new table, a copy of the rows, and a drop of the old one.
HEAD = (
    f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "9999"\ndown_revision = "{REVISIONS[-1]}"\n'
)
REBUILDS_EVERY_TABLE = """
def upgrade():
    for table in sa.inspect(op.get_bind()).get_table_names():
        if table != "alembic_version" and "_search" not in table:
            with op.batch_alter_table(table, recreate="always") as batch_op:
                batch_op.add_column(sa.Column("later", sa.Text()))
"""
LOSES_ROWS = """
def upgrade():
    op.execute("DELETE FROM hearing")
"""


@pytest.fixture(scope="module")
def city_at_work(migrated_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a row in every table; each test works on a copy."""
    folder = tmp_path_factory.mktemp("at_work") / "instance"
    shutil.copytree(migrated_folder, folder)
    app = create_app(Settings(data_dir=folder))
    with app.test_request_context():
        sow()
        member = db.session.query(StaffMember).first()
        assert member is not None
        staff_sessions.open_for(member)
        kept_words.keep("架空の名")
        factories.make_tagger_run(opinion=db.session.query(Opinion).first())
        db.session.commit()
        db.engine.dispose()
    return folder


@pytest.fixture
def data_at_first(city_at_work: Path) -> Path:
    return city_at_work


def rows() -> Rows:
    """Every row of every table as it stands, whatever the program's models say."""
    with db.engine.connect() as connection:
        found = {
            table: [
                dict(row)
                for row in connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY id').mappings()
            ]
            for table in inspect(db.engine).get_table_names()
            if table != "alembic_version" and not is_table_of_index(table)
        }
    if "draft_file" not in found and "draft_document" in found:
        # Before 0018 the files of a draft had the name that its text has now.
        found["draft_file"] = found.pop("draft_document")
    return found


def missing(before: Rows, after: Rows) -> list[str]:
    """What is not there any more, in the tables and columns that both states have."""
    lost = []
    # 0017 forgets which columns were chosen, and says why; nothing else may be lost.
    for table in before.keys() & after.keys() - {"remembered_column"}:
        kept = {row["id"]: row for row in after[table]}
        for row in before[table]:
            # 0027 takes the entries away with the index that they speak of; the worker writes both anew.
            if table == "search_entry" and row["subject"] == "answer":
                continue
            # A program before 0035 does not know files that answer an inquiry, and 0035 says so.
            if table == "import_batch" and row["kind"] == "inquiry" and row["id"] not in kept:
                continue
            new = kept.get(row["id"], {})
            # What was empty may have to be filled for an older state; what was written never changes.
            told = {name: value for name, value in row.items() if name in new and value is not None}
            if not new or any(new[name] != value for name, value in told.items()):
                lost.append(f"{table} {row['id']}")
    return lost


def broken_references() -> list[Any]:
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        return list(connection.exec_driver_sql("PRAGMA foreign_key_check"))


def test_the_city_at_work_has_a_row_in_every_table(app: Flask) -> None:
    with app.app_context():
        assert [table for table, found in rows().items() if not found] == []


def test_a_database_in_use_goes_down_step_by_step_and_each_step_up_again(app: Flask) -> None:
    """Each step alone keeps what was there before it, so any number of them does."""
    with app.app_context():
        newest = rows()
        for above, revision in pairwise(reversed(REVISIONS)):
            downgrade(revision=revision)
            there = rows()
            assert there.keys() <= newest.keys()
            assert missing(newest, there) == [], revision
            assert broken_references() == [], revision
            upgrade(revision=above)
            assert missing(there, rows()) == [], revision
            assert broken_references() == [], revision
            downgrade(revision=revision)


def test_a_database_of_the_first_release_is_brought_up_at_once(app: Flask) -> None:
    with app.app_context():
        downgrade(revision=REVISIONS[0])
        there = rows()
        schema.bring_up()
        assert schema.is_current()
        assert missing(there, rows()) == []
        assert broken_references() == []


def test_what_is_there_when_the_search_arrives_is_found(app: Flask) -> None:
    with app.app_context():
        opinion = db.session.scalars(select(Opinion).limit(1)).one()
        hearing = db.session.scalars(select(Hearing).limit(1)).one()
        words, name = opinion.wording[:2], hearing.counterpart.name
        numbers = (opinion.id, hearing.id)
        db.session.commit()
        downgrade(revision="0012")
        schema.bring_up()
        assert numbers[0] in db.session.scalars(select(Opinion.id).where(search_for(words).in_opinions()))
        assert numbers[1] in db.session.scalars(select(Hearing.id).where(search_for(name).in_hearings()))


def test_what_is_released_when_the_road_arrives_gets_a_name_and_nothing_else_does(app: Flask) -> None:
    with app.app_context():
        publication = db.session.scalars(select(Publication)).first()
        assert publication is not None
        submission = factories.make_submission(consultation=publication.consultation)
        kept_back = factories.make_opinion(submission=submission)
        factories.make_published_opinion(publication=publication, opinion=kept_back)
        printed = factories.make_opinion(published_page=factories.make_published_page())
        released = {printed.id, *db.session.scalars(select(RoadCode.opinion_id))}
        db.session.commit()
        downgrade(revision="0033")
        schema.bring_up()
        names = dict(db.session.execute(select(RoadCode.opinion_id, RoadCode.code)).tuples().all())
        assert names.keys() == released
        assert len(released) > 1 and kept_back.id not in released
        assert all(re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", code) for code in names.values())


@pytest.fixture
def next_release(tmp_path: Path) -> Any:
    """`next_release(upgrade)`: brings the data to a release whose last migration does this."""

    def released(upgrade_function: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder)
        (folder / "versions/9999_next.py").write_text(HEAD + upgrade_function)
        upgrade(directory=str(folder))

    return released


def test_a_migration_may_rebuild_any_table_without_losing_what_refers_to_it(
    app: Flask, next_release: Any
) -> None:
    with app.app_context():
        before = rows()
        next_release(REBUILDS_EVERY_TABLE)
        after = rows()
        assert all("later" in row for found in after.values() for row in found)
        assert missing(before, after) == []
        assert broken_references() == []


def test_a_migration_that_leaves_references_to_nothing_changes_nothing(
    app: Flask, next_release: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        before = rows()
        with pytest.raises(SystemExit):
            next_release(LOSES_ROWS)
        assert "references to nothing" in caplog.text
        assert rows() == before
        assert schema.is_current()


def test_references_are_checked_again_after_a_migration_even_a_failed_one(
    app: Flask, next_release: Any
) -> None:
    with app.app_context():
        with pytest.raises(SystemExit):
            next_release(LOSES_ROWS)
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
