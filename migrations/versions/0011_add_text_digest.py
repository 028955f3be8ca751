"""A digest of each opinion's text, by which its copies are found; drawn opinions carry it, too."""

import sqlalchemy as sa
from alembic import op

from consult.domain.same_text import text_digest

revision = "0011"
down_revision = "0010"

BATCH = 1_000
TABLES = ("opinion", "sampled_opinion")


def upgrade() -> None:
    for table in TABLES:
        # The default is for the rows that are there already, and for a moment: every one is filled below.
        column = sa.Column("text_digest", sa.String(length=32), nullable=False, server_default="")
        op.add_column(table, column)
    _fill()
    op.execute(
        "UPDATE sampled_opinion SET text_digest = "
        "(SELECT opinion.text_digest FROM opinion WHERE opinion.id = sampled_opinion.opinion_id)"
    )
    for table in TABLES:
        op.create_index(f"ix_{table}_text_digest", table, ["text_digest"])


def _fill() -> None:
    connection = op.get_bind()
    after = 0
    while rows := connection.execute(
        sa.text("SELECT id, wording FROM opinion WHERE id > :after ORDER BY id LIMIT :most"),
        {"after": after, "most": BATCH},
    ).all():
        connection.execute(
            sa.text("UPDATE opinion SET text_digest = :digest WHERE id = :id"),
            [{"id": number, "digest": text_digest(wording)} for number, wording in rows],
        )
        after = rows[-1][0]


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_index(f"ix_{table}_text_digest", table)
        op.drop_column(table, "text_digest")
