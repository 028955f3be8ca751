"""The draft as text, in versions and sections; its files moved to draft_file in the step before."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "draft_document",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_draft_document_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_draft_document_made_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_document")),
        sa.UniqueConstraint(
            "consultation_id", "number", name=op.f("uq_draft_document_consultation_id_number")
        ),
    )
    op.create_table(
        "draft_section",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["draft_document.id"],
            name=op.f("fk_draft_section_document_id_draft_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_section")),
        sa.UniqueConstraint("document_id", "key", name=op.f("uq_draft_section_document_id_key")),
    )
    op.create_index(
        op.f("ix_draft_section_document_id_position"), "draft_section", ["document_id", "position"]
    )


def downgrade() -> None:
    op.drop_table("draft_section")
    op.drop_table("draft_document")
