"""Columns are remembered for the table they stand in.

What was kept so far goes: it held every guess beside what people chose, for every file of the site, and the two
cannot be told apart any more. Nothing but the next proposal of columns comes from it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.drop_table("remembered_column")
    op.create_table(
        "remembered_column",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("layout", sa.String(length=64), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_column")),
        sa.UniqueConstraint(
            "kind", "layout", "heading", name=op.f("uq_remembered_column_kind_layout_heading")
        ),
    )


def downgrade() -> None:
    op.drop_table("remembered_column")
    op.create_table(
        "remembered_column",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_column")),
        sa.UniqueConstraint("kind", "heading", name=op.f("uq_remembered_column_kind_heading")),
    )
