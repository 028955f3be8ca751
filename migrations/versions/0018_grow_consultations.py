"""The notice of a case as the rules ask for it: methods, asked items, result classes, divisions, named acts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

# What cases that were made before had on every page of theirs; an announced one must stay complete.
STANDING = {
    "use_statement": "お名前・ご住所・メールアドレスは、ご意見の内容を確かめるためにだけ使い、公表しません。",
    "results_plan": "いただいたご意見の概要と市の考え方を、このページで公表します。",
    "reply_statement": "ご意見に個別の回答はしません。",
    "consideration_statement": "賛否の数ではなく、ご意見の内容を検討します。",
    "inspection_places": "このページで、いつでも読めます。",
}
ASKED = ("name", "address", "email")


def upgrade() -> None:
    op.create_table(
        "division",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
        sa.UniqueConstraint("name", name=op.f("uq_division_name")),
    )

    op.create_table(
        "accepted_method",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("directions", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_accepted_method_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_method")),
        sa.UniqueConstraint(
            "consultation_id", "channel", name=op.f("uq_accepted_method_consultation_id_channel")
        ),
    )

    op.create_table(
        "asked_item",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=32), nullable=False),
        sa.Column("demand", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_asked_item_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_item")),
        sa.UniqueConstraint("consultation_id", "item", name=op.f("uq_asked_item_consultation_id_item")),
    )

    op.create_table(
        "draft_file",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_draft_file_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_draft_file_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
    )

    with op.batch_alter_table("draft_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_file_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "result_class",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("disposition", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_result_class_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_class")),
        sa.UniqueConstraint(
            "consultation_id",
            "label",
            "disposition",
            name=op.f("uq_result_class_consultation_id_label_disposition"),
        ),
    )

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plain_text", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("deadline_rule", sa.String(length=32), nullable=False, server_default="arrival")
        )
        batch_op.add_column(sa.Column("use_statement", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("results_plan", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reply_statement", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("consideration_statement", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("inspection_places", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("division_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("submitter_unit", sa.String(length=10), nullable=False, server_default="名")
        )
        batch_op.add_column(sa.Column("retention_years", sa.Integer(), nullable=False, server_default="5"))
        batch_op.add_column(sa.Column("announced_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_early_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("closed_early_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("dropped_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("dropped_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_consultation_division_id_division"), "division", ["division_id"], ["id"]
        )

    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consultation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_import_batch_consultation_id_consultation"),
            "consultation",
            ["consultation_id"],
            ["id"],
        )

    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("division_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_staff_member_division_id_division"), "division", ["division_id"], ["id"]
        )
    _fill()


def _fill() -> None:
    op.execute(
        "INSERT INTO draft_file (id, consultation_id, file_id, title, position) "
        "SELECT id, consultation_id, file_id, title, position FROM draft_document"
    )
    op.drop_table("draft_document")
    connection = op.get_bind()
    said = ", ".join(f"{column} = :{column}" for column in STANDING)
    connection.execute(sa.text(f"UPDATE consultation SET {said}"), STANDING)
    op.execute("UPDATE consultation SET announced_at = created_at WHERE stage = 'announced'")
    op.execute(
        "INSERT INTO accepted_method (consultation_id, channel, position, directions) "
        "SELECT id, 'form', 1, '' FROM consultation"
    )
    for position, item in enumerate(ASKED, start=1):
        connection.execute(
            sa.text(
                "INSERT INTO asked_item (consultation_id, item, demand, position, reason) "
                "SELECT id, :item, 'optional', :position, '' FROM consultation"
            ),
            {"item": item, "position": position},
        )


def downgrade() -> None:
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
    op.create_index(op.f("ix_draft_document_consultation_id"), "draft_document", ["consultation_id"])
    op.execute(
        "INSERT INTO draft_document (id, consultation_id, file_id, title, position) "
        "SELECT id, consultation_id, file_id, title, position FROM draft_file"
    )
    with op.batch_alter_table("staff_member", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_staff_member_division_id_division"), type_="foreignkey")
        batch_op.drop_column("division_id")

    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_import_batch_consultation_id_consultation"), type_="foreignkey"
        )
        batch_op.drop_column("consultation_id")

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consultation_division_id_division"), type_="foreignkey")
        batch_op.drop_column("dropped_reason")
        batch_op.drop_column("dropped_at")
        batch_op.drop_column("closed_early_reason")
        batch_op.drop_column("closed_early_at")
        batch_op.drop_column("announced_at")
        batch_op.drop_column("retention_years")
        batch_op.drop_column("submitter_unit")
        batch_op.drop_column("division_id")
        batch_op.drop_column("inspection_places")
        batch_op.drop_column("consideration_statement")
        batch_op.drop_column("reply_statement")
        batch_op.drop_column("results_plan")
        batch_op.drop_column("use_statement")
        batch_op.drop_column("deadline_rule")
        batch_op.drop_column("plain_text")

    op.drop_table("result_class")

    with op.batch_alter_table("draft_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_file_consultation_id"))

    op.drop_table("draft_file")

    op.drop_table("asked_item")

    op.drop_table("accepted_method")

    op.drop_table("division")
