"""Imports: staged files, which row became what, remembered columns. A committee's opinion may be about no consultation."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

SENT_TO = "consultation_id IS NOT NULL OR channel = 'committee'"
WITHOUT_A_CASE = "委員意見（案件なし）"


def upgrade() -> None:
    op.create_table(
        "remembered_column",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_column")),
        sa.UniqueConstraint("kind", "heading", name=op.f("uq_remembered_column_kind_heading")),
    )
    op.create_table(
        "import_batch",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["staff_member.id"], name=op.f("fk_import_batch_asked_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_import_batch_created_by_id_staff_member")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_import_batch_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["staff_member.id"], name=op.f("fk_import_batch_undone_by_id_staff_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("file_id", name=op.f("uq_import_batch_file_id")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_state"), ["state"], unique=False)

    op.create_table(
        "imported_row",
        sa.Column("import_batch_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(hearing_id IS NOT NULL) + (submission_id IS NOT NULL) = 1",
            name=op.f("ck_imported_row_became_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["hearing_id"], ["hearing.id"], name=op.f("fk_imported_row_hearing_id_hearing")
        ),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name=op.f("fk_imported_row_import_batch_id_import_batch"),
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_imported_row_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_row")),
    )
    with op.batch_alter_table("imported_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_row_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_row_hearing_id"), ["hearing_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_imported_row_import_batch_id"), ["import_batch_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_imported_row_submission_id"), ["submission_id"], unique=False)

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.alter_column("consultation_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_check_constraint(batch_op.f("ck_submission_sent_to_a_consultation"), SENT_TO)


def downgrade() -> None:
    op.drop_table("imported_row")
    op.drop_table("import_batch")
    op.drop_table("remembered_column")
    _give_every_submission_a_consultation()
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_submission_sent_to_a_consultation"), type_="check")
        batch_op.alter_column("consultation_id", existing_type=sa.Integer(), nullable=False)


def _give_every_submission_a_consultation() -> None:
    """No opinion is lost on the way down: what was about no consultation gets one that nobody announced."""
    connection = op.get_bind()
    free = "FROM submission WHERE consultation_id IS NULL"
    count, first = connection.execute(sa.text(f"SELECT count(*), min(received_at) {free}")).one()
    if count == 0:
        return
    connection.execute(
        sa.text(
            "INSERT INTO consultation (title, purpose, outline, eligibility, opens_on, closes_on, "
            "short_period_reason, contact, stage, version, created_at) "
            "VALUES (:title, '', '', '', :day, :day, '', '', 'draft', 1, :moment)"
        ),
        {"title": WITHOUT_A_CASE, "day": first[:10], "moment": first},
    )
    connection.execute(
        sa.text(
            "UPDATE submission SET consultation_id = (SELECT max(id) FROM consultation WHERE title = :title) "
            "WHERE consultation_id IS NULL"
        ),
        {"title": WITHOUT_A_CASE},
    )
