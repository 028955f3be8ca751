"""Submissions of every channel: what is asked of submitters, scans, late marks, setting aside; mail to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_not_before"), ["not_before"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_message_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "submission_file",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["staff_member.id"], name=op.f("fk_submission_file_added_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["staff_member.id"], name=op.f("fk_submission_file_removed_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"], ["stored_file.id"], name=op.f("fk_submission_file_stored_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_file_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_file")),
    )

    with op.batch_alter_table("submission_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_file_stored_file_id"), ["stored_file_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_submission_file_submission_id"), ["submission_id"], unique=False)

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawal_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("arrived_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("postmarked_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_late", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("original_text", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("internal_note", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("entered_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("signals", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("set_aside_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("set_aside_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("set_aside_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_foreign_key(
            batch_op.f("fk_submission_set_aside_by_id_staff_member"),
            "staff_member",
            ["set_aside_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_submission_entered_by_id_staff_member"), "staff_member", ["entered_by_id"], ["id"]
        )

    with op.batch_alter_table("submitter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kana", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("organisation", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("representative", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("postal_code", sa.String(length=50), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("age_band", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("district", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("submitter_class", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("class_detail", sa.String(length=200), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("may_name_organisation", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_submitter_same_as_id"), ["same_as_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_submitter_same_as_id_submitter"), "submitter", ["same_as_id"], ["id"]
        )


def downgrade() -> None:
    # An older program knows no other way of not counting a submission.
    op.execute("UPDATE submission SET withdrawn_at = set_aside_at WHERE withdrawn_at IS NULL")
    with op.batch_alter_table("submitter", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_submitter_same_as_id_submitter"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_submitter_same_as_id"))
        batch_op.drop_column("same_as_id")
        batch_op.drop_column("may_name_organisation")
        batch_op.drop_column("class_detail")
        batch_op.drop_column("submitter_class")
        batch_op.drop_column("district")
        batch_op.drop_column("age_band")
        batch_op.drop_column("postal_code")
        batch_op.drop_column("representative")
        batch_op.drop_column("organisation")
        batch_op.drop_column("kana")

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_submission_entered_by_id_staff_member"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_submission_set_aside_by_id_staff_member"), type_="foreignkey")
        batch_op.drop_column("version")
        batch_op.drop_column("set_aside_reason")
        batch_op.drop_column("set_aside_by_id")
        batch_op.drop_column("set_aside_at")
        batch_op.drop_column("signals")
        batch_op.drop_column("entered_by_id")
        batch_op.drop_column("internal_note")
        batch_op.drop_column("original_text")
        batch_op.drop_column("is_late")
        batch_op.drop_column("postmarked_on")
        batch_op.drop_column("arrived_on")
        batch_op.drop_column("withdrawal_reason")

    with op.batch_alter_table("submission_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_file_submission_id"))
        batch_op.drop_index(batch_op.f("ix_submission_file_stored_file_id"))

    op.drop_table("submission_file")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_sent_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_message_not_before"))

    op.drop_table("outbox_message")
