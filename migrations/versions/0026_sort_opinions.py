"""Sorting a case: which opinions and signals a person has been through; alike submitters who are two people (R42)."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("opinion", sa.Column("sorted_at", sa.DateTime(), nullable=True))
    op.add_column("submission", sa.Column("signals_seen_at", sa.DateTime(), nullable=True))
    op.create_table(
        "distinct_submitters",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinct_submitters_lower_first")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["submitter.id"], name=op.f("fk_distinct_submitters_first_id_submitter")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["submitter.id"], name=op.f("fk_distinct_submitters_second_id_submitter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_submitters")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_distinct_submitters_first_id_second_id")),
    )
    op.create_index(op.f("ix_distinct_submitters_second_id"), "distinct_submitters", ["second_id"])


def downgrade() -> None:
    op.drop_table("distinct_submitters")
    op.drop_column("submission", "signals_seen_at")
    op.drop_column("opinion", "sorted_at")
