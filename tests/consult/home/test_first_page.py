"""The citizens' first page: what is open now, and at most five ways on."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import ConsultationStage
from consult.extensions import db
from consult.home import queries
from tests import factories
from tests.pages import Page


@pytest.fixture
def on_the_tenth(app: Flask) -> None:
    app.config["REHEARSAL_NOW"] = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)


def added(app: Flask, **fields: object) -> None:
    with app.app_context():
        factories.make_consultation(**fields)
        db.session.commit()


@pytest.mark.usefixtures("on_the_tenth")
def test_an_open_case_tells_its_last_day_and_whom_it_asks(app: Flask, public_client: FlaskClient) -> None:
    added(app, title="素案への意見募集", eligibility="市内に住む方", closes_on=date(2026, 11, 30))
    text = Page(public_client.get("/")).main.text
    assert "素案への意見募集" in text
    assert "締切まであと20日" in text
    assert "令和8年11月30日(月) 23:59まで" in text
    assert "対象市内に住む方" in text


@pytest.mark.usefixtures("on_the_tenth")
@pytest.mark.parametrize(
    "fields",
    [
        {"stage": ConsultationStage.DRAFT},
        {"opens_on": date(2026, 11, 11)},
        {"opens_on": date(2026, 10, 1), "closes_on": date(2026, 11, 9)},
    ],
    ids=["not announced", "from tomorrow", "until yesterday"],
)
def test_a_case_that_takes_no_opinions_today_is_not_offered(
    app: Flask, public_client: FlaskClient, fields: dict[str, object]
) -> None:
    added(app, title="素案への意見募集", **fields)
    text = Page(public_client.get("/")).main.text
    assert "素案への意見募集" not in text
    assert "いま募集中の案件はありません。" in text


@pytest.mark.usefixtures("database")
def test_the_case_that_closes_first_stands_first() -> None:
    for day in (20, 12, 30):
        factories.make_consultation(title=f"{day}日まで", closes_on=date(2026, 11, day))
    cases = queries.open_cases(datetime(2026, 11, 12, tzinfo=UTC), date(2026, 11, 12))
    assert [(case.title, case.deadline) for case in cases] == [
        ("12日まで", "本日が締切"),
        ("20日まで", "締切まであと8日"),
        ("30日まで", "締切まであと18日"),
    ]


def test_beside_the_cards_at_most_five_links(public_client: FlaskClient) -> None:
    lists = Page(public_client.get("/")).main.all("ul")
    assert sum(len(each.all("a")) for each in lists) <= 5
