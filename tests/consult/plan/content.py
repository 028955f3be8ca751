"""What a strategy file says, leaf by leaf, without its notes; and what the tables hold, value by value."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import yaml
from sqlalchemy import select

from consult.domain.vocabulary import Vocabulary
from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY

# Written out anew, so that a slip in the product's own list shows.
NOTES = {"ambiguities", "note", "source_pages_note", "mapping_to_phase2_note", "kpi_note"}
Path = tuple[str | int, ...]


def shipped_content() -> Any:
    return yaml.safe_load(SHIPPED_STRATEGY.read_text())


def is_note(key: Any) -> bool:
    return key in NOTES or key == "confidence" or str(key).endswith("_confidence")


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every scalar that says something, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not is_note(key):
                yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from leaves(inner, (*path, n))
    elif value is not None:
        yield path, value


def notes(value: Any) -> Iterator[str]:
    """Every text that stands only in a note."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner) if is_note(key) else notes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from notes(inner)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def stored_values() -> set[Any]:
    """Every value in every table, lists opened, codes of vocabulary as stored."""
    found: set[Any] = set()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            for value in row:
                _collect(value, found)
    return found


def _collect(value: Any, found: set[Any]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            found.add(key)
            _collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found)
    else:
        found.add(value.value if isinstance(value, Vocabulary | Enum) else value)


def rows_by_table() -> dict[str, list[tuple[Any, ...]]]:
    """The whole database but the audit log and the moment of loading, for comparing two states."""
    state = {}
    for table in db.metadata.sorted_tables:
        if table.name != "audit_event":
            columns = [c for c in table.columns if c.name != "loaded_at"]
            found = db.session.execute(select(*columns).order_by(table.c.id))
            state[table.name] = [tuple(str(value) for value in row) for row in found]
    return state
