"""地区 and 市の区分: the city's own words, in its own order; what is in use is never lost."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Role, Sector
from consult.extensions import db
from consult.models import Counterpart, District, OwnSector
from tests import factories
from tests.pages import Page

DISTRICTS, ADD = "/staff/settings/districts", "/staff/settings/lists/districts"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def names(client: FlaskClient) -> list[str]:
    page = Page(client.get(DISTRICTS))
    rows = page.rows("地区")[1:] if page.root.all("table") else []
    return [row[0].split(" ")[0].removesuffix("名称を直す") for row in rows]


def added(client: FlaskClient, *words: str) -> None:
    for word in words:
        assert client.post(ADD, data={"name": word}).status_code == 303


def entry_id(app: Flask, name: str) -> int:
    with app.app_context():
        return db.session.scalars(select(District.id).where(District.name == name)).one()


def test_words_are_added_in_order_moved_and_renamed(app: Flask, official: FlaskClient) -> None:
    added(official, "みどり", "あおば", "さんかく")
    official.post(f"{ADD}/{entry_id(app, 'さんかく')}", data={"act": "up"})
    assert names(official)[1].startswith("さんかく")
    official.post(f"{ADD}/{entry_id(app, 'みどり')}", data={"act": "up"})
    assert names(official)[0].startswith("みどり"), "the first stays the first"
    number = entry_id(app, "みどり")
    renamed = {
        "act": "rename",
        f"entry-{number}-name": "みどりが丘",
        f"entry-{number}-seen": "みどり",
    }
    assert official.post(f"{ADD}/{number}", data=renamed).status_code == 303
    assert names(official)[0].startswith("みどりが丘")


def test_a_colleague_s_newer_name_is_not_overwritten_unseen(app: Flask, official: FlaskClient) -> None:
    added(official, "みどり")
    number = entry_id(app, "みどり")
    address, prefix = f"{ADD}/{number}", f"entry-{number}-"
    official.post(address, data={"act": "rename", f"{prefix}name": "若葉", f"{prefix}seen": "みどり"})
    late = official.post(address, data={"act": "rename", f"{prefix}name": "青葉", f"{prefix}seen": "みどり"})
    assert late.status_code == 422
    assert "いまの名称は「若葉」、入力した名称は「青葉」" in " ".join(Page(late).errors)
    assert Page(late).hidden(f"{prefix}seen") == "若葉", "saving again is a choice"


@pytest.mark.parametrize("typed", ["", "　", "みどり", "あ" * 101, "二\n行"])
def test_a_word_that_is_blank_taken_or_too_long_is_refused_with_a_reason(
    official: FlaskClient, typed: str
) -> None:
    added(official, "みどり")
    refused = official.post(ADD, data={"name": typed})
    assert refused.status_code == 422 and len(Page(refused).errors) == 1


def test_a_retired_word_stays_with_those_that_have_it_and_is_offered_no_more(
    app: Flask, official: FlaskClient
) -> None:
    added(official, "みどり")
    number = entry_id(app, "みどり")
    with app.app_context():
        has_it = factories.make_counterpart(district_id=number).id
        has_not = factories.make_counterpart().id
        db.session.commit()
    assert official.post(f"{ADD}/{number}", data={"act": "retire"}).status_code == 303
    assert official.post(f"{ADD}/{number}", data={"act": "retire"}).status_code == 409

    def offered(body_id: int) -> list[str]:
        page = Page(official.get(f"/staff/counterparts/{body_id}/edit"))
        return [option.text for option in page.field("地区").all("option")]

    assert offered(has_it) == ["記入なし", "みどり"] and offered(has_not) == ["記入なし"]
    with app.app_context():
        assert db.session.get_one(Counterpart, has_it).district_id == number
    assert official.post(f"{ADD}/{number}", data={"act": "put_back"}).status_code == 303
    assert offered(has_not) == ["記入なし", "みどり"]


def test_an_own_sector_lies_within_one_sector(app: Flask, official: FlaskClient) -> None:
    answer = official.post(
        "/staff/settings/lists/own-sectors", data={"name": "子育て団体", "sector": "citizens"}
    )
    assert answer.location == "/staff/settings/own-sectors"
    with app.app_context():
        assert db.session.scalars(select(OwnSector)).one().sector is Sector.CITIZENS
    assert (
        official.post(
            "/staff/settings/lists/own-sectors", data={"name": "誰か", "sector": "unknown"}
        ).status_code
        == 422
    )


def test_there_are_two_lists_and_no_other_act(app: Flask, official: FlaskClient) -> None:
    added(official, "みどり")
    assert official.post("/staff/settings/lists/x", data={"name": "あ"}).status_code == 404
    assert official.post(f"{ADD}/{entry_id(app, 'みどり')}", data={"act": "delete"}).status_code == 400
