"""Many rows of one table in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select

from consult.extensions import db
from consult.models import Opinion
from consult.models.base import Base
from consult.search.keeping import index_opinions


def add_in_one(rows: Sequence[Base]) -> None:
    """Adds and flushes rows of one table, through the session: whoever listens to it hears of them.

    SQLite gives ids back one row at a time; with their ids at hand the rows go in together. A write transaction
    holds the lock from its start, so nobody else takes the same ids.
    """
    if not rows:
        return
    for number, row in enumerate(rows, start=_next_id(type(rows[0]))):
        row.id = number
    db.session.add_all(rows)
    db.session.flush()


def add_opinions(values: Sequence[dict[str, Any]]) -> None:
    """Opinions column by column (equal keys), past the session: by the ten thousand its bookkeeping would cost more
    than the writing, while everybody waits for the lock. The search hears of them here."""
    if not values:
        return
    rows = [{"id": number, **each} for number, each in enumerate(values, start=_next_id(Opinion))]
    db.session.execute(insert(Opinion), rows)
    index_opinions((row["id"], row.get("hearing_id"), row["wording"], row.get("gist")) for row in rows)


def _next_id(table: type[Base]) -> int:
    # Rows that stand in the session already wait for their ids.
    with db.session.no_autoflush:
        return (db.session.scalar(select(func.max(table.id))) or 0) + 1
