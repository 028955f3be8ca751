"""Words that somebody searched for, so that addresses need not say them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "kept_words",
        sa.Column("sign", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_words")),
        sa.UniqueConstraint("sign", name=op.f("uq_kept_words_sign")),
    )
    op.create_index(op.f("ix_kept_words_kept_at"), "kept_words", ["kept_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_kept_words_kept_at"), "kept_words")
    op.drop_table("kept_words")
