"""Citizens read when a period that was announced has been moved."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "period_change",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("opens_before", sa.Date(), nullable=False),
        sa.Column("closes_before", sa.Date(), nullable=False),
        sa.Column("opens_after", sa.Date(), nullable=False),
        sa.Column("closes_after", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_period_change_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_period_change_made_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_change")),
    )
    op.create_index(op.f("ix_period_change_consultation_id"), "period_change", ["consultation_id"])


def downgrade() -> None:
    op.drop_table("period_change")
