"""Lists paged in SQL: one page of rows, the total, and the numbers a pager needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from consult.extensions import db

PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """Rows of page `number` (from 1) out of `total` rows, `size` to a page."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return 0 if self.total == 0 else (self.number - 1) * self.size + 1

    @property
    def last_row(self) -> int:
        return min(self.number * self.size, self.total)


def paged(statement: Select[Any], number: int, *, size: int = PAGE_SIZE, total: int | None = None) -> Page:
    """Two queries, whatever the number of rows; a page past the end is the last page. Entities, not tuples.

    One query where the caller has counted the rows.
    """
    if total is None:
        counted = statement.order_by(None).subquery()
        total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    last = max(1, -(-total // size))
    number = min(max(1, number), last)
    rows = db.session.scalars(statement.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows, number, size, total)


def listed(rows: Sequence[Any], number: int, *, size: int = PAGE_SIZE) -> Page:
    """The same for rows that are at hand already, for lists that are short by construction."""
    last = max(1, -(-len(rows) // size))
    number = min(max(1, number), last)
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def page_number(typed: str | None) -> int:
    """`?page=`: anything that is no positive number is the first page."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 8 else 1
