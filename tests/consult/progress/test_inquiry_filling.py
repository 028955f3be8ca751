"""One division for every item of an inquiry at a press: nothing is saved, and nothing that was typed is lost."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.extensions import db
from consult.models import Division, Inquiry, InquiryItem, Kpi, PolicyPackage
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

NEW = "/staff/analysis/progress/inquiries/new"
OWN, SECOND, KPI, OTHER = (
    "A 効果検証の担当課",
    "A 効果検証の担当課2",
    "KPI「路線バスの利用者数」",
    "B 効果検証の担当課",
)


@dataclass(frozen=True)
class City:
    """Two packages, of which A has a KPI, and two divisions."""

    a: int
    b: int
    kpi: int
    buses: str
    schools: str


@pytest.fixture
def city(app: Flask, kpi_id: int) -> City:
    with app.app_context():
        a, b = db.session.scalars(select(PolicyPackage.id).order_by(PolicyPackage.code)).all()
        buses, schools = (str(factories.make_division(name=name).id) for name in ("交通課", "学び課"))
        db.session.commit()
    return City(a, b, kpi_id, buses, schools)


def pressed(client: FlaskClient, act: str, address: str = NEW, **fields: str) -> Page:
    sent = {"title": "照会の途中", "fiscal_year": "2025", "due": "まだ", "version": "0"}
    answer = client.post(
        address, data=sent | {name.replace("_", "-"): text for name, text in fields.items()} | {"act": act}
    )
    page = Page(answer)
    assert answer.status_code == (422 if page.errors else 200)
    assert page.value("照会の名称") == "照会の途中" and page.value("回答の期限") == "まだ"
    return page


def values(page: Page) -> list[str]:
    return [page.value(label) for label in (OWN, SECOND, KPI, OTHER)]


def test_one_division_goes_to_every_item_and_nothing_is_saved(
    app: Flask, drafter: FlaskClient, city: City
) -> None:
    before = {f"package_{city.a}_1": city.schools, f"package_{city.a}_2": city.schools}
    page = pressed(drafter, "everywhere", everywhere=city.buses, **before)
    assert values(page) == [city.buses, "", city.buses, city.buses]
    assert "3項目に「交通課」を入れました。まだ保存していません。" in page.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Inquiry.id))) == 0


def test_only_items_that_are_still_empty_are_filled_when_asked_so(drafter: FlaskClient, city: City) -> None:
    chosen = {f"package_{city.a}_2": city.schools}
    page = pressed(drafter, "where-empty", everywhere=city.buses, **chosen)
    assert values(page) == ["", city.schools, city.buses, city.buses]
    full = {
        f"package_{city.a}_1": city.schools,
        f"package_{city.b}_1": city.schools,
        f"kpi_{city.kpi}": city.schools,
    }
    again = pressed(drafter, "where-empty", everywhere=city.buses, **full)
    assert values(again) == [city.schools, "", city.schools, city.schools]
    assert "空いている項目はありません。" in again.text


def test_the_kpis_of_one_package_take_its_own_division(drafter: FlaskClient, city: City) -> None:
    page = pressed(drafter, f"kpis-of-{city.a}", **{f"package_{city.a}_1": city.schools})
    assert values(page) == [city.schools, "", city.schools, ""]
    assert "AのKPIにも効果検証の課を入れる" in page.buttons
    assert "BのKPIにも効果検証の課を入れる" not in page.buttons, "it has none"


def test_without_a_division_to_fill_in_the_field_says_what_is_missing(
    drafter: FlaskClient, city: City
) -> None:
    for act in ("everywhere", "where-empty"):
        assert pressed(drafter, act, everywhere="999").errors == [
            "入れる担当課：入れる担当課を選んでください。"
        ]
    page = pressed(drafter, f"kpis-of-{city.a}")
    assert page.errors == [f"{OWN}：先に、効果検証の担当課を選んでください。"]
    assert values(pressed(drafter, "kpis-of-999")) == [""] * 4


def test_an_inquiry_that_is_out_is_filled_the_same_way(app: Flask, drafter: FlaskClient, city: City) -> None:
    with app.app_context():
        asked = InquiryItem(kpi=db.session.get_one(Kpi, city.kpi), division_id=int(city.schools))
        number = factories.make_inquiry(items=(asked,)).id
        db.session.commit()
    address = f"/staff/analysis/progress/inquiries/{number}/edit"
    page = pressed(drafter, "everywhere", address, everywhere=city.buses)
    assert values(page) == [city.buses, "", city.buses, city.buses]
    assert Page(drafter.get(address)).value(KPI) == city.schools


def test_enter_in_a_text_field_still_saves(drafter: FlaskClient, city: City) -> None:
    first = Page(drafter.get(NEW)).main.first("button")
    assert first.text == "保存する" and "name" not in first.attributes


def test_before_the_first_inquiry_a_package_is_proposed_to_who_judged_it_last(
    app: Flask, drafter: FlaskClient, city: City
) -> None:
    with app.app_context():
        package = db.session.get_one(PolicyPackage, city.a)
        for year, division, gone in (
            (2024, city.buses, False),
            (2025, city.schools, False),
            (2026, city.buses, True),
        ):
            factories.make_package_assessment(
                package=package,
                fiscal_year=year,
                division=db.session.get_one(Division, int(division)),
                is_taken_back=gone,
            )
        db.session.commit()
    assert values(Page(drafter.get(NEW))) == [city.schools, "", city.schools, ""]


def test_more_packages_need_no_more_queries(app: Flask, drafter: FlaskClient, city: City) -> None:
    def number() -> int:
        with counted_queries() as queries:
            pressed(drafter, "everywhere", everywhere=city.buses)
        with counted_queries() as more:
            drafter.get(NEW)
        return len(queries) + len(more)

    few = number()
    with app.app_context():
        first = db.session.get_one(PolicyPackage, city.a)
        for n in range(5):
            package = PolicyPackage(edition=first.edition, code=f"C{n}", name=f"架空{n}PJ", position=9 + n)
            db.session.add(package)
            db.session.flush()
            factories.make_kpi(package=package, name=f"架空の指標{n}")
            factories.make_package_assessment(package=package)
        db.session.commit()
    assert number() == few
