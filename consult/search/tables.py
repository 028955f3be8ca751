"""The full-text tables (FTS5): a row per opinion, hearing and published answer; columns words, character bigrams, readings.

No trigger and no view touches them: both fail under trusted_schema=0.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, bindparam, column, delete, insert, table, text
from sqlalchemy.sql.expression import TableClause

from consult.domain.folding import bigrams, fold
from consult.models import SearchEntry

# Between two texts of one row: no phrase reaches across.
BREAK = "\u241f"


@dataclass(frozen=True)
class SearchTable:
    """The index of one kind of row; its rowid is the row's id."""

    subject: str

    @property
    def name(self) -> str:
        return f"{self.subject}_search"

    @property
    def clause(self) -> TableClause:
        return table(self.name, column("rowid"), column("words"), column("grams"), column("readings"))


OPINIONS = SearchTable("opinion")
HEARINGS = SearchTable("hearing")
ANSWERS = SearchTable("answer")


def is_table_of_index(name: str) -> bool:
    """A full-text table, or one of those that SQLite keeps behind it. They are nobody's models."""
    return any(f"{name}_".startswith(f"{index.name}_") for index in (OPINIONS, HEARINGS, ANSWERS))


@dataclass(frozen=True)
class Indexed:
    """What stands in the index for one row. `words` and `readings` are empty until the worker has been there."""

    subject_id: int
    texts: Sequence[str]
    words: str = ""
    readings: str = ""

    @property
    def grams(self) -> str:
        return " ".join(chain.from_iterable(bigrams(fold(each)) for each in self.texts))


def put(connection: Connection, index: SearchTable, rows: Iterable[Indexed], *, made_with: str = "") -> None:
    """Write rows, in the place of those that stand there. A few statements for any number of rows."""
    wanted = {row.subject_id: row for row in rows}
    if not wanted:
        return
    take_out(connection, index, wanted)
    connection.execute(
        insert(index.clause),
        [
            {"rowid": key, "words": row.words, "grams": row.grams, "readings": row.readings}
            for key, row in wanted.items()
        ],
    )
    entry = {"subject": index.subject, "made_with": made_with}
    connection.execute(insert(SearchEntry), [{**entry, "subject_id": key} for key in wanted])


def take_out(connection: Connection, index: SearchTable, ids: Collection[int]) -> None:
    """Out of the index, where they stand there."""
    # One by one: an import brings more ids than a statement may name.
    keys = [{"key": key} for key in ids]
    connection.execute(text(f"DELETE FROM {index.name} WHERE rowid = :key"), keys)
    entry = delete(SearchEntry).where(
        SearchEntry.subject == index.subject, SearchEntry.subject_id == bindparam("key")
    )
    connection.execute(entry, keys)


def wipe_traces(connection: Connection, index: SearchTable) -> None:
    """Write the index anew without what was taken out, so that no byte of it stays in the file (TS18).

    FTS5 only marks what is deleted until parts of the index are merged.
    """
    connection.execute(text(f"INSERT INTO {index.name}({index.name}) VALUES ('optimize')"))
