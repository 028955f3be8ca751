"""The strategy as data."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "basic_goal",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=100), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_ruby", sa.JSON(), nullable=False),
        sa.Column("title_variants", sa.JSON(), nullable=False),
        sa.Column("catch", sa.Text(), nullable=True),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basic_goal")),
        sa.UniqueConstraint("number", name=op.f("uq_basic_goal_number")),
    )
    op.create_table(
        "plan_edition",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("concept", sa.Text(), nullable=True),
        sa.Column("goals_intro", sa.Text(), nullable=True),
        sa.Column("system_description", sa.Text(), nullable=True),
        sa.Column("system_columns", sa.JSON(), nullable=False),
        sa.Column("stance_page", sa.Integer(), nullable=True),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("stance_principles", sa.JSON(), nullable=False),
        sa.Column("stance_examples", sa.JSON(), nullable=False),
        sa.Column("kpi_definition", sa.Text(), nullable=True),
        sa.Column("kpi_columns", sa.JSON(), nullable=False),
        sa.Column("review_title", sa.Text(), nullable=True),
        sa.Column("review_page", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edition")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_edition_code")),
    )
    op.create_table(
        "plan_period",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("start_year", sa.Integer(), nullable=False),
        sa.Column("end_year", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_period")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_period_code")),
    )
    op.create_table(
        "population_direction",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_direction")),
        sa.UniqueConstraint("code", name=op.f("uq_population_direction_code")),
    )
    op.create_table(
        "population_figure",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("value_text", sa.String(length=100), nullable=True),
        sa.Column("is_approximate", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_figure")),
        sa.UniqueConstraint("code", name=op.f("uq_population_figure_code")),
    )
    op.create_table(
        "population_scenario",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("legend", sa.String(length=200), nullable=True),
        sa.Column("natural", sa.Text(), nullable=True),
        sa.Column("natural_before_revision", sa.Text(), nullable=True),
        sa.Column("social", sa.Text(), nullable=True),
        sa.Column("is_target", sa.Boolean(), nullable=False),
        sa.Column("target_text", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_scenario")),
        sa.UniqueConstraint("code", name=op.f("uq_population_scenario_code")),
    )
    op.create_table(
        "population_vision",
        sa.Column("narrative", sa.JSON(), nullable=False),
        sa.Column("charts_without_values", sa.JSON(), nullable=False),
        sa.Column("support_ratio_label", sa.Text(), nullable=True),
        sa.Column("support_ratio_unit", sa.String(length=32), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_population_vision_one_city_per_folder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_vision")),
    )
    op.create_table(
        "priority_model",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("credit", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_model")),
        sa.UniqueConstraint("code", name=op.f("uq_priority_model_code")),
    )
    op.create_table(
        "strategy",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("municipality", sa.String(length=100), nullable=False),
        sa.Column("prefecture", sa.String(length=100), nullable=True),
        sa.Column("municipality_code", sa.String(length=16), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("promotion_stance", sa.Text(), nullable=True),
        sa.Column("promotion_approach", sa.Text(), nullable=True),
        sa.Column("progress_management", sa.Text(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_strategy_one_city_per_folder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy")),
    )
    op.create_table(
        "support_ratio_point",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_ratio_point")),
        sa.UniqueConstraint("year", name=op.f("uq_support_ratio_point_year")),
    )
    op.create_table(
        "theme",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("code", name=op.f("uq_theme_code")),
    )
    op.create_table(
        "timeline_step",
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("group_heading", sa.Text(), nullable=True),
        sa.Column("row_name", sa.Text(), nullable=True),
        sa.Column("period", sa.String(length=100), nullable=True),
        sa.Column("start_month", sa.String(length=7), nullable=True),
        sa.Column("end_month", sa.String(length=7), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("role", sa.String(length=100), nullable=True),
        sa.Column("body", sa.String(length=200), nullable=True),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("count_value", sa.Integer(), nullable=True),
        sa.Column("count_qualifier", sa.String(length=32), nullable=True),
        sa.Column("count_unit", sa.String(length=32), nullable=True),
        sa.Column("count_basis", sa.String(length=32), nullable=True),
        sa.Column("submitters_value", sa.Integer(), nullable=True),
        sa.Column("submitters_unit", sa.String(length=32), nullable=True),
        sa.Column("opinions_value", sa.Integer(), nullable=True),
        sa.Column("opinions_unit", sa.String(length=32), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["timeline_step.id"],
            name=op.f("fk_timeline_step_parent_id_timeline_step"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_step")),
        sa.UniqueConstraint("code", name=op.f("uq_timeline_step_code")),
    )
    with op.batch_alter_table("timeline_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timeline_step_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "vocabulary_term",
        sa.Column("surface", sa.String(length=100), nullable=False),
        sa.Column("reading", sa.String(length=100), nullable=False),
        sa.Column("same_as", sa.String(length=100), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary_term")),
        sa.UniqueConstraint("surface", name=op.f("uq_vocabulary_term_surface")),
    )
    op.create_table(
        "goal_result",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("achievements", sa.JSON(), nullable=False),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["plan_edition.id"], name=op.f("fk_goal_result_edition_id_plan_edition")
        ),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["basic_goal.id"], name=op.f("fk_goal_result_goal_id_basic_goal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_result")),
        sa.UniqueConstraint("edition_id", "goal_id", name=op.f("uq_goal_result_edition_id_goal_id")),
    )
    with op.batch_alter_table("goal_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_result_goal_id"), ["goal_id"], unique=False)

    op.create_table(
        "model_block",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("is_open_ended", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["priority_model.id"],
            name=op.f("fk_model_block_model_id_priority_model"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_block")),
    )
    with op.batch_alter_table("model_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_model_block_model_id"), ["model_id"], unique=False)

    op.create_table(
        "policy_package",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("predecessor_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_variants", sa.JSON(), nullable=False),
        sa.Column("group", sa.String(length=100), nullable=True),
        sa.Column("descriptions", sa.JSON(), nullable=False),
        sa.Column("includes", sa.Text(), nullable=True),
        sa.Column("excludes", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["plan_edition.id"], name=op.f("fk_policy_package_edition_id_plan_edition")
        ),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["basic_goal.id"], name=op.f("fk_policy_package_goal_id_basic_goal")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["policy_package.id"],
            name=op.f("fk_policy_package_predecessor_id_policy_package"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_package")),
        sa.UniqueConstraint("edition_id", "code", name=op.f("uq_policy_package_edition_id_code")),
    )
    with op.batch_alter_table("policy_package", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_package_goal_id"), ["goal_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_policy_package_predecessor_id"), ["predecessor_id"], unique=False
        )

    op.create_table(
        "reviewed_purpose",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("assessments", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["plan_edition.id"], name=op.f("fk_reviewed_purpose_edition_id_plan_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewed_purpose")),
    )
    with op.batch_alter_table("reviewed_purpose", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviewed_purpose_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "scenario_point",
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("value_text", sa.String(length=100), nullable=True),
        sa.Column("is_approximate", sa.Boolean(), nullable=False),
        sa.Column("versus_year", sa.Integer(), nullable=True),
        sa.Column("versus_percent", sa.Float(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["population_scenario.id"],
            name=op.f("fk_scenario_point_scenario_id_population_scenario"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_point")),
        sa.UniqueConstraint("scenario_id", "year", name=op.f("uq_scenario_point_scenario_id_year")),
    )
    op.create_table(
        "kpi",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=True),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=32), nullable=True),
        sa.Column("is_cumulative", sa.Boolean(), nullable=False),
        sa.Column("target_year", sa.Integer(), nullable=True),
        sa.Column("target_value", sa.Float(), nullable=True),
        sa.Column("target_text", sa.String(length=100), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["plan_edition.id"], name=op.f("fk_kpi_edition_id_plan_edition")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["basic_goal.id"], name=op.f("fk_kpi_goal_id_basic_goal")),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["policy_package.id"],
            name=op.f("fk_kpi_package_id_policy_package"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi")),
    )
    with op.batch_alter_table("kpi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kpi_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kpi_goal_id"), ["goal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kpi_package_id"), ["package_id"], unique=False)

    op.create_table(
        "measure",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"],
            ["policy_package.id"],
            name=op.f("fk_measure_package_id_policy_package"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_package_id"), ["package_id"], unique=False)

    op.create_table(
        "kpi_value",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("reporting_year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=True),
        sa.Column("reference_text", sa.String(length=100), nullable=True),
        sa.Column("increment", sa.Float(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kpi_id"], ["kpi.id"], name=op.f("fk_kpi_value_kpi_id_kpi"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_value")),
        sa.UniqueConstraint("kpi_id", "reporting_year", name=op.f("uq_kpi_value_kpi_id_reporting_year")),
    )


def downgrade() -> None:
    op.drop_table("kpi_value")
    op.drop_table("measure")
    op.drop_table("kpi")
    op.drop_table("scenario_point")
    op.drop_table("reviewed_purpose")
    op.drop_table("policy_package")
    op.drop_table("model_block")
    op.drop_table("goal_result")
    op.drop_table("vocabulary_term")
    op.drop_table("timeline_step")
    op.drop_table("theme")
    op.drop_table("support_ratio_point")
    op.drop_table("strategy")
    op.drop_table("priority_model")
    op.drop_table("population_vision")
    op.drop_table("population_scenario")
    op.drop_table("population_figure")
    op.drop_table("population_direction")
    op.drop_table("plan_period")
    op.drop_table("plan_edition")
    op.drop_table("basic_goal")
