"""Sorting and answering: places, splits, flags, answer groups, answers with versions and acts, revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "answer_group",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_answer_group_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_answer_group_division_id_division")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_answer_group_made_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_group")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_answer_group_consultation_id_number")),
    )

    with op.batch_alter_table("answer_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_group_division_id"), ["division_id"], unique=False)

    op.create_table(
        "internal_remark",
        sa.Column("answer_group_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_group_id"],
            ["answer_group.id"],
            name=op.f("fk_internal_remark_answer_group_id_answer_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["staff_member.id"], name=op.f("fk_internal_remark_removed_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["staff_member.id"], name=op.f("fk_internal_remark_written_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_remark")),
    )

    with op.batch_alter_table("internal_remark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_internal_remark_answer_group_id"), ["answer_group_id"], unique=False
        )

    op.create_table(
        "official_response",
        sa.Column("answer_group_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result_class_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_group_id"],
            ["answer_group.id"],
            name=op.f("fk_official_response_answer_group_id_answer_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["result_class_id"],
            ["result_class.id"],
            name=op.f("fk_official_response_result_class_id_result_class"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_response")),
        sa.UniqueConstraint("answer_group_id", name=op.f("uq_official_response_answer_group_id")),
    )

    with op.batch_alter_table("official_response", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_official_response_result_class_id"), ["result_class_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_official_response_state"), ["state"], unique=False)

    op.create_table(
        "response_act",
        sa.Column("official_response_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("is_own_work", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_response_id"],
            ["official_response.id"],
            name=op.f("fk_response_act_official_response_id_official_response"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_response_act_staff_member_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_act")),
    )

    with op.batch_alter_table("response_act", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_response_act_official_response_id"), ["official_response_id"], unique=False
        )

    op.create_table(
        "response_version",
        sa.Column("official_response_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["official_response_id"],
            ["official_response.id"],
            name=op.f("fk_response_version_official_response_id_official_response"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff_member.id"], name=op.f("fk_response_version_saved_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_version")),
        sa.UniqueConstraint(
            "official_response_id", "number", name=op.f("uq_response_version_official_response_id_number")
        ),
    )

    op.create_table(
        "revision",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("draft_section_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_revision_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["draft_section_id"],
            ["draft_section.id"],
            name=op.f("fk_revision_draft_section_id_draft_section"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_revision_made_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["staff_member.id"], name=op.f("fk_revision_removed_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_revision_draft_section_id"), ["draft_section_id"], unique=False)

    op.create_table(
        "opinion_flag",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["staff_member.id"], name=op.f("fk_opinion_flag_lifted_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_flag_opinion_id_opinion")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["staff_member.id"], name=op.f("fk_opinion_flag_raised_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_flag")),
    )

    with op.batch_alter_table("opinion_flag", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opinion_flag_kind_lifted_at"), ["kind", "lifted_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_opinion_flag_opinion_id_lifted_at"), ["opinion_id", "lifted_at"], unique=False
        )

    op.create_table(
        "revision_group",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("answer_group_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_group_id"],
            ["answer_group.id"],
            name=op.f("fk_revision_group_answer_group_id_answer_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_revision_group_revision_id_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_group")),
        sa.UniqueConstraint(
            "revision_id", "answer_group_id", name=op.f("uq_revision_group_revision_id_answer_group_id")
        ),
    )

    with op.batch_alter_table("revision_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_revision_group_answer_group_id"), ["answer_group_id"], unique=False
        )

    op.create_table(
        "summary_quotation",
        sa.Column("answer_group_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "start_at >= 0 AND start_at < end_at", name=op.f("ck_summary_quotation_is_a_passage")
        ),
        sa.ForeignKeyConstraint(
            ["answer_group_id"],
            ["answer_group.id"],
            name=op.f("fk_summary_quotation_answer_group_id_answer_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_summary_quotation_opinion_id_opinion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_quotation")),
    )

    with op.batch_alter_table("summary_quotation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_summary_quotation_answer_group_id_position"),
            ["answer_group_id", "position"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_summary_quotation_opinion_id"), ["opinion_id"], unique=False)

    with op.batch_alter_table("opinion", schema=None) as batch_op:
        # The form keeps its own limit; a letter that staff type in may be longer.
        batch_op.drop_constraint(batch_op.f("ck_opinion_submitted_wording_fits"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_opinion_submitted_wording_fits"),
            "submission_id IS NULL OR length(wording) BETWEEN 1 AND 20000",
        )
        batch_op.add_column(sa.Column("about_section_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("about_passage", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("split_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("part_start", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("part_end", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("superseded_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("answer_group_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_opinion_about_section_id"), ["about_section_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_answer_group_id"), ["answer_group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_split_from_id"), ["split_from_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_opinion_split_from_id_opinion"), "opinion", ["split_from_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_opinion_answer_group_id_answer_group"), "answer_group", ["answer_group_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_opinion_about_section_id_draft_section"),
            "draft_section",
            ["about_section_id"],
            ["id"],
        )


def downgrade() -> None:
    # An older program knows no other way of not counting an opinion. The wider limit stays: a longer letter is kept.
    op.execute("UPDATE opinion SET withdrawn_at = superseded_at WHERE withdrawn_at IS NULL")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_opinion_about_section_id_draft_section"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_opinion_answer_group_id_answer_group"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_opinion_split_from_id_opinion"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_opinion_split_from_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_answer_group_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_about_section_id"))
        batch_op.drop_column("answer_group_id")
        batch_op.drop_column("superseded_at")
        batch_op.drop_column("part_end")
        batch_op.drop_column("part_start")
        batch_op.drop_column("split_from_id")
        batch_op.drop_column("about_passage")
        batch_op.drop_column("about_section_id")

    with op.batch_alter_table("summary_quotation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_summary_quotation_opinion_id"))
        batch_op.drop_index(batch_op.f("ix_summary_quotation_answer_group_id_position"))

    op.drop_table("summary_quotation")

    with op.batch_alter_table("revision_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_group_answer_group_id"))

    op.drop_table("revision_group")

    with op.batch_alter_table("opinion_flag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_flag_opinion_id_lifted_at"))
        batch_op.drop_index(batch_op.f("ix_opinion_flag_kind_lifted_at"))

    op.drop_table("opinion_flag")

    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_draft_section_id"))
        batch_op.drop_index(batch_op.f("ix_revision_consultation_id"))

    op.drop_table("revision")

    op.drop_table("response_version")

    with op.batch_alter_table("response_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_act_official_response_id"))

    op.drop_table("response_act")

    with op.batch_alter_table("official_response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_official_response_state"))
        batch_op.drop_index(batch_op.f("ix_official_response_result_class_id"))

    op.drop_table("official_response")

    with op.batch_alter_table("internal_remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_internal_remark_answer_group_id"))

    op.drop_table("internal_remark")

    with op.batch_alter_table("answer_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_group_division_id"))

    op.drop_table("answer_group")
