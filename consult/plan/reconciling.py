"""Brings rows in line with a file: rows that stay keep their id, and only what differs is written."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from consult.extensions import db
from consult.models.base import Base

Row = TypeVar("Row", bound=Base)
Values = Mapping[str, Any]


@dataclass
class LoadReport:
    """How many rows the load added, changed and removed; all zero when the file says what the tables say."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    tables: set[str] = field(default_factory=set)

    @property
    def changed_anything(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass
class Reconciling:
    """One load: every row is added, changed or removed through it, so that the report is true."""

    report: LoadReport = field(default_factory=LoadReport)

    def one(self, row: Row, values: Values) -> Row:
        """Write what differs into a row that exists."""
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            self.report.changed += 1
            self.report.tables.add(row.__tablename__)
        return row

    def add(self, row: Row) -> Row:
        db.session.add(row)
        db.session.flush()
        self.report.added += 1
        self.report.tables.add(row.__tablename__)
        return row

    def remove(self, row: Base) -> None:
        db.session.delete(row)
        self.report.removed += 1
        self.report.tables.add(row.__tablename__)

    def keyed(
        self, table: type[Row], existing: Iterable[Row], key: str, wanted: Sequence[Values]
    ) -> list[Row]:
        """Rows of `table` as `wanted` says, known by the column `key`; rows that nobody wants go."""
        known = {getattr(row, key): row for row in existing}
        for gone in set(known) - {values[key] for values in wanted}:
            self.remove(known.pop(gone))
        rows = []
        for values in wanted:
            row = known.get(values[key])
            rows.append(self.one(row, values) if row is not None else self.add(table(**values)))
        return rows

    def listed(
        self, table: type[Row], existing: Iterable[Row], name: str, wanted: Sequence[Values]
    ) -> list[Row]:
        """Rows without a code: known by `name`; a new name takes over a row that lost its own (it was reworded)."""
        left = {getattr(row, name): row for row in existing}
        by_name: dict[Hashable, Row] = {v[name]: left.pop(v[name]) for v in wanted if v[name] in left}
        reworded = sorted(left.values(), key=lambda row: row.position)  # type: ignore[attr-defined]
        rows = []
        for values in wanted:
            row = by_name.get(values[name]) or (reworded.pop(0) if reworded else None)
            rows.append(self.one(row, values) if row is not None else self.add(table(**values)))
        for row in reworded:
            self.remove(row)
        return rows


def numbered(entries: Iterable[Any], values: Callable[[Any], Values]) -> list[Values]:
    """Values of each entry, with its position from 1."""
    return [{**values(entry), "position": n} for n, entry in enumerate(entries, start=1)]
