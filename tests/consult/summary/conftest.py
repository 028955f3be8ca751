"""A case with three opinions, and who works on it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories as make

WORDINGS = ("バスを増やしてほしい。", "図書館を夜も開けてほしい。", "公園に木陰がほしい。")


@pytest.fixture
def case_id(app: Flask) -> int:
    with app.app_context():
        consultation = make.make_consultation()
        for wording in WORDINGS:
            make.make_opinion(submission=make.make_submission(consultation=consultation), wording=wording)
        db.session.commit()
        return consultation.id


@pytest.fixture
def official(case_id: int, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)
