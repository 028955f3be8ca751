"""Data of before the digests: every opinion gets its own, the sample goes on, and the way back loses nothing."""

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from consult import standing
from consult.domain.same_text import text_digest
from consult.extensions import db
from consult.models import Opinion, SampledOpinion
from tests import factories


def test_copies_are_found_among_opinions_of_before_and_all_stay_when_it_is_undone(app: Flask) -> None:
    with app.app_context():
        wordings = ["駅に屋根を。", "駅に　屋根を。", *(f"{n}つめの意見" for n in range(1_200))]
        opinions = [factories.make_opinion(wording=wording) for wording in wordings[:2]]
        hearing = opinions[0].hearing
        db.session.add_all(
            Opinion(
                source=opinions[0].source,
                hearing=hearing,
                position=1,
                wording=wording,
                created_at=factories.NOW,
            )
            for wording in wordings[2:]
        )
        drawn = factories.make_sampled_opinion(opinion=opinions[0]).opinion_id
        factories.make_blind_code(sampled=db.session.scalars(select(SampledOpinion)).one())
        db.session.commit()

        downgrade(revision="0010")
        with db.engine.connect() as connection:
            counted = [
                connection.scalar(text(f"SELECT count(*) FROM {table}"))
                for table in ("opinion", "sampled_opinion", "blind_code")
            ]
        assert counted == [1_202, 1, 1]
        upgrade()

        rows = db.session.execute(select(Opinion.wording, Opinion.text_digest).order_by(Opinion.id)).all()
        assert [row.wording for row in rows] == wordings
        assert all(row.text_digest == text_digest(row.wording) for row in rows)
        held = db.session.scalars(select(Opinion.id).where(standing.is_held()).order_by(Opinion.id)).all()
        assert held == [drawn, drawn + 1]
