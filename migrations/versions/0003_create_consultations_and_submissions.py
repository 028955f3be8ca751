"""Drafts under comment, their files, and what citizens send."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(content) = size", name=op.f("ck_stored_file_bytes_are_complete")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "submitter",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(address) <= 400", name=op.f("ck_submitter_address_fits")),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_submitter_email_fits")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_submitter_name_fits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitter")),
    )
    op.create_table(
        "consultation",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("outline", sa.Text(), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("short_period_reason", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_consultation_period_runs_forward")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_consultation_created_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_table(
        "draft_document",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_draft_document_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_draft_document_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_document")),
    )
    with op.batch_alter_table("draft_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_draft_document_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("form_token_hash", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(receipt_hash) = 64", name=op.f("ck_submission_receipt_is_a_hash")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_submission_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["submitter_id"], ["submitter.id"], name=op.f("fk_submission_submitter_id_submitter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("form_token_hash", name=op.f("uq_submission_form_token_hash")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_submission_receipt_hash")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_channel"), ["channel"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_submitter_id"), ["submitter_id"], unique=False)


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_table("draft_document")
    op.drop_table("consultation")
    op.drop_table("submitter")
    op.drop_table("stored_file")
