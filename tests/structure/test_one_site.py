"""Tests share one site: what one of them did to it, the next one must not meet."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from consult.accounts.attempts import SignInAttempts
from consult.extensions import db
from consult.jobs import queue
from consult.models import StaffMember
from tests import factories
from tests.one_site import REMEMBERED, OneSite
from tests.structure.routes import Doors, without_nonce

# Of Flask's extensions: they remember nothing of what was asked or sent (the limiter is reset).
OF_OTHERS = {"babel", "csrf", "limiter", "migrate", "security", "sqlalchemy"}


def test_all_that_the_site_remembers_between_requests_is_known(app: Flask) -> None:
    """Whoever keeps something more in `app.extensions` says in tests/one_site.py how it is at first."""
    assert set(app.extensions) <= REMEMBERED.keys() | OF_OTHERS


def test_what_a_test_changed_is_gone_afterwards(one_site: OneSite, app: Flask, migrated_folder: Path) -> None:
    at_first = first_page(app)
    with app.app_context():
        factories.make_staff_member()
        queue().ask_for_work()
        db.session.commit()
    app.config["IS_DEMO"], app.config["STRANGE"] = True, True
    assert first_page(app) != at_first
    Doors().open(app)
    app.extensions["sign_in_attempts"] = "worn out"

    one_site.make_as_new()
    one_site.lay_out(migrated_folder)

    assert first_page(app) == at_first
    assert "STRANGE" not in app.config
    assert isinstance(app.extensions["sign_in_attempts"], SignInAttempts)
    with app.app_context():
        assert db.session.scalars(select(StaffMember)).all() == []
        assert queue().huey.pending_count() == 0


def first_page(app: Flask) -> str:
    return without_nonce(app.test_client().get("/"))
