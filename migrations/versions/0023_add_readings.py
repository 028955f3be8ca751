"""The search index gets a column for readings: ぎょぎょう finds 漁業.

A full-text table takes no further column, so it is written anew with what stands in it. The readings need the city's
dictionary: the worker, whose words are now made otherwise, puts them in by itself.
"""

from alembic import op

revision = "0023"
down_revision = "0022"

SUBJECTS = ("opinion", "hearing")


def upgrade() -> None:
    for subject in SUBJECTS:
        _write_anew(subject, "words, grams, readings", "words, grams, ''")


def downgrade() -> None:
    for subject in SUBJECTS:
        _write_anew(subject, "words, grams", "words, grams")


def _write_anew(subject: str, columns: str, taken: str) -> None:
    table, new = f"{subject}_search", f"{subject}_search_new"
    # As in 0013: the tokens come ready, parted by blanks; prefixes of one character serve words of one character.
    op.execute(f"CREATE VIRTUAL TABLE {new} USING fts5({columns}, tokenize='ascii', prefix='1')")
    op.execute(f"INSERT INTO {new}(rowid, {columns}) SELECT rowid, {taken} FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {new} RENAME TO {table}")
