"""Fitted taggers, the refits that make them, looks of one in shadow; score and threshold of a suggestion."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

# What stood in the plan before its codes were dated could always be chosen.
FROM_THE_BEGINNING = "1970-01-01 00:00:00.000000"
TABLES_OF_CODES = ("theme", "policy_package", "priority_model")


def upgrade() -> None:
    _create_learned_tagger()
    _create_refit()
    _create_shadow_look()
    op.add_column("tag", sa.Column("score", sa.Float(), nullable=True))
    op.add_column("tag", sa.Column("threshold", sa.Float(), nullable=True))
    for table in TABLES_OF_CODES:
        op.add_column(table, sa.Column("added_at", sa.DateTime(), nullable=True))
        op.execute(f"UPDATE {table} SET added_at = '{FROM_THE_BEGINNING}'")


def _create_learned_tagger() -> None:
    op.create_table(
        "learned_tagger",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("lessons", sa.Integer(), nullable=False),
        sa.Column("decided_opinions", sa.Integer(), nullable=False),
        sa.Column("newest_review_id", sa.Integer(), nullable=False),
        sa.Column("blind_labels", sa.Integer(), nullable=False),
        sa.Column("compared_with_id", sa.Integer(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("activated_at", sa.DateTime(), nullable=True),
        sa.Column("activated_by_id", sa.Integer(), nullable=True),
        sa.Column("activation_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'active' OR activated_at IS NOT NULL", name=op.f("ck_learned_tagger_active_since")
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{act}_by_id"],
                ["staff_member.id"],
                name=op.f(f"fk_learned_tagger_{act}_by_id_staff_member"),
            )
            for act in ("made", "activated")
        ),
        sa.ForeignKeyConstraint(
            ["compared_with_id"],
            ["learned_tagger.id"],
            name=op.f("fk_learned_tagger_compared_with_id_learned_tagger"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_tagger")),
        sa.UniqueConstraint("digest", name=op.f("uq_learned_tagger_digest")),
    )
    with op.batch_alter_table("learned_tagger", schema=None) as batch_op:
        for state in ("active", "shadow"):
            batch_op.create_index(
                f"uq_learned_tagger_{state}",
                ["state"],
                unique=True,
                sqlite_where=sa.text(f"state = '{state}'"),
            )


def _create_refit() -> None:
    op.create_table(
        "refit",
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("learned_tagger_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "is_open = (state IN ('waiting', 'running'))", name=op.f("ck_refit_open_until_it_ends")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["staff_member.id"], name=op.f("fk_refit_asked_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["learned_tagger_id"],
            ["learned_tagger.id"],
            name=op.f("fk_refit_learned_tagger_id_learned_tagger"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refit")),
    )
    with op.batch_alter_table("refit", schema=None) as batch_op:
        batch_op.create_index("uq_refit_open", ["is_open"], unique=True, sqlite_where=sa.text("is_open = 1"))


def _create_shadow_look() -> None:
    op.create_table(
        "shadow_look",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("learned_tagger_id", sa.Integer(), nullable=False),
        sa.Column("is_different", sa.Boolean(), nullable=False),
        sa.Column("adds", sa.JSON(), nullable=False),
        sa.Column("drops", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learned_tagger_id"],
            ["learned_tagger.id"],
            name=op.f("fk_shadow_look_learned_tagger_id_learned_tagger"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
            name=op.f("fk_shadow_look_opinion_id_opinion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_look")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_shadow_look_opinion_id")),
    )
    with op.batch_alter_table("shadow_look", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_shadow_look_is_different_opinion_id"), ["is_different", "opinion_id"], unique=False
        )


def downgrade() -> None:
    for table in TABLES_OF_CODES:
        op.drop_column(table, "added_at")
    op.drop_column("tag", "threshold")
    op.drop_column("tag", "score")
    for table in ("shadow_look", "refit", "learned_tagger"):
        op.drop_table(table)
