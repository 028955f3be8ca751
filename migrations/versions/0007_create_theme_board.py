"""Headlines and chosen opinions of the theme board."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "theme_headline",
        sa.Column("theme", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=True),
        sa.Column("published_page_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(staff_member_id IS NULL) <> (published_page_id IS NULL)",
            name=op.f("ck_theme_headline_has_one_author"),
        ),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 100", name=op.f("ck_theme_headline_fits_one_line")),
        sa.ForeignKeyConstraint(
            ["published_page_id"],
            ["published_page.id"],
            name=op.f("fk_theme_headline_published_page_id_published_page"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_theme_headline_staff_member_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_headline")),
        sa.UniqueConstraint("theme", "version", name=op.f("uq_theme_headline_theme_version")),
    )
    op.create_table(
        "chosen_opinion",
        sa.Column("theme", sa.String(length=32), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=True),
        sa.Column("published_page_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_chosen_opinion_opinion_id_opinion")
        ),
        sa.ForeignKeyConstraint(
            ["published_page_id"],
            ["published_page.id"],
            name=op.f("fk_chosen_opinion_published_page_id_published_page"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_chosen_opinion_staff_member_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_opinion")),
        sa.UniqueConstraint("theme", "opinion_id", name=op.f("uq_chosen_opinion_theme_opinion_id")),
    )
    with op.batch_alter_table("chosen_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chosen_opinion_opinion_id"), ["opinion_id"], unique=False)


def downgrade() -> None:
    op.drop_table("chosen_opinion")
    op.drop_table("theme_headline")
