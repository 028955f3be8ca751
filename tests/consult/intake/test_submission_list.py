"""The submissions of a case as a list: found, filtered with counts, sorted, paged; nobody's name in it (TP2, TP7)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, Role, SubmitterKind
from consult.extensions import db
from consult.models import Submitter
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries


def send(case_id: int, wording: str, **fields: object) -> None:
    submission = factories.make_submission(consultation=None, channel=Channel.COMMITTEE)
    submission.consultation_id = case_id
    submission.channel = Channel.FORM
    for name, value in fields.items():
        setattr(submission, name, value)
    factories.make_opinion(submission=submission, wording=wording)


@pytest.fixture
def address(app: Flask) -> str:
    with app.app_context():
        case = factories.make_consultation()
        named = Submitter(kind=SubmitterKind.PERSON, name="架空花子", address="架空町9-9")
        send(case.id, "バスを増やしてほしい。", submitter=named)
        late = {"arrived_on": date(2026, 12, 3), "received_at": factories.NOW + timedelta(days=9)}
        send(case.id, "街灯がほしい。", channel=Channel.POST, is_late=True, **late)
        send(case.id, "公園の話です。", withdrawn_at=factories.NOW)
        send(case.id, "宣伝の文章。", set_aside_at=factories.NOW, signals=["too_fast"])
        send(case.id, "委員の意見。", channel=Channel.COMMITTEE)
        db.session.commit()
        return f"/staff/consultations/{case.id}/submissions"


@pytest.fixture
def drafter(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.DRAFTER)


def words(page: Page) -> list[str]:
    return [row[2] for row in page.rows("届いた提出")[1:]]


def test_figures_stand_apart_and_no_name_is_on_the_page(address: str, drafter: FlaskClient) -> None:
    page = Page(drafter.get(address))
    assert "1名/1件" in page.main.text
    assert "期限後 1件・取り下げ 1件・受付対象としなかった 1件" in page.main.text
    assert "委員意見 1名/1件" in page.main.text
    assert "花子" not in page.text and "架空町" not in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=late", ["街灯がほしい。"]),
        ("state=withdrawn", ["公園の話です。"]),
        ("state=set_aside", ["宣伝の文章。"]),
        ("state=signals", ["宣伝の文章。"]),
        ("channel=committee", ["委員の意見。"]),
        ("state=counted&channel=form", ["バスを増やしてほしい。"]),
        ("q=バス", ["バスを増やしてほしい。"]),
        # TP7: names find nothing.
        ("q=架空花子", []),
        ("sort=password&channel=<x>&state='", None),
    ],
)
def test_the_list_is_narrowed(
    address: str, drafter: FlaskClient, asked: str, found: list[str] | None
) -> None:
    page = Page(drafter.get(f"{address}?{asked}"))
    if found is None:
        assert len(words(page)) == 5
    elif found:
        assert words(page) == found
    else:
        assert "この条件に当てはまる提出はありません。" in page.main.text


def test_each_choice_says_how_many_it_would_list(address: str, drafter: FlaskClient) -> None:
    text = Page(drafter.get(address)).main.text
    assert "電子フォーム（3通）" in text and "期限後（1通）" in text
    assert "期限後（0通）" in Page(drafter.get(f"{address}?channel=form")).main.text


def test_the_newest_comes_first_and_a_heading_turns_the_order_round(
    address: str, drafter: FlaskClient
) -> None:
    assert words(Page(drafter.get(address)))[0] == "街灯がほしい。"
    assert words(Page(drafter.get(f"{address}?sort=received")))[-1] == "街灯がほしい。"


def test_fifty_submissions_cost_as_many_queries_as_one(
    app: Flask, address: str, drafter: FlaskClient
) -> None:
    drafter.get(address)
    with counted_queries() as few:
        drafter.get(address)
    with app.app_context():
        case_id = int(address.split("/")[3])
        for number in range(60):
            send(case_id, f"意見その{number}")
        db.session.commit()
    with counted_queries() as many:
        page = Page(drafter.get(address))
    assert len(words(page)) == 50
    assert len(many) == len(few)
