"""A version of a draft's text that was never released may be discarded, and put back."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    with op.batch_alter_table("draft_document") as batch_op:
        batch_op.add_column(sa.Column("discarded_at", sa.DateTime(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_draft_document_released_or_discarded"),
            "released_at IS NULL OR discarded_at IS NULL",
        )


def downgrade() -> None:
    # A discarded version is one in the making again. Nothing of it is lost.
    with op.batch_alter_table("draft_document") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_draft_document_released_or_discarded"), type_="check")
        batch_op.drop_column("discarded_at")
