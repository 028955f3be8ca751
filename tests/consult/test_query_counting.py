"""The ground's own counter must be able to fail."""

from flask import Flask
from sqlalchemy import text

from consult.extensions import db
from tests.query_counting import counted_queries


def test_it_sees_every_statement_inside_the_block_and_none_outside(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("SELECT 0"))
        with counted_queries() as queries:
            db.session.execute(text("SELECT 1"))
            db.session.rollback()
            db.session.execute(text("SELECT 2"))
        db.session.execute(text("SELECT 3"))
    assert queries == ["SELECT 1", "SELECT 2"]
