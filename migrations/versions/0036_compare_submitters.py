"""What alike submitters are found by is stored with them (R42): a digest of name and address, of e-mail, of telephone."""

import sqlalchemy as sa
from alembic import op

from consult.domain.same_person import Told, compared

revision = "0036"
down_revision = "0035"

BATCH = 1_000
COLUMNS = ("name_address_digest", "email_digest", "phone_digest")


def upgrade() -> None:
    for name in COLUMNS:
        column = sa.Column(name, sa.String(length=32), nullable=False, server_default="")
        op.add_column("submitter", column)
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    after = 0
    while rows := connection.execute(
        sa.text(
            "SELECT id, kind, name, address, email, phone FROM submitter WHERE id > :after ORDER BY id LIMIT :most"
        ),
        {"after": after, "most": BATCH},
    ).all():
        found = [(number, compared(Told(kind == "organisation", *typed))) for number, kind, *typed in rows]
        connection.execute(
            sa.text(
                "UPDATE submitter SET name_address_digest = :name_address, email_digest = :email, "
                "phone_digest = :phone WHERE id = :id"
            ),
            [{"id": number, **vars(digests)} for number, digests in found],
        )
        after = rows[-1][0]


def downgrade() -> None:
    with op.batch_alter_table("submitter") as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
