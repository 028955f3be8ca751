"""Runs the numbered migrations on the app's own engine, so that SQLite has the settings of TR16."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from consult.search.tables import is_table_of_index

database = current_app.extensions["migrate"].db


def run_migrations() -> None:
    with database.engine.connect() as connection:
        # A batch change drops the old table: with the check on, rows that refer to it would be deleted with it.
        _check_references(connection, on=False)
        try:
            context.configure(
                connection=connection,
                target_metadata=database.metadata,
                include_name=_is_of_models,
                render_as_batch=True,
                transactional_ddl=True,
                transaction_per_migration=True,
                on_version_apply=_refuse_broken_references,
            )
            with context.begin_transaction():
                context.run_migrations()
        finally:
            connection.rollback()
            _check_references(connection, on=True)


def _is_of_models(name: str | None, kind: str, _parents: Any) -> bool:
    """The tables of the search index are no models: `flask db migrate` leaves them alone."""
    return kind != "table" or not is_table_of_index(name or "")


def _check_references(connection: Connection, *, on: bool) -> None:
    """Asks the driver itself: SQLAlchemy would begin a transaction, inside which SQLite ignores this switch."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA foreign_keys = {int(on)}")
    assert driver.execute("PRAGMA foreign_keys").fetchone() == (int(on),)


def _refuse_broken_references(*, ctx: Any, **_: Any) -> None:
    """Still inside the migration's transaction: a step that leaves a reference to nothing is rolled back."""
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"this migration leaves references to nothing: {broken[:5]}")


run_migrations()
