"""The blind sample of opinions, its codes, and the seconds that a review took."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    sampling = op.create_table(
        "blind_sampling",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_blind_sampling_one_city_per_folder")),
        sa.CheckConstraint(
            "share_percent BETWEEN 0 AND 100", name=op.f("ck_blind_sampling_share_is_a_percentage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_sampling")),
    )
    # Every installation draws by a key of its own: nobody can foresee which opinions it takes.
    op.bulk_insert(sampling, [{"id": 1, "key": secrets.token_hex(32), "share_percent": 5}])
    op.create_table(
        "sampled_opinion",
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(released_at IS NULL) = (release_reason IS NULL)",
            name=op.f("ck_sampled_opinion_a_release_says_why"),
        ),
        sa.CheckConstraint(
            "released_at IS NULL OR opens_at IS NOT NULL", name=op.f("ck_sampled_opinion_a_release_opens")
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
            name=op.f("fk_sampled_opinion_opinion_id_opinion"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"],
            ["staff_member.id"],
            name=op.f("fk_sampled_opinion_released_by_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_opinion")),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_sampled_opinion_opinion_id")),
    )
    with op.batch_alter_table("sampled_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sampled_opinion_opens_at"), ["opens_at"], unique=False)
    _create_blind_code()
    op.add_column("review", sa.Column("seconds_taken", sa.Integer(), nullable=True))


def _create_blind_code() -> None:
    op.create_table(
        "blind_code",
        sa.Column("sampled_opinion_id", sa.Integer(), nullable=False),
        sa.Column("staff_member_id", sa.Integer(), nullable=False),
        sa.Column("coder", sa.String(length=1), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("packages", sa.JSON(), nullable=False),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.Column("coded_at", sa.DateTime(), nullable=False),
        sa.Column("seconds_taken", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("coder IN ('a', 'b')", name=op.f("ck_blind_code_coder_is_a_or_b")),
        sa.ForeignKeyConstraint(
            ["sampled_opinion_id"],
            ["sampled_opinion.id"],
            name=op.f("fk_blind_code_sampled_opinion_id_sampled_opinion"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_member_id"], ["staff_member.id"], name=op.f("fk_blind_code_staff_member_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_code")),
    )
    with op.batch_alter_table("blind_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_blind_code_staff_member_id_coded_at"),
            ["staff_member_id", "coded_at"],
            unique=False,
        )
        for name, column in (("coder", "coder"), ("person", "staff_member_id")):
            batch_op.create_index(
                f"uq_blind_code_{name}",
                ["sampled_opinion_id", column],
                unique=True,
                sqlite_where=sa.text("undone_at IS NULL"),
            )


def downgrade() -> None:
    op.drop_column("review", "seconds_taken")
    op.drop_table("blind_code")
    op.drop_table("sampled_opinion")
    op.drop_table("blind_sampling")
