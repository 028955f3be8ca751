"""The search index: full-text tables of opinions and hearings, filled from the rows that are there.

Filled with the characters alone; the words need the city's dictionary, and the worker puts them in.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from consult.domain.folding import bigrams, fold

revision = "0013"
down_revision = "0012"

BATCH = 1_000
TEXTS = {
    "opinion": "SELECT id, wording, coalesce(gist, '') FROM opinion",
    "hearing": """
        SELECT hearing.id, counterpart.name, hearing.agenda, hearing.notes,
          coalesce((SELECT group_concat(gist, char(10)) FROM opinion
                    WHERE opinion.hearing_id = hearing.id AND withdrawn_at IS NULL), '')
        FROM hearing JOIN counterpart ON counterpart.id = hearing.counterpart_id
    """,
}


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("made_with", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("subject", "subject_id", name=op.f("uq_search_entry_subject_subject_id")),
    )
    for subject in TEXTS:
        # The tokens come ready, parted by blanks; prefixes of one character serve words of one character.
        op.execute(
            f"CREATE VIRTUAL TABLE {subject}_search USING fts5(words, grams, tokenize='ascii', prefix='1')"
        )
        _fill(subject)


def _fill(subject: str) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text(TEXTS[subject]))
    while batch := rows.fetchmany(BATCH):
        put = sa.text(f"INSERT INTO {subject}_search(rowid, words, grams) VALUES (:id, '', :grams)")
        connection.execute(put, [{"id": number, "grams": _grams(texts)} for number, *texts in batch])
    connection.execute(
        sa.text(
            "INSERT INTO search_entry(subject, subject_id, made_with) "
            f"SELECT '{subject}', rowid, '' FROM {subject}_search"
        )
    )


def _grams(texts: Iterable[str]) -> str:
    return " ".join(piece for text in texts for piece in bigrams(fold(text)))


def downgrade() -> None:
    for subject in reversed(TEXTS):
        op.execute(f"DROP TABLE {subject}_search")
    op.drop_table("search_entry")
