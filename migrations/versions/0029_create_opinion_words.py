"""The words of each opinion, for tables of words and for words in their context.

The worker reads the opinions that are there already by itself: the index of the search is made anew with its words.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_table(
        "opinion_words",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("kinds", sa.LargeBinary(), nullable=False),
        sa.Column("lengths", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
            name=op.f("fk_opinion_words_opinion_id_opinion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_words")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_opinion_words_opinion_id")),
    )


def downgrade() -> None:
    op.drop_table("opinion_words")
