"""Names of released opinions, for the public pages of their road; what is released already gets one."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
RELEASED = """
    SELECT opinion_id FROM published_opinion WHERE wording IS NOT NULL
    UNION SELECT id FROM opinion WHERE published_page_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "road_code",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_road_code_opinion_id_opinion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_road_code")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_road_code_opinion_id")),
        sa.UniqueConstraint("code", name=op.f("uq_road_code_code")),
    )
    ids = op.get_bind().execute(sa.text(RELEASED)).scalars().all()
    rows = [{"of": each, "code": "".join(secrets.choice(ALPHABET) for _ in range(10))} for each in ids]
    if rows:
        op.get_bind().execute(sa.text("INSERT INTO road_code (opinion_id, code) VALUES (:of, :code)"), rows)


def downgrade() -> None:
    op.drop_table("road_code")
