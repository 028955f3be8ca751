"""A published answer says how many opinions of committee members it stands for, beside those of the public (R43)."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    with op.batch_alter_table("published_answer") as batch_op:
        batch_op.add_column(
            sa.Column("committee_opinions", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("published_answer") as batch_op:
        batch_op.alter_column("committee_opinions", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("published_answer") as batch_op:
        batch_op.drop_column("committee_opinions")
