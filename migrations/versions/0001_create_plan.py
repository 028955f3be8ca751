"""The strategy as data."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "plan_edition",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edition")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_edition_code")),
    )
    op.create_table(
        "priority_model",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_model")),
        sa.UniqueConstraint("code", name=op.f("uq_priority_model_code")),
    )
    op.create_table(
        "theme",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("code", name=op.f("uq_theme_code")),
    )
    op.create_table(
        "vocabulary_term",
        sa.Column("surface", sa.String(length=100), nullable=False),
        sa.Column("reading", sa.String(length=100), nullable=False),
        sa.Column("same_as", sa.String(length=100), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary_term")),
        sa.UniqueConstraint("surface", name=op.f("uq_vocabulary_term_surface")),
    )
    op.create_table(
        "policy_package",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["plan_edition.id"], name=op.f("fk_policy_package_edition_id_plan_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_package")),
        sa.UniqueConstraint("edition_id", "code", name=op.f("uq_policy_package_edition_id_code")),
    )


def downgrade() -> None:
    op.drop_table("policy_package")
    op.drop_table("vocabulary_term")
    op.drop_table("theme")
    op.drop_table("priority_model")
    op.drop_table("plan_edition")
