"""The search finds published answers: a full-text table of its own.

The worker indexes what was published before by itself.
"""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    # As in 0013 and 0023: the tokens come ready, parted by blanks.
    op.execute(
        "CREATE VIRTUAL TABLE answer_search USING fts5(words, grams, readings, tokenize='ascii', prefix='1')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM search_entry WHERE subject = 'answer'")
    op.execute("DROP TABLE answer_search")
