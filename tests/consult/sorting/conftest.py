"""A case with one long letter and two short ones, and who sorts them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories as make

LETTER = "バスを増やしてほしい。\n図書館を夜も開けてほしい。\n公園に木陰がほしい。"


@pytest.fixture
def case_id(app: Flask) -> int:
    """Opinions 1 (the letter), 2 and 3."""
    with app.app_context():
        consultation = make.make_consultation()
        for wording in (LETTER, "道の段差を直してほしい。", "はじめまして"):
            make.make_opinion(submission=make.make_submission(consultation=consultation), wording=wording)
        db.session.commit()
        return consultation.id


@pytest.fixture
def official(case_id: int, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)
