"""Many rows of one table in one statement, through the session, so that whoever listens to it hears of them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from consult.extensions import db
from consult.models.base import Base


def add_in_one(rows: Sequence[Base]) -> None:
    """Adds and flushes rows of one table.

    SQLite gives ids back one row at a time; with their ids at hand the rows go in together. A write transaction
    holds the lock from its start, so nobody else takes the same ids.
    """
    if not rows:
        return
    table = type(rows[0])
    # Rows that stand in the session already wait for their ids.
    with db.session.no_autoflush:
        first = (db.session.scalar(select(func.max(table.id))) or 0) + 1
    for number, row in enumerate(rows, start=first):
        row.id = number
    db.session.add_all(rows)
    db.session.flush()
