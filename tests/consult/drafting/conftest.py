"""A small plan, and clients of the roles that meet on the board."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories as make


@pytest.fixture
def plan(app: Flask) -> None:
    with app.app_context():
        make.make_plan()
        db.session.commit()


@pytest.fixture
def drafter(plan: None, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.DRAFTER)
