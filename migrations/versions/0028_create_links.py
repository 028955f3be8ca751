"""Links of opinions to measures, KPIs and passages: suggestions, and what people decide."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

IN_FORCE = sa.text("undone_at IS NULL")
PLACE = ["consultation_id", "section_key", "passage"]


def upgrade() -> None:
    op.create_table(
        "link_look",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("made_with", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_link_look_opinion_id_opinion"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_look")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_link_look_opinion_id")),
    )
    op.create_index(op.f("ix_link_look_made_with"), "link_look", ["made_with"])
    op.create_table(
        "link_suggestion",
        *_target(),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *_keys("link_suggestion", gone="CASCADE", of_opinion="CASCADE", of_case="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_suggestion")),
    )
    _indexes("link_suggestion")
    op.create_table(
        "link_decision",
        *_target(),
        sa.Column("target_text", sa.Text(), nullable=False),
        sa.Column("target_place", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("was_suggested", sa.Boolean(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("staff_member_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        *_keys("link_decision", gone="SET NULL", of_opinion=None, of_case=None),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_link_decision_revision_id_revision"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"],
            ["staff_member.id"],
            name=op.f("fk_link_decision_staff_member_id_staff_member"),
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["staff_member.id"], name=op.f("fk_link_decision_undone_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_decision")),
    )
    _indexes("link_decision")
    op.create_index(op.f("ix_link_decision_revision_id"), "link_decision", ["revision_id"])
    # One decision in force on each link (TW1).
    for name, columns in (("measure", ["measure_id"]), ("kpi", ["kpi_id"]), ("passage", PLACE)):
        op.create_index(
            f"uq_link_decision_{name}",
            "link_decision",
            ["opinion_id", *columns],
            unique=True,
            sqlite_where=IN_FORCE,
        )


def _target() -> list[sa.Column]:
    return [
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("kpi_id", sa.Integer(), nullable=True),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("section_key", sa.String(length=32), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
    ]


def _keys(
    table: str, *, gone: str, of_opinion: str | None, of_case: str | None
) -> list[sa.ForeignKeyConstraint]:
    """`gone`: what becomes of a row whose measure or KPI leaves the plan."""
    ways = {"opinion": of_opinion, "measure": gone, "kpi": gone, "consultation": of_case}
    return [
        sa.ForeignKeyConstraint(
            [f"{other}_id"], [f"{other}.id"], name=op.f(f"fk_{table}_{other}_id_{other}"), ondelete=way
        )
        for other, way in ways.items()
    ]


def _indexes(table: str) -> None:
    for columns in (["opinion_id"], ["measure_id"], ["kpi_id"], PLACE):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    op.drop_table("link_decision")
    op.drop_table("link_suggestion")
    op.drop_table("link_look")
