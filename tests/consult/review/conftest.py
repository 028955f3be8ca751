"""A reviewer at work: opens an opinion, ticks, sends the form as a browser would."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from tests import factories
from tests.pages import Page


@dataclass
class Reviewer:
    """`open` and `decide` as a person does; a form opened once may be sent later, or twice."""

    client: FlaskClient

    def open(self, opinion_id: int) -> Page:
        return Page(self.client.get(f"/staff/review/{opinion_id}"))

    def fields(self, page: Page) -> dict[str, Any]:
        """What the untouched form would send."""
        form = page.root.first("form", id="decide")
        sent: dict[str, Any] = {}
        for box in form.all("input"):
            kind, name = box.attributes.get("type", "text"), box.attributes["name"]
            if kind in ("checkbox", "radio"):
                if "checked" in box.attributes:
                    sent.setdefault(name, []).append(box.attributes["value"])
            else:
                sent[name] = box.attributes.get("value", "")
        return sent

    def decide(
        self, opinion_id: int, *, page: Page | None = None, query: str = "", **ticked: Any
    ) -> TestResponse:
        page = page or self.open(opinion_id)
        return self.client.post(f"/staff/review/{opinion_id}{query}", data=self.fields(page) | ticked)

    def undo(self, answer: TestResponse) -> TestResponse:
        """Press 取り消す on the page that the answer leads to."""
        page = Page(self.client.get(answer.location))
        return self.client.post(page.root.first("form", id="undo").attributes["action"])


@pytest.fixture
def reviewer(staff_client: Callable[..., FlaskClient]) -> Reviewer:
    return Reviewer(staff_client(Role.DRAFTER))


@pytest.fixture
def second_reviewer(staff_client: Callable[..., FlaskClient]) -> Reviewer:
    return Reviewer(staff_client(Role.OFFICIAL))


@pytest.fixture
def waiting(app: Flask) -> Iterator[list[int]]:
    """Three opinions that wait, the first with suggestions of a theme and a package; ids in the queue's order."""
    with app.app_context():
        factories.make_plan()
        hearing = factories.make_hearing()
        opinions = [factories.make_opinion(hearing=hearing, position=n) for n in range(3)]
        factories.make_tag(opinion=opinions[0], code="machi", probability=0.9)
        factories.make_tag(opinion=opinions[0], facet=Facet.PACKAGE, code="A", probability=0.55)
        ids = [opinion.id for opinion in opinions]
        db.session.commit()
    yield ids
