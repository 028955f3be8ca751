"""効果検証 and 庁内照会: assessments of packages by divisions, inquiries with what is asked of whom, sheets that come back."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    _create_inquiries()
    _create_assessments()
    with op.batch_alter_table("kpi_entry") as batch_op:
        batch_op.add_column(sa.Column("import_batch_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_kpi_entry_import_batch_id_import_batch"),
            "import_batch",
            ["import_batch_id"],
            ["id"],
        )
        batch_op.create_index(batch_op.f("ix_kpi_entry_import_batch_id"), ["import_batch_id"])
    with op.batch_alter_table("import_batch") as batch_op:
        batch_op.add_column(sa.Column("inquiry_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_import_batch_inquiry_id_inquiry"), "inquiry", ["inquiry_id"], ["id"]
        )


def _create_inquiries() -> None:
    op.create_table(
        "inquiry",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_inquiry_created_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )
    op.create_table(
        "inquiry_item",
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=True),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kpi_id IS NOT NULL) + (package_id IS NOT NULL) = 1", name=op.f("ck_inquiry_item_asks_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_inquiry_item_division_id_division")
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiry.id"],
            name=op.f("fk_inquiry_item_inquiry_id_inquiry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_inquiry_item_kpi_id_kpi")),
        sa.ForeignKeyConstraint(
            ["package_id"], ["policy_package.id"], name=op.f("fk_inquiry_item_package_id_policy_package")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_item")),
        sa.UniqueConstraint("inquiry_id", "kpi_id", name=op.f("uq_inquiry_item_inquiry_id_kpi_id")),
        sa.UniqueConstraint(
            "inquiry_id",
            "package_id",
            "division_id",
            name=op.f("uq_inquiry_item_inquiry_id_package_id_division_id"),
        ),
    )
    for column in ("division_id", "kpi_id", "package_id"):
        op.create_index(op.f(f"ix_inquiry_item_{column}"), "inquiry_item", [column])


def _create_assessments() -> None:
    op.create_table(
        "package_assessment",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pace", sa.String(length=32), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("is_taken_back", sa.Boolean(), nullable=False),
        sa.Column("package_name", sa.String(length=200), nullable=False),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division.id"], name=op.f("fk_package_assessment_division_id_division")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_package_assessment_import_batch_id_import_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["policy_package.id"],
            name=op.f("fk_package_assessment_package_id_policy_package"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff_member.id"], name=op.f("fk_package_assessment_saved_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_assessment")),
        sa.UniqueConstraint(
            "package_id",
            "fiscal_year",
            "division_id",
            "version",
            name=op.f("uq_package_assessment_package_id_fiscal_year_division_id_version"),
        ),
    )
    for column in ("division_id", "import_batch_id"):
        op.create_index(op.f(f"ix_package_assessment_{column}"), "package_assessment", [column])


def downgrade() -> None:
    op.drop_table("package_assessment")
    with op.batch_alter_table("kpi_entry") as batch_op:
        batch_op.drop_index(batch_op.f("ix_kpi_entry_import_batch_id"))
        batch_op.drop_constraint(batch_op.f("fk_kpi_entry_import_batch_id_import_batch"), type_="foreignkey")
        batch_op.drop_column("import_batch_id")
    # The state before knows no such import; what came with it is gone with the table above, or stays as a KPI's value.
    op.execute("DELETE FROM import_batch WHERE kind = 'inquiry'")
    with op.batch_alter_table("import_batch") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_import_batch_inquiry_id_inquiry"), type_="foreignkey")
        batch_op.drop_column("inquiry_id")
    op.drop_table("inquiry_item")
    op.drop_table("inquiry")
