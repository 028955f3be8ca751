"""Suggestions of the tagger and decisions of people, in separate tables."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=True),
        sa.Column("published_page_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(staff_member_id IS NULL) <> (published_page_id IS NULL)", name=op.f("ck_review_has_one_actor")
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_review_opinion_id_opinion")),
        sa.ForeignKeyConstraint(
            ["published_page_id"],
            ["published_page.id"],
            name=op.f("fk_review_published_page_id_published_page"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"], ["staff_member.id"], name=op.f("fk_review_staff_member_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["staff_member.id"], name=op.f("fk_review_undone_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_opinion_id"), ["opinion_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_staff_member_id_decided_at"),
            ["staff_member_id", "decided_at"],
            unique=False,
        )
        batch_op.create_index(
            "uq_review_current", ["opinion_id"], unique=True, sqlite_where=sa.text("is_current = 1")
        )

    op.create_table(
        "tag",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("tagger_version", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("probability > 0 AND probability < 1", name=op.f("ck_tag_probability_is_open")),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_tag_opinion_id_opinion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("opinion_id", "facet", "code", name=op.f("uq_tag_opinion_id_facet_code")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_facet_code"), ["facet", "code"], unique=False)

    op.create_table(
        "tagger_run",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("tagger_version", sa.String(length=64), nullable=False),
        sa.Column("ran_at", sa.DateTime(), nullable=False),
        sa.Column("ranked_packages", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_tagger_run_opinion_id_opinion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tagger_run")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_tagger_run_opinion_id")),
    )
    with op.batch_alter_table("tagger_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tagger_run_tagger_version"), ["tagger_version"], unique=False)

    op.create_table(
        "tag_decision",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("facet", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("was_suggested", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_tag_decision_review_id_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_decision")),
        sa.UniqueConstraint("review_id", "facet", "code", name=op.f("uq_tag_decision_review_id_facet_code")),
    )
    with op.batch_alter_table("tag_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tag_decision_facet_code_outcome"), ["facet", "code", "outcome"], unique=False
        )
        batch_op.create_index(
            "uq_tag_decision_main_theme", ["review_id"], unique=True, sqlite_where=sa.text("is_main = 1")
        )


def downgrade() -> None:
    op.drop_table("tag_decision")
    op.drop_table("tagger_run")
    op.drop_table("tag")
    op.drop_table("review")
