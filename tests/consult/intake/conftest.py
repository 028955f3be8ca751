"""A citizen in front of an open consultation."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.consult.intake.citizen import Citizen, open_consultation


@pytest.fixture
def citizen(app: Flask, public_client: FlaskClient) -> Citizen:
    return Citizen(public_client, open_consultation(app))
