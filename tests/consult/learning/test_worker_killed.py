"""A real worker, killed without warning in the middle of a refit: the next one does it all, once."""

import os
import subprocess
import sys

from flask import Flask
from sqlalchemy import select

from consult import nlp_gateway
from consult.domain.vocabulary import Facet, RefitState
from consult.extensions import db
from consult.models import LearnedTagger, Refit
from tests import factories
from tests.consult.test_jobs import wait_until


def worker_of(app: Flask) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--follow-parent", str(os.getpid())]
    environment = {"CONSULT_DATA_DIR": str(app.config["DATA_DIR"]), "PATH": "/usr/bin:/bin"}
    return subprocess.Popen(command, env=environment)


def refit_is(app: Flask, state: RefitState, *, step: int) -> bool:
    with app.app_context():
        refit = db.session.scalars(select(Refit)).one()
        found = (refit.state, refit.step) == (state, step)
        db.session.rollback()
        return found


def test_a_killed_worker_is_followed_by_one_that_finishes(app: Flask) -> None:
    with app.app_context():
        factories.make_plan()
        # As many as take a second or two, so that the blow falls in the middle.
        for number in range(400):
            opinion = factories.make_opinion(
                wording=f"みずたまりの会に{number}人で行き、{number + 1}人で帰りました。"
            )
            factories.make_review(opinion=opinion, confirmed={Facet.PACKAGE: ["A"]} if number % 2 else {})
        factories.make_refit()
        db.session.commit()
    first = worker_of(app)
    try:
        wait_until(lambda: refit_is(app, RefitState.RUNNING, step=1))
    finally:
        first.kill()
        first.wait()
    second = worker_of(app)
    try:
        wait_until(lambda: refit_is(app, RefitState.DONE, step=3))
    finally:
        second.terminate()
        second.wait(30)
    with app.app_context():
        row = db.session.scalars(select(LearnedTagger)).one()
        assert db.session.scalars(select(Refit)).one().attempts == 2
        assert [path.name for path in (app.config["DATA_DIR"] / "models").glob("*.npz")] == [
            f"{row.digest}.npz"
        ]
        assert nlp_gateway.learned_file(row.digest).is_intact
