"""What people type about KPIs: settings and yearly values, each with its history; a KPI that the strategy drops is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("kpi", sa.Column("retired_at", sa.DateTime(), nullable=True))
    op.create_table(
        "kpi_setting",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=32), nullable=True),
        sa.Column("is_cumulative", sa.Boolean(), nullable=False),
        sa.Column("baseline_year", sa.Integer(), nullable=True),
        sa.Column("baseline_value", sa.Float(), nullable=True),
        sa.Column("baseline_reference", sa.String(length=100), nullable=False),
        sa.Column("target_year", sa.Integer(), nullable=True),
        sa.Column("target_value", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_kpi_setting_kpi_id_kpi")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff_member.id"], name=op.f("fk_kpi_setting_saved_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_setting")),
        sa.UniqueConstraint("kpi_id", "version", name=op.f("uq_kpi_setting_kpi_id_version")),
    )
    op.create_table(
        "kpi_entry",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("reporting_year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_taken_back", sa.Boolean(), nullable=False),
        sa.Column("kpi_name", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "value IS NOT NULL OR note <> '' OR is_taken_back", name=op.f("ck_kpi_entry_says_why_blank")
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_kpi_entry_kpi_id_kpi")),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff_member.id"], name=op.f("fk_kpi_entry_saved_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_entry")),
        sa.UniqueConstraint(
            "kpi_id", "reporting_year", "version", name=op.f("uq_kpi_entry_kpi_id_reporting_year_version")
        ),
    )


def downgrade() -> None:
    op.drop_table("kpi_entry")
    op.drop_table("kpi_setting")
    op.drop_column("kpi", "retired_at")
