"""Coding rules, words, synonyms and places of topics that people add; withdrawn ones stay."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _create(
        "coding_rule",
        sa.Column("facet", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("strength", sa.String(length=32), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["coding_rule.id"], name=op.f("fk_coding_rule_replaces_id_coding_rule")
        ),
    )
    op.create_index(op.f("ix_coding_rule_facet_code"), "coding_rule", ["facet", "code"])
    _create(
        "added_word",
        sa.Column("surface", sa.String(length=100), nullable=False),
        sa.Column("reading", sa.String(length=100), nullable=False),
        one_in_force=["surface"],
    )
    _create(
        "added_synonym",
        sa.Column("variant", sa.String(length=100), nullable=False),
        sa.Column("stands_for", sa.String(length=100), nullable=False),
        one_in_force=["variant"],
    )
    _create(
        "topic_place",
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        one_in_force=["topic"],
    )


def downgrade() -> None:
    for table in ("topic_place", "added_synonym", "added_word", "coding_rule"):
        op.drop_table(table)


def _create(table: str, *own: sa.schema.SchemaItem, one_in_force: Sequence[str] = ()) -> None:
    op.create_table(
        table,
        *own,
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["staff_member.id"], name=op.f(f"fk_{table}_{column}_staff_member")
            )
            for column in ("added_by_id", "withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    if one_in_force:
        op.create_index(
            f"uq_{table}_in_force",
            table,
            list(one_in_force),
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
        )
