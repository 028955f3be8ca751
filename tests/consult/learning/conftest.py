"""A city with a plan and decisions, and a fit that takes no seconds."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from consult import learning_gateway
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.learning_gateway import Comparison
from nlp.agreement import Figure
from nlp.compare import FacetComparison
from tests import factories


@dataclass
class Fit:
    """What the next fits write, and what the comparison after them shows. `during` runs while it learns."""

    content: bytes = b"a learned tagger"
    labels: int = 0
    loss: float | None = None
    during: Callable[[], None] = lambda: None
    times: int = 0

    def write(self, _strategy: object, _lessons: object, path: Path) -> str:
        self.times += 1
        path.write_bytes(self.content)
        self.during()
        return hashlib.sha256(self.content).hexdigest()

    def compare(self, *_taggers: object) -> Comparison:
        if self.loss is None:
            return Comparison(self.labels)
        difference = Figure(-self.loss, -self.loss, -self.loss)
        rows = (
            FacetComparison("theme", 0.8, 0.8, Figure(0.0, 0.0, 0.0)),
            FacetComparison("package", 0.6, 0.6 - self.loss, difference),
        )
        return Comparison(self.labels, rows)

    def shows(self, *, loss: float, labels: int = 60) -> None:
        self.loss, self.labels = loss, labels


@pytest.fixture
def fit(monkeypatch: pytest.MonkeyPatch) -> Fit:
    instead = Fit()
    monkeypatch.setattr(learning_gateway, "fit", instead.write)
    monkeypatch.setattr(learning_gateway, "compared", instead.compare)
    return instead


@pytest.fixture
def city(app: Flask) -> Iterator[None]:
    """A plan, one decided opinion, one that waits."""
    with app.app_context():
        factories.make_plan()
        decided = factories.make_opinion(wording="バスを増やしてほしい。")
        factories.make_review(opinion=decided, confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: ["A"]})
        factories.make_opinion(wording="道を明るくしてほしい。")
        db.session.commit()
    yield
