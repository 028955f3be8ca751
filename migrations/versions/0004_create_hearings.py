"""Bodies heard, hearings, and the drafts that save themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "counterpart",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("match_key", sa.String(length=2000), nullable=True),
        sa.Column("sector", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counterpart")),
        sa.UniqueConstraint("match_key", name=op.f("uq_counterpart_match_key")),
    )
    with op.batch_alter_table("counterpart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counterpart_sector"), ["sector"], unique=False)

    op.create_table(
        "hearing",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("held_on_typed", sa.String(length=100), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("people_present", sa.Text(), nullable=False),
        sa.Column("heard_by", sa.String(length=200), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("counterpart_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("form_token", sa.String(length=64), nullable=True),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(notes) <= 50000", name=op.f("ck_hearing_notes_within_limit")),
        sa.ForeignKeyConstraint(
            ["counterpart_id"], ["counterpart.id"], name=op.f("fk_hearing_counterpart_id_counterpart")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["staff_member.id"], name=op.f("fk_hearing_registered_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint("form_token", name=op.f("uq_hearing_form_token")),
        sa.UniqueConstraint("number", name=op.f("uq_hearing_number")),
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_counterpart_id"), ["counterpart_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_hearing_kind"), ["kind"], unique=False)

    op.create_table(
        "hearing_draft",
        sa.Column("staff_member_id", sa.Integer(), nullable=False),
        sa.Column("form_token", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_hearing_draft_staff_member_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_draft")),
        sa.UniqueConstraint(
            "staff_member_id", "form_token", name=op.f("uq_hearing_draft_staff_member_id_form_token")
        ),
    )
    with op.batch_alter_table("hearing_draft", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hearing_draft_staff_member_id"), ["staff_member_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("hearing_draft")
    op.drop_table("hearing")
    op.drop_table("counterpart")
