"""Headlines of policy packages, each save a version of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "package_headline",
        sa.Column("package", sa.String(length=16), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 100", name=op.f("ck_package_headline_fits_one_line")),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_package_headline_staff_member_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_headline")),
        sa.UniqueConstraint("package", "version", name=op.f("uq_package_headline_package_version")),
    )


def downgrade() -> None:
    op.drop_table("package_headline")
