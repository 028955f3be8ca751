"""What a submitter may tell has its length in the database, too, for the columns that came with 0020 and the telephone (TU6)."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

MOST = {
    "phone": 50,
    "kana": 200,
    "organisation": 200,
    "representative": 200,
    "postal_code": 50,
    "district": 100,
    "class_detail": 200,
}


def upgrade() -> None:
    _refuse_too_long()
    with op.batch_alter_table("submitter") as batch_op:
        for column, most in MOST.items():
            name = batch_op.f(f"ck_submitter_{column}_fits")
            batch_op.create_check_constraint(name, f"length({column}) <= {most}")


def _refuse_too_long() -> None:
    """No form and no import lets such a row in; should there be one, a person shortens it: nothing is cut silently."""
    for column, most in MOST.items():
        rows = op.get_bind().execute(sa.text(f"SELECT id FROM submitter WHERE length({column}) > {most}"))
        if ids := [str(row.id) for row in rows]:
            raise RuntimeError(f"{column} of submitter {', '.join(ids)} is longer than {most} characters")


def downgrade() -> None:
    with op.batch_alter_table("submitter") as batch_op:
        for column in MOST:
            batch_op.drop_constraint(batch_op.f(f"ck_submitter_{column}_fits"), type_="check")
