"""How opinions were read when results were released; versions that citizens read already keep what is confirmed now."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

NEWEST = "(SELECT max(id) FROM publication GROUP BY consultation_id)"
ANSWERED = f"""
    published_opinion AS answered
    JOIN opinion ON opinion.id = answered.opinion_id AND answered.outcome = 'answered'
        AND answered.publication_id IN {NEWEST}
"""
TAGS = f"""
    INSERT INTO published_reading (publication_id, opinion_id, facet, code, is_main)
    SELECT answered.publication_id, answered.opinion_id, tag_decision.facet, tag_decision.code, tag_decision.is_main
    FROM {ANSWERED}
    JOIN review ON review.opinion_id = answered.opinion_id AND review.is_current = 1
    JOIN tag_decision ON tag_decision.review_id = review.id AND tag_decision.outcome = 'confirmed'
        AND tag_decision.facet IN ('theme', 'package')
"""
LINKS = f"""
    INSERT INTO published_link (publication_id, opinion_id, kind, measure_id, kpi_id, consultation_id, section_key,
        passage, target_text, target_place)
    SELECT answered.publication_id, answered.opinion_id, link.kind, link.measure_id, link.kpi_id, link.consultation_id,
        link.section_key, link.passage, link.target_text, link.target_place
    FROM {ANSWERED}
    JOIN submission ON submission.id = opinion.submission_id
        AND submission.withdrawn_at IS NULL AND submission.set_aside_at IS NULL
    JOIN link_decision AS link ON link.opinion_id = answered.opinion_id AND link.undone_at IS NULL
        AND link.outcome = 'confirmed' AND coalesce(link.measure_id, link.kpi_id, link.consultation_id) IS NOT NULL
    WHERE opinion.withdrawn_at IS NULL AND opinion.superseded_at IS NULL
"""
ROAD = f"""
    SELECT answered.publication_id AS publication_id, submission.channel AS channel, coalesce(read_as.theme, '') AS theme,
        CASE WHEN read_as.packages > 1 THEN '*' ELSE coalesce(read_as.package, '') END AS package,
        coalesce(published_answer.class_label, '') AS class_label,
        coalesce(submitter.same_as_id, submitter.id) AS person
    FROM {ANSWERED}
    JOIN submission ON submission.id = opinion.submission_id
    JOIN submitter ON submitter.id = submission.submitter_id
    LEFT JOIN published_answer ON published_answer.id = answered.published_answer_id
    LEFT JOIN (
        SELECT publication_id, opinion_id,
            coalesce(max(CASE WHEN facet = 'theme' AND is_main THEN code END),
                min(CASE WHEN facet = 'theme' THEN code END)) AS theme,
            min(CASE WHEN facet = 'package' THEN code END) AS package,
            count(CASE WHEN facet = 'package' THEN 1 END) AS packages
        FROM published_reading GROUP BY publication_id, opinion_id
    ) AS read_as ON read_as.opinion_id = answered.opinion_id AND read_as.publication_id = answered.publication_id
"""
STEPS = (
    ("channel", "theme", "count(DISTINCT person)"),
    ("theme", "package", "NULL"),
    ("package", "class_label", "NULL"),
)


def upgrade() -> None:
    _of_opinion(
        "published_reading",
        sa.Column("facet", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
    )
    _create_links()
    _create_flows()
    for table, columns in (
        ("published_reading", ("publication_id", "facet", "code")),
        ("published_link", ("publication_id", "kind")),
        *((table, ("opinion_id",)) for table in ("published_reading", "published_link")),
        *(("published_link", (column,)) for column in ("measure_id", "kpi_id")),
    ):
        op.create_index(op.f("_".join(("ix", table, *columns))), table, columns)
    op.execute(TAGS)
    op.execute(LINKS)
    for step, (start, end, people) in enumerate(STEPS):
        op.execute(
            "INSERT INTO published_flow (publication_id, step, from_code, to_code, opinions, people) "
            f"SELECT publication_id, {step}, {start}, {end}, count(*), {people} FROM ({ROAD}) "
            f"GROUP BY publication_id, {start}, {end}"
        )


def _of_opinion(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        *(_key(table, column) for column in ("publication_id", "opinion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _key(table: str, column: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    other = column.removesuffix("_id")
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def _create_links() -> None:
    _of_opinion(
        "published_link",
        sa.Column("kind", sa.String(length=32), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=True)
            for name in ("measure_id", "kpi_id", "consultation_id")
        ),
        sa.Column("section_key", sa.String(length=32), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("target_text", sa.Text(), nullable=False),
        sa.Column("target_place", sa.Text(), nullable=False),
        *(_key("published_link", name, "SET NULL") for name in ("measure_id", "kpi_id")),
        _key("published_link", "consultation_id"),
    )


def _create_flows() -> None:
    op.create_table(
        "published_flow",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("from_code", sa.String(length=100), nullable=False),
        sa.Column("to_code", sa.String(length=100), nullable=False),
        sa.Column("opinions", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("published_flow", "publication_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_flow")),
        sa.UniqueConstraint(
            "publication_id",
            "step",
            "from_code",
            "to_code",
            name=op.f("uq_published_flow_publication_id_step_from_code_to_code"),
        ),
    )


def downgrade() -> None:
    for table in ("published_flow", "published_link", "published_reading"):
        op.drop_table(table)
