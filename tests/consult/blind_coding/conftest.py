"""A coder at work: opens a sampled opinion, ticks, sends the form as a browser would."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from consult.models import BlindCode, SampledOpinion
from tests import factories
from tests.pages import Page


@dataclass
class Coder:
    """One person's browser; a form opened once may be sent later, or twice."""

    client: FlaskClient

    def overview(self) -> Page:
        return Page(self.client.get("/staff/blind-coding"))

    def open(self, sampled_id: int) -> Page:
        return Page(self.client.get(f"/staff/blind-coding/{sampled_id}", follow_redirects=True))

    def code(self, sampled_id: int, *, page: Page | None = None, **ticked: Any) -> TestResponse:
        page = page or self.open(sampled_id)
        hidden = {
            box.attributes["name"]: box.attributes["value"] for box in page.root.all("input", type="hidden")
        }
        return self.client.post(f"/staff/blind-coding/{sampled_id}", data=hidden | ticked)

    def undo(self) -> TestResponse:
        form = self.overview().root.first("form", id="undo")
        return self.client.post(form.attributes["action"])


@pytest.fixture
def coder(staff_client: Callable[..., FlaskClient]) -> Coder:
    return Coder(staff_client(Role.OFFICIAL))


@pytest.fixture
def second_coder(staff_client: Callable[..., FlaskClient]) -> Coder:
    return Coder(staff_client(Role.DRAFTER))


@pytest.fixture
def third_coder(staff_client: Callable[..., FlaskClient]) -> Coder:
    return Coder(staff_client(Role.OFFICIAL, Role.DRAFTER))


@pytest.fixture
def admin(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.ADMIN)


@pytest.fixture
def sample(app: Flask) -> Iterator[list[int]]:
    """Three sampled opinions with suggestions that nobody may see; ids of the sample in its order."""
    with app.app_context():
        factories.make_plan()
        hearing = factories.make_hearing()
        rows = []
        for n in range(3):
            opinion = factories.make_opinion(
                hearing=hearing, position=n, wording=f"バスを{n}本ふやしてほしい。"
            )
            factories.make_tag(opinion=opinion, code="machi", probability=0.93)
            factories.make_tag(opinion=opinion, facet=Facet.PACKAGE, code="A", probability=0.93)
            factories.make_tagger_run(opinion=opinion, ranked_packages=["A", "B"])
            rows.append(factories.make_sampled_opinion(opinion=opinion))
        ids = [row.id for row in rows]
        db.session.commit()
    yield ids


def kept(app: Flask, sampled_id: int) -> list[BlindCode]:
    """Every answer ever given, also those taken back."""
    with app.app_context():
        codes = db.session.get_one(SampledOpinion, sampled_id).codes
        db.session.expunge_all()
        return codes


@pytest.fixture
def later(app: Flask) -> Callable[..., None]:
    """`later(minutes=11)`: the clock goes on."""

    def go_on(**passed: float) -> None:
        before = app.config["REHEARSAL_NOW"] or timedelta()
        app.config["REHEARSAL_NOW"] = before + timedelta(**passed)

    return go_on
