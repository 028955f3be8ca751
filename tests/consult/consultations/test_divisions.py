"""Divisions of the city: kept in 「設定」, chosen for members of staff and cases; a retired one stays where it stands."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import Division, StaffMember
from tests import factories
from tests.pages import Page

LIST = "/staff/settings/divisions"


def test_divisions_are_added_ordered_reworded_and_retired(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.ADMIN)
    for name in ("架空課", "見本課"):
        assert client.post(LIST, data={"name": name}).status_code == 303
    assert "もう登録されています" in Page(client.post(LIST, data={"name": "架空課"})).errors[0]
    client.post(f"{LIST}/2", data={"act": "up"})
    client.post(f"{LIST}/1", data={"act": "rename", "entry-1-name": "架空推進課", "entry-1-seen": "架空課"})
    rows = Page(client.get(LIST)).rows("担当課")[1:]
    assert [row[0].split()[0].removesuffix("名称を直す：") for row in rows] == ["見本課", "架空推進課"]
    client.post(f"{LIST}/1", data={"act": "retire"})
    with app.app_context():
        assert db.session.get_one(Division, 1).retired_at is not None
    assert client.post(f"{LIST}/2", data={"act": "sell"}).status_code == 400


def test_a_page_that_left_a_name_alone_takes_over_what_a_colleague_made_of_it(
    staff_client: Callable[..., FlaskClient],
) -> None:
    client = staff_client(Role.ADMIN)
    client.post(LIST, data={"name": "架空課"})
    client.post(f"{LIST}/1", data={"act": "rename", "entry-1-name": "架空推進課", "entry-1-seen": "架空課"})
    answer = client.post(
        f"{LIST}/1", data={"act": "rename", "entry-1-name": "架空課", "entry-1-seen": "架空課"}
    )
    assert answer.status_code == 422
    page = Page(answer)
    name, seen = page.value("「架空推進課」の新しい名称"), page.hidden("entry-1-seen")
    again = {"act": "rename", "entry-1-name": name, "entry-1-seen": seen}
    client.post(f"{LIST}/1", data=again)
    assert [row[0].split()[0] for row in Page(client.get(LIST)).rows("担当課")[1:]] == ["架空推進課"]


def test_a_member_of_staff_belongs_to_a_division_and_stays_signed_in(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    admin = staff_client(Role.ADMIN)
    with app.app_context():
        division, retired = factories.make_division(name="架空課"), factories.make_division(name="旧課")
        retired.retired_at = factories.NOW
        member = factories.make_staff_member()
        db.session.commit()
        where, chosen = f"/staff/accounts/{member.id}", division.id
    page = Page(admin.get(where))
    assert "旧課" not in page.field("担当課").text
    data = {"name": "職員", "roles": ["official"], "active": "y", "seen": page.hidden("seen")}
    assert admin.post(where, data=data | {"division": "9999"}).status_code == 422
    assert admin.post(where, data=data | {"division": str(chosen)}).status_code == 303
    with app.app_context():
        assert db.session.get_one(StaffMember, int(where.rpartition("/")[2])).division_id == chosen


def test_a_new_case_begins_with_the_division_of_whoever_makes_it(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    official = staff_client(Role.OFFICIAL)
    with app.app_context():
        division = factories.make_division(name="架空課")
        for member in db.session.query(StaffMember):
            member.division_id = division.id
        db.session.commit()
        chosen = str(division.id)
    options = Page(official.get("/staff/consultations/new")).field("担当課").all("option")
    assert [each.attributes["value"] for each in options if "selected" in each.attributes] == [chosen]
