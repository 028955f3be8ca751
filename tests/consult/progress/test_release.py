"""Typed values on the citizens' pages: only what somebody published, with its years, and 速報値 said to be so."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AuditEvent, Kpi, KpiEntry
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

PAGES = "/staff/analysis/progress"
PUBLIC = "/strategy/packages/A"
CAPTION = "路線バスの利用者数の年度ごとの値"


@pytest.fixture
def two_years_after_the_period(app: Flask) -> None:
    app.config["REHEARSAL_NOW"] = datetime(2028, 6, 1, tzinfo=UTC)


def entry(**fields: str) -> dict[str, str]:
    return {"year": "2023", "value": "150", "reference": "R4", "note": "内輪の話", "version": "0"} | fields


def published(drafter: FlaskClient, year: int, *chosen: str, act: str = "publish") -> Page:
    sent = {"value": list(chosen), "act": act}
    return Page(drafter.post(f"{PAGES}/years/{year}/release", data=sent, follow_redirects=True))


def test_citizens_read_what_somebody_published_and_nothing_else(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    citizen = app.test_client()
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry())
    drafter.post(
        f"{PAGES}/kpis/{kpi_id}/entry", data=entry(year="2025", value="180", preliminary="preliminary")
    )
    assert "公表した実績値は、まだありません" in Page(citizen.get(PUBLIC)).text
    published(drafter, 2023, f"{kpi_id}-1")
    page = Page(citizen.get(PUBLIC))
    assert page.rows(CAPTION)[1:] == [["令和5(2023)年度", "150", "R4（2022）"]]
    assert "目標に近づいている" in page.text and "内輪の話" not in page.text
    published(drafter, 2025, f"{kpi_id}-1")
    page = Page(citizen.get(PUBLIC))
    assert [row[1] for row in page.rows(CAPTION)[1:]] == ["150", "値なし", "180（速報値）"]
    assert "80％" in page.text and "速報値による" in page.text and "200人（令和8(2026)年度）" in page.text


def test_a_correction_is_public_when_it_is_published_and_what_is_taken_back_no_more(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    citizen = app.test_client()
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry())
    published(drafter, 2023, f"{kpi_id}-1")
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(value="140", version="1"))
    assert Page(citizen.get(PUBLIC)).rows(CAPTION)[1][1] == "150"
    rows = Page(drafter.get(f"{PAGES}/years/2023/release")).rows("2023年度の値")
    assert rows[1][1] == "140人" and rows[1][3] == "直す前の値を公表中150人"
    late = drafter.post(f"{PAGES}/years/2023/release", data={"value": f"{kpi_id}-1", "act": "publish"})
    assert late.status_code == 409 and "ほかの人が値を直しました" in Page(late).text
    published(drafter, 2023, f"{kpi_id}-2")
    assert Page(citizen.get(PUBLIC)).rows(CAPTION)[1][1] == "140"
    published(drafter, 2023, f"{kpi_id}-2", act="withdraw")
    assert "公表した実績値は、まだありません" in Page(citizen.get(PUBLIC)).text
    published(drafter, 2023, f"{kpi_id}-2")
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry/take-back", data={"year": "2023", "version": "2"})
    assert "公表した実績値は、まだありません" in Page(citizen.get(PUBLIC)).text
    with app.app_context():
        acts = db.session.scalars(select(AuditEvent.action).where(AuditEvent.object_type == "kpi_entry"))
        assert list(acts).count(AuditAction.WITHDREW) == 2


def test_a_baseline_from_before_the_period_is_typed_published_and_said_to_be_outside_of_it(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    citizen = app.test_client()
    drafter.post(
        f"{PAGES}/kpis/{kpi_id}/entry", data=entry(year="2020", value="100", reference="H27国勢調査")
    )
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(value="150"))
    page = Page(drafter.get(f"{PAGES}/years/2023/release"))
    assert "令和2(2020)（計画期間外）" in page.text and "令和5(2023)（計画期間外）" not in page.text
    assert "この年度は計画期間" not in page.text
    outside = Page(drafter.get(f"{PAGES}/years/2020/release"))
    assert "計画期間（令和5(2023)年度から令和8(2026)年度まで）の外です" in outside.text
    assert outside.rows("2020年度の値")[1][1:3] == ["100人計画期間外", "H27国勢調査"]
    published(drafter, 2020, f"{kpi_id}-1")
    published(drafter, 2023, f"{kpi_id}-1")
    read = Page(citizen.get(PUBLIC))
    years = [row[0] for row in read.rows(CAPTION)[1:] if row[1] != "値なし"]
    assert years == ["令和2(2020)年度 計画期間外", "令和5(2023)年度"]
    assert "「計画期間外」は、この戦略の期間より前か後の年度です。" in read.text
    assert "50％" in read.text, "the latest value is judged, as ever"
    shown = Page(drafter.get(f"{PAGES}/kpis/{kpi_id}")).rows("路線バスの利用者数の年ごとの値")
    assert shown[1][0] == "令和2(2020)計画期間外"
    published(drafter, 2020, f"{kpi_id}-1", act="withdraw")
    assert "計画期間外" not in Page(citizen.get(PUBLIC)).text


@pytest.mark.usefixtures("two_years_after_the_period")
def test_a_final_value_that_comes_after_the_period_is_typed_with_the_others_and_published(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    address = f"{PAGES}/years/2027"
    assert "計画期間より前の基準の値や、後に届いた確定値も" in Page(drafter.get(address)).text
    typed = {f"kpi-{kpi_id}-value": "210", f"kpi-{kpi_id}-reference": "R8", f"kpi-{kpi_id}-version": "0"}
    assert drafter.post(address, data=typed).status_code == 303
    published(drafter, 2027, f"{kpi_id}-1")
    page = Page(app.test_client().get(PUBLIC))
    assert page.rows(CAPTION)[1:] == [["令和9(2027)年度 計画期間外", "210", "R8（2026）"]]
    assert "達成" in page.text
    assert drafter.get(f"{PAGES}/years/2028").status_code == 404, "no year beyond the next without a value"
    assert drafter.get(f"{PAGES}/checks/2027").status_code == 404, "only years of the strategy are checked"


def test_what_the_first_value_makes_public_is_told_before_the_act(drafter: FlaskClient, kpi_id: int) -> None:
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry())
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(year="2025"))
    address, told = f"{PAGES}/years/2025/release", "基準値：100人（令和2(2020)年度）"
    page = Page(drafter.get(address))
    assert told in page.text and "目標値：200人（令和8(2026)年度）" in page.text
    assert "はじめて公表すると、そのKPIの基準値、目標値、増減の向き、判定も" in page.text
    published(drafter, 2023, f"{kpi_id}-1")
    assert told not in Page(drafter.get(address)).text, "they are public already"


def test_nothing_chosen_is_said_and_a_year_without_values_offers_to_type_them(
    drafter: FlaskClient, kpi_id: int
) -> None:
    answer = drafter.post(f"{PAGES}/years/2023/release", data={"value": "x-1"})
    assert answer.status_code == 422 and "値を選んでください" in Page(answer).text
    assert "この年度に職員が入力した値はありません" in Page(answer).text
    assert drafter.get(f"{PAGES}/years/1999/release").status_code == 404


def test_the_final_value_follows_the_preliminary_one_though_it_is_the_same(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    first = entry(preliminary="preliminary")
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=first)
    page = Page(drafter.get(f"{PAGES}/kpis/{kpi_id}/entry?year=2023"))
    assert page.value("値の別") == "preliminary"
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(version="1"))
    assert [row[3] for row in Page(drafter.get(f"{PAGES}/kpis/{kpi_id}")).rows("値の履歴")[1:]] == [
        "150",
        "150（速報値）",
    ]
    with app.app_context():
        rows = db.session.scalars(select(KpiEntry.is_preliminary).order_by(KpiEntry.version)).all()
        assert rows == [True, False]


def test_the_citizens_pages_ask_as_often_however_many_values_are_published(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    def numbers() -> list[int]:
        found = []
        for address in (PUBLIC, f"{PAGES}/years/2023/release"):
            with counted_queries() as queries:
                assert drafter.get(address).status_code == 200
            found.append(len(queries))
        return found

    def more(years: range) -> None:
        with app.app_context():
            package = db.session.get_one(Kpi, kpi_id).package
            kpi = factories.make_kpi(package=package)
            for year in years:
                factories.make_kpi_entry(kpi=kpi, reporting_year=year, published_at=factories.NOW)
            db.session.commit()

    more(range(2023, 2024))
    few = numbers()
    for _ in range(3):
        more(range(2020, 2026))
    assert numbers() == few
