"""Publications: the frozen record that citizens see."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_publication_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["staff_member.id"], name=op.f("fk_publication_published_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_publication_consultation_id_number")),
    )

    op.create_table(
        "published_answer",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("class_label", sa.String(length=100), nullable=False),
        sa.Column("disposition", sa.String(length=32), nullable=True),
        sa.Column("division", sa.String(length=100), nullable=False),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_answer_publication_id_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_answer")),
        sa.UniqueConstraint(
            "publication_id", "position", name=op.f("uq_published_answer_publication_id_position")
        ),
    )

    op.create_table(
        "published_count",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("axis", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=True),
        sa.Column("submitters", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_published_count_publication_id_publication")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_count")),
        sa.UniqueConstraint(
            "publication_id", "axis", "position", name=op.f("uq_published_count_publication_id_axis_position")
        ),
    )

    op.create_table(
        "published_opinion",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("published_answer_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_published_opinion_opinion_id_opinion")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.id"],
            name=op.f("fk_published_opinion_publication_id_publication"),
        ),
        sa.ForeignKeyConstraint(
            ["published_answer_id"],
            ["published_answer.id"],
            name=op.f("fk_published_opinion_published_answer_id_published_answer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_opinion")),
        sa.UniqueConstraint(
            "publication_id", "opinion_id", name=op.f("uq_published_opinion_publication_id_opinion_id")
        ),
    )

    with op.batch_alter_table("published_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_opinion_opinion_id"), ["opinion_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_published_opinion_published_answer_id"), ["published_answer_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("published_opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_opinion_published_answer_id"))
        batch_op.drop_index(batch_op.f("ix_published_opinion_opinion_id"))

    op.drop_table("published_opinion")

    op.drop_table("published_count")

    op.drop_table("published_answer")

    op.drop_table("publication")
