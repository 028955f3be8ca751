"""A value of a KPI says whether it is preliminary, and since when citizens may read it. What stands already is neither."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column(
        "kpi_entry",
        sa.Column("is_preliminary", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("kpi_entry", sa.Column("published_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("kpi_entry") as batch_op:
        batch_op.drop_column("published_at")
        batch_op.drop_column("is_preliminary")
