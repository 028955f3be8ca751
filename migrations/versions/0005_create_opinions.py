"""Opinions, and the published pages some come from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "published_page",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("timeline_step_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["timeline_step_id"],
            ["timeline_step.id"],
            name=op.f("fk_published_page_timeline_step_id_timeline_step"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_page")),
        sa.UniqueConstraint("code", name=op.f("uq_published_page_code")),
    )
    op.create_table(
        "opinion",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column("published_page_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_code", sa.String(length=32), nullable=True),
        sa.Column("about_package", sa.String(length=16), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=True),
        sa.Column("redacted_wording", sa.Text(), nullable=True),
        sa.Column("note_start", sa.Integer(), nullable=True),
        sa.Column("note_end", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(submission_id IS NOT NULL) + (hearing_id IS NOT NULL) + (published_page_id IS NOT NULL) = 1",
            name=op.f("ck_opinion_exactly_one_source"),
        ),
        sa.CheckConstraint(
            "submission_id IS NULL OR length(wording) BETWEEN 1 AND 2000",
            name=op.f("ck_opinion_submitted_wording_fits"),
        ),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_opinion_hearing_id_hearing")),
        sa.ForeignKeyConstraint(
            ["published_page_id"],
            ["published_page.id"],
            name=op.f("fk_opinion_published_page_id_published_page"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_opinion_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint(
            "published_page_id", "source_code", name=op.f("uq_opinion_published_page_id_source_code")
        ),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opinion_hearing_id_position"), ["hearing_id", "position"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_opinion_published_page_id"), ["published_page_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_source"), ["source"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_opinion_submission_id_position"), ["submission_id", "position"], unique=False
        )


def downgrade() -> None:
    op.drop_table("opinion")
    op.drop_table("published_page")
