"""The register of hearings: bodies kept once, consent, follow-ups, attachments, agendas, desk notes, removal."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "agenda_template",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_template")),
        sa.UniqueConstraint("kind", name=op.f("uq_agenda_template_kind")),
    )
    op.create_table(
        "district",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("name", name=op.f("uq_district_name")),
    )
    op.create_table(
        "own_sector",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("sector", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_sector")),
        sa.UniqueConstraint("name", name=op.f("uq_own_sector_name")),
    )
    op.create_table(
        "desk_note",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("noted_on_typed", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("form_token", sa.String(length=64), nullable=True),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["staff_member.id"], name=op.f("fk_desk_note_registered_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["staff_member.id"], name=op.f("fk_desk_note_removed_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_note")),
        sa.UniqueConstraint("form_token", name=op.f("uq_desk_note_form_token")),
    )
    with op.batch_alter_table("desk_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_note_noted_on"), ["noted_on"], unique=False)

    op.create_table(
        "counterpart_merge",
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("hearing_ids", sa.JSON(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["counterpart.id"], name=op.f("fk_counterpart_merge_kept_id_counterpart")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["counterpart.id"], name=op.f("fk_counterpart_merge_merged_id_counterpart")
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_counterpart_merge_staff_member_id_staff_member"),
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["staff_member.id"], name=op.f("fk_counterpart_merge_undone_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counterpart_merge")),
    )
    with op.batch_alter_table("counterpart_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counterpart_merge_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_counterpart_merge_merged_id"), ["merged_id"], unique=False)

    op.create_table(
        "desk_note_link",
        sa.Column("desk_note_id", sa.Integer(), nullable=False),
        sa.Column("package_code", sa.String(length=16), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["desk_note_id"], ["desk_note.id"], name=op.f("fk_desk_note_link_desk_note_id_desk_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_note_link")),
    )
    with op.batch_alter_table("desk_note_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_note_link_desk_note_id"), ["desk_note_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_note_link_package_code"), ["package_code"], unique=False)

    op.create_table(
        "distinct_counterparts",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["counterpart.id"], name=op.f("fk_distinct_counterparts_first_id_counterpart")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["counterpart.id"], name=op.f("fk_distinct_counterparts_second_id_counterpart")
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_distinct_counterparts_staff_member_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_counterparts")),
    )
    with op.batch_alter_table("distinct_counterparts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distinct_counterparts_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_distinct_counterparts_second_id"), ["second_id"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["staff_member.id"], name=op.f("fk_follow_up_done_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], name=op.f("fk_follow_up_hearing_id_hearing")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["staff_member.id"], name=op.f("fk_follow_up_removed_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_follow_up_hearing_id"), ["hearing_id"], unique=False)

    op.create_table(
        "hearing_attachment",
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("stored_file_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("removal_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["staff_member.id"], name=op.f("fk_hearing_attachment_added_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["hearing.id"], name=op.f("fk_hearing_attachment_hearing_id_hearing")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"],
            ["staff_member.id"],
            name=op.f("fk_hearing_attachment_removed_by_id_staff_member"),
        ),
        sa.ForeignKeyConstraint(
            ["stored_file_id"],
            ["stored_file.id"],
            name=op.f("fk_hearing_attachment_stored_file_id_stored_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_attachment")),
    )
    with op.batch_alter_table("hearing_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_attachment_hearing_id"), ["hearing_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_hearing_attachment_stored_file_id"), ["stored_file_id"], unique=False
        )

    # Defaults below are for the rows that are there already.
    with op.batch_alter_table("counterpart", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_sector_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("reach", sa.String(length=32), nullable=False, server_default="unknown")
        )
        batch_op.add_column(sa.Column("district_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(batch_op.f("ix_counterpart_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_counterpart_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_counterpart_own_sector_id"), ["own_sector_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_counterpart_own_sector_id_own_sector"), "own_sector", ["own_sector_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_counterpart_district_id_district"), "district", ["district_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_counterpart_merged_into_id_counterpart"), "counterpart", ["merged_into_id"], ["id"]
        )

    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("consent", sa.String(length=32), nullable=False, server_default="unknown")
        )
        batch_op.add_column(sa.Column("materials", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("impression", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("shared_with", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("removed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("removal_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_hearing_consent"), ["consent"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_hearing_removed_by_id_staff_member"), "staff_member", ["removed_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_hearing_removed_by_id_staff_member"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_hearing_consent"))
        batch_op.drop_column("removal_reason")
        batch_op.drop_column("removed_by_id")
        batch_op.drop_column("removed_at")
        batch_op.drop_column("shared_with")
        batch_op.drop_column("impression")
        batch_op.drop_column("materials")
        batch_op.drop_column("consent")

    with op.batch_alter_table("counterpart", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_counterpart_merged_into_id_counterpart"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_counterpart_district_id_district"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_counterpart_own_sector_id_own_sector"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_counterpart_own_sector_id"))
        batch_op.drop_index(batch_op.f("ix_counterpart_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_counterpart_district_id"))
        batch_op.drop_column("version")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("district_id")
        batch_op.drop_column("reach")
        batch_op.drop_column("own_sector_id")

    with op.batch_alter_table("hearing_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_attachment_stored_file_id"))
        batch_op.drop_index(batch_op.f("ix_hearing_attachment_hearing_id"))

    op.drop_table("hearing_attachment")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_hearing_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_due_on"))

    op.drop_table("follow_up")
    with op.batch_alter_table("distinct_counterparts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distinct_counterparts_second_id"))
        batch_op.drop_index(batch_op.f("ix_distinct_counterparts_first_id"))

    op.drop_table("distinct_counterparts")
    with op.batch_alter_table("desk_note_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_note_link_package_code"))
        batch_op.drop_index(batch_op.f("ix_desk_note_link_desk_note_id"))

    op.drop_table("desk_note_link")
    with op.batch_alter_table("counterpart_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counterpart_merge_merged_id"))
        batch_op.drop_index(batch_op.f("ix_counterpart_merge_kept_id"))

    op.drop_table("counterpart_merge")
    with op.batch_alter_table("desk_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_note_noted_on"))

    op.drop_table("desk_note")
    op.drop_table("own_sector")
    op.drop_table("district")
    op.drop_table("agenda_template")
