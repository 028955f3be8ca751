"""Officials hear when opinions of a version are read otherwise now than when it was released (decision 0166)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.vocabulary import Facet, LinkKind, Role
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import LinkDecision, Opinion, Publication, Review
from consult.publication import readings
from tests import factories
from tests.consult.publication.rounds import WORDS, answered_group, ended_consultation, release, send
from tests.query_counting import counted_queries


@pytest.fixture
def version(database: None) -> Publication:
    """Three opinions: one read as a theme and a package, one linked to a passage, one neither."""
    case = ended_consultation()
    read, linked, _ = send(case, WORDS, group=answered_group(case))
    factories.make_review(opinion=read, confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: ["A"]})
    factories.make_link_decision(opinion=linked, target=passage(1))
    return release(case)


def passage(number: int) -> LinkTarget:
    return LinkTarget(LinkKind.PASSAGE, 1, "s1", number, "バスを一日六本にします。")


def opinions() -> list[Opinion]:
    return list(db.session.scalars(select(Opinion).order_by(Opinion.id)))


def read_anew(**confirmed: list[str]) -> None:
    db.session.scalars(select(Review)).one().is_current = False
    db.session.flush()
    codes = {Facet(name): each for name, each in confirmed.items()}
    factories.make_review(opinion=opinions()[0], confirmed=codes)


def test_nothing_is_read_otherwise_right_after_a_release(version: Publication) -> None:
    assert not readings.have_changed(version)


def test_who_decides_the_same_again_reads_nothing_otherwise(version: Publication) -> None:
    read_anew(theme=["machi"], package=["A"])
    assert not readings.have_changed(version)


@pytest.mark.parametrize("confirmed", [["A", "B"], ["B"], []])
def test_a_package_more_another_one_or_none_is_read_otherwise(
    version: Publication, confirmed: list[str]
) -> None:
    read_anew(theme=["machi"], package=confirmed)
    assert readings.have_changed(version)


def test_a_link_taken_back_is_read_otherwise(version: Publication) -> None:
    db.session.scalars(select(LinkDecision)).one().undone_at = clock.now()
    assert readings.have_changed(version)


def test_a_link_more_is_read_otherwise(version: Publication) -> None:
    factories.make_link_decision(opinion=opinions()[2], target=passage(2))
    assert readings.have_changed(version)


def test_what_is_decided_about_an_opinion_that_is_not_of_the_version_changes_nothing(
    version: Publication,
) -> None:
    other = factories.make_opinion()
    factories.make_review(opinion=other, confirmed={Facet.PACKAGE: ["A"]})
    factories.make_link_decision(opinion=other, target=passage(1))
    assert not readings.have_changed(version)


def test_the_officials_page_asks_no_more_queries_for_a_larger_round(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        rounds = []
        for size in (1, 6):
            case = ended_consultation()
            for _ in range(size):
                for opinion in send(case, WORDS, group=answered_group(case)):
                    factories.make_review(opinion=opinion, confirmed={Facet.PACKAGE: ["A"]})
                    factories.make_link_decision(opinion=opinion, target=passage(1))
            release(case)
            rounds.append(case.id)
    client, counts = staff_client(Role.APPROVER), []
    for case_id in rounds:
        with counted_queries() as queries:
            assert client.get(f"/staff/consultations/{case_id}/results").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
