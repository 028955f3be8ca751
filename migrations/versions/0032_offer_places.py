"""A case says what its form offers as places: the draft's own sections, the strategy's packages, or both (C3).

Cases that are there keep to what their draft has.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    # No table is made anew: others refer to it.
    column = sa.Column("offered_places", sa.String(length=32), nullable=False, server_default="by_draft")
    op.add_column("consultation", column)


def downgrade() -> None:
    op.drop_column("consultation", "offered_places")
