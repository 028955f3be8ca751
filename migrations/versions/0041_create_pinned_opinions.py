"""Opinions that people pin for a policy package, in their order (D1, decision 0160)."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "pinned_opinion",
        sa.Column("package", sa.String(length=16), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_pinned_opinion_opinion_id_opinion")
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_pinned_opinion_staff_member_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pinned_opinion")),
        sa.UniqueConstraint("package", "opinion_id", name=op.f("uq_pinned_opinion_package_opinion_id")),
    )
    op.create_index(op.f("ix_pinned_opinion_opinion_id"), "pinned_opinion", ["opinion_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_pinned_opinion_opinion_id"), "pinned_opinion")
    op.drop_table("pinned_opinion")
