"""Passages that may not leave the house: looks of the finder, decisions of people; the copy nobody wrote goes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "personal_look",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("finder_version", sa.String(length=32), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("undecided", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
            name=op.f("fk_personal_look_opinion_id_opinion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_look")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_personal_look_opinion_id")),
    )
    op.create_index(op.f("ix_personal_look_finder_version"), "personal_look", ["finder_version"])
    op.create_index(
        op.f("ix_personal_look_undecided_opinion_id"), "personal_look", ["undecided", "opinion_id"]
    )
    op.create_table(
        "redaction",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("start_at >= 0 AND start_at < end_at", name=op.f("ck_redaction_is_a_passage")),
        sa.CheckConstraint(
            "outcome <> 'masked' OR reason IS NOT NULL", name=op.f("ck_redaction_masked_for_a_reason")
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_redaction_opinion_id_opinion")),
        sa.ForeignKeyConstraint(
            ["staff_member_id"], ["staff_member.id"], name=op.f("fk_redaction_staff_member_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["staff_member.id"], name=op.f("fk_redaction_undone_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
    )
    op.create_index(op.f("ix_redaction_opinion_id_undone_at"), "redaction", ["opinion_id", "undone_at"])
    # 0005 made room for a copy; nothing ever wrote it, and what leaves is derived.
    op.drop_column("opinion", "redacted_wording")


def downgrade() -> None:
    op.add_column("opinion", sa.Column("redacted_wording", sa.Text(), nullable=True))
    op.drop_table("redaction")
    op.drop_table("personal_look")
