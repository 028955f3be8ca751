"""A suggested link says that people had confirmed it on the opinion from which this one was cut (D4, decision 0166)."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    # No table is made anew; what is suggested now was found by words.
    column = sa.Column("is_inherited", sa.Boolean(), nullable=False, server_default="0")
    op.add_column("link_suggestion", column)


def downgrade() -> None:
    op.drop_column("link_suggestion", "is_inherited")
