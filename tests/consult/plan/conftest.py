"""Strategies for these tests: the shipped one, and a made-up town that shares nothing with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import LoadReport, load_strategy

MINATO = Path(__file__).parent / "minato.yaml"
Load = Callable[[Path | str], LoadReport]


@pytest.fixture
def load(app: Flask) -> Load:
    """Loads a file or text and commits, as the command does."""

    def loaded(given: Path | str) -> LoadReport:
        with app.app_context():
            report = load_strategy(given)
            db.session.commit()
            return report

    return loaded


@pytest.fixture
def shipped(load: Load) -> None:
    load(SHIPPED_STRATEGY)


@pytest.fixture
def reader(shipped: None, public_client: FlaskClient) -> FlaskClient:
    """A visitor of a site with the shipped strategy."""
    return public_client
