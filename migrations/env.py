"""Runs the numbered migrations on the app's own engine, so that SQLite has the settings of TR16."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def run_migrations() -> None:
    with database.engine.connect() as connection:
        # Batch changes rebuild tables; the references between them are checked again by the tests, not mid-way.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.rollback()
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.rollback()


run_migrations()
