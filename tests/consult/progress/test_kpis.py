"""Behind 「分析」: KPIs at a glance, their values year by year with history, and what may be typed about them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.domain.vocabulary import AuditAction, KpiDirection
from consult.extensions import db
from consult.models import AuditEvent, Kpi, KpiEntry, KpiValue, PolicyPackage
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from consult.spreadsheets.csv_writing import read_own_csv
from consult.spreadsheets.reading import read_file
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

PAGES = "/staff/analysis/progress"


def entry(**fields: str) -> dict[str, str]:
    return {"year": "R7", "value": "150", "reference": "R6", "note": "", "version": "0"} | fields


def test_a_value_is_typed_and_stands_beside_its_target(drafter: FlaskClient, kpi_id: int) -> None:
    answer = drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(), follow_redirects=True)
    page = Page(answer)
    assert "2025年度の値を保存しました" in page.text
    row = next(row for row in page.rows("路線バスの利用者数の年ごとの値") if row[0] == "令和7(2025)")
    assert row[1:3] == ["150", "R6（2024）"]
    overview = Page(drafter.get(PAGES))
    row = overview.rows("KPIの一覧")[1]
    assert row[3].startswith("150人") and row[4:] == ["50％", "目標に近づいている"]


def test_missing_years_are_named_and_a_zero_is_a_value(drafter: FlaskClient, kpi_id: int) -> None:
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(year="2023", value="0", reference=""))
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(year="2024", value="", note="調査の年ではない"))
    rows = {row[0]: row for row in Page(drafter.get(f"{PAGES}/kpis/{kpi_id}")).rows("路線バス")}
    assert rows["令和5(2023)"][1:3] == ["0", "R5（2023）"]
    assert rows["令和6(2024)"][1:4] == ["値なし", "", "調査の年ではない"]
    assert rows["令和7(2025)"][1] == "値なし"
    by_year = Page(drafter.get(PAGES)).rows("年ごとの値")
    assert [cell[:3] for cell in by_year[1][1:4]] == ["0R5", "値なし", "値なし"]


def test_after_a_missing_year_nobody_says_how_much_a_running_total_grew_in_one(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        kpi = db.session.get_one(Kpi, kpi_id)
        factories.make_kpi_setting(kpi=kpi, version=2, is_cumulative=True)
        for year, value in ((2022, 5), (2023, 12), (2025, 30)):
            factories.make_kpi_entry(kpi=kpi, reporting_year=year, value=value)
        db.session.commit()
    rows = {row[0][-5:-1]: row for row in Page(drafter.get(f"{PAGES}/kpis/{kpi_id}")).rows("路線バス")[1:]}
    assert [rows[year][2] for year in ("2023", "2025")] == ["7", ""]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"value": "", "note": ""}, "実績値を入力するか、値がない理由を書いてください"),
        ({"value": "百五十"}, "数として読み取れません"),
        ({"value": "1.5"}, "このKPIの値は整数です"),
        ({"year": "昨年"}, "年度として読み取れません"),
        ({"year": "2090"}, "まだ来ていない年度です"),
        ({"reference": "国勢調査"}, "参照年は、値が実際に属する年から"),
        ({"reference": "R8"}, "報告する年度より後"),
    ],
)
def test_a_wrong_entry_keeps_what_was_typed_and_says_why(
    drafter: FlaskClient, kpi_id: int, sent: dict[str, str], message: str
) -> None:
    answer = drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(**sent))
    page = Page(answer)
    assert answer.status_code == 422
    assert any(message in error for error in page.errors)
    for label, name in (("報告する年度", "year"), ("実績値", "value"), ("参照年", "reference")):
        assert page.value(label) == entry(**sent)[name]


def test_a_kpi_of_which_nobody_said_how_many_places_it_has_takes_those_that_are_typed(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        package = db.session.get_one(Kpi, kpi_id).package
        bare = factories.make_kpi(package=package, name="正答率").id
        db.session.commit()
    for year, value in (("R6", "66.5"), ("R7", "70")):
        assert (
            drafter.post(f"{PAGES}/kpis/{bare}/entry", data=entry(year=year, value=value)).status_code == 303
        )
    shown = Page(drafter.get(f"{PAGES}/kpis/{bare}")).rows("正答率")[1:]
    assert {"66.5", "70.0"} <= {row[1] for row in shown}


def test_two_people_typing_one_year_see_both_values(app: Flask, drafter: FlaskClient, kpi_id: int) -> None:
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry())
    answer = drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(value="160"))
    page = Page(answer)
    assert answer.status_code == 409
    assert ["実績値", "150", "160"] in page.rows("保存済みの内容と")
    again = entry(value="160", version=page.hidden("version"))
    assert drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=again).status_code == 303
    history = Page(drafter.get(f"{PAGES}/kpis/{kpi_id}")).rows("値の履歴")
    assert [row[3] for row in history[1:]] == ["160", "150"]
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "kpi_entry")).all()
        assert [event.action for event in events] == [AuditAction.ADDED, AuditAction.CHANGED]


def test_taking_an_entry_back_gives_the_strategys_own_value(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        db.session.add(KpiValue(kpi_id=kpi_id, reporting_year=2025, value=140, reference="R6"))
        db.session.commit()
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry())
    page = Page(drafter.get(f"{PAGES}/kpis/{kpi_id}/entry?year=2025"))
    assert page.value("実績値") == "150"
    sent = {"year": "2025", "version": "1"}
    assert drafter.post(f"{PAGES}/kpis/{kpi_id}/entry/take-back", data=sent).status_code == 303
    page = Page(drafter.get(f"{PAGES}/kpis/{kpi_id}"))
    assert next(row for row in page.rows("路線バス") if row[0] == "令和7(2025)")[1] == "140"
    assert page.rows("値の履歴")[1][3] == "取り下げ"
    assert drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(version="2")).status_code == 303
    assert drafter.post(f"{PAGES}/kpis/{kpi_id}/entry/take-back", data=sent).status_code == 409


def test_what_a_kpi_is_measured_by_is_typed_with_its_history(drafter: FlaskClient, kpi_id: int) -> None:
    address = f"{PAGES}/kpis/{kpi_id}/terms"
    page = Page(drafter.get(address))
    assert page.value("基準値") == "100" and page.value("目標の年度") == "2026"
    sent = {
        "unit": "％",
        "decimals": "1",
        "direction": "down",
        "baseline_value": "１２．５％",
        "baseline_year": "令和2",
        "baseline_reference": "H27国勢調査",
        "target_value": "8",
        "target_year": "R8",
        "reason": "計画の見直し",
        "version": "1",
    }
    shown = Page(drafter.post(address, data=sent, follow_redirects=True))
    assert "12.5％" in shown.text and "8.0％" in shown.text and "減るほどよい" in shown.text
    assert "計画の見直し" in shown.rows("基準値・目標値などの履歴")[1]
    assert drafter.post(address, data=sent).status_code == 409
    wrong = Page(
        drafter.post(address, data=sent | {"version": "2", "baseline_year": "", "target_value": "少し"})
    )
    assert len(wrong.errors) == 2


def test_the_first_phase_stands_with_all_its_values(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        load_strategy(SHIPPED_STRATEGY)
        db.session.commit()
    page = Page(drafter.get(f"{PAGES}?edition=phase1"))
    rows = {row[0].partition("（")[0]: row for row in page.rows("年ごとの値")[1:]}
    assert len(rows) == 9
    assert rows["出生数"][1:] == ["2,562H26", "2,422H27", "2,343H28", "2,323H29", "2,134H30"]
    assert [cell.endswith("前と同じ") for cell in rows["15～24歳の転出超過数"][1:]] == [
        False,
        False,
        True,
        True,
        True,
    ]
    states = {row[0].partition("基本目標")[0]: row[5] for row in page.rows("KPIの一覧")[1:]}
    assert states["合計特殊出生率"] == "基準値より離れている"
    assert states["15～24歳の転出超過数"] == "達成"
    assert [row[0].endswith("減るほどよい") for row in page.rows("KPIの一覧")[1:]].count(True) == 1
    assert Page(drafter.get(f"{PAGES}?state=unknown")).main.text.count("判定できない（12）") == 1


def test_the_list_is_narrowed_sorted_and_says_when_nothing_fits(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        package = db.session.get_one(PolicyPackage, 2)
        other = factories.make_kpi(package=package, name="教室の数", direction=KpiDirection.UP)
        factories.make_kpi_setting(kpi=other, target_value=300)
        factories.make_kpi_entry(kpi=other, value=110)
        factories.make_kpi_entry(kpi=db.session.get_one(Kpi, kpi_id), value=180)
        db.session.commit()

    def names(query: str) -> list[str]:
        rows = Page(drafter.get(f"{PAGES}?{query}")).rows("KPIの一覧")[1:]
        return [re.split("[AB] ", row[0])[0] for row in rows]

    assert names("sort=-progress") == ["路線バスの利用者数", "教室の数"]
    assert names("sort=progress") == ["教室の数", "路線バスの利用者数"]
    assert names("q=教室") == ["教室の数"] and names("package=B") == ["教室の数"]
    page = Page(drafter.get(f"{PAGES}?state=met"))
    assert "条件に合うKPIはありません。" in page.text and "条件をすべて外す" in page.links


def test_the_files_hold_numbers_blanks_and_a_trace(app: Flask, drafter: FlaskClient, kpi_id: int) -> None:
    drafter.post(f"{PAGES}/kpis/{kpi_id}/entry", data=entry(year="2023", value="0", reference=""))
    answer = drafter.post(f"{PAGES}/export", data={"format": "csv"})
    rows = read_own_csv(answer.data)
    by_year = {row[4]: row for row in rows[1:]}
    assert by_year["2023"][6:9] == ["0", "あり", "R5"] and by_year["2024"][6:8] == ["", "値なし"]
    book = read_file("a.xlsx", drafter.post(f"{PAGES}/export", data={"format": "xlsx"}).data)
    assert [sheet.name for sheet in book.sheets] == ["進み具合", "年ごとの値", "読み方"]
    assert book.sheets[0].cell(1, 5) == 100
    with app.app_context():
        exported = select(func.count()).where(AuditEvent.action == AuditAction.EXPORTED)
        assert db.session.scalar(exported) == 2


def test_queries_do_not_grow_with_kpis_and_versions(app: Flask, drafter: FlaskClient, kpi_id: int) -> None:
    with counted_queries() as few:
        drafter.get(PAGES)
    with app.app_context():
        package = db.session.get_one(PolicyPackage, 2)
        for n in range(12):
            kpi = factories.make_kpi(package=package, name=f"指標{n}")
            for version in (1, 2, 3):
                factories.make_kpi_entry(kpi=kpi, version=version)
        db.session.commit()
    with counted_queries() as many:
        drafter.get(PAGES)
    assert len(many) == len(few)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KpiEntry)) == 36


def test_a_year_of_every_kpi_is_saved_together_or_not_at_all(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        other = factories.make_kpi(package=db.session.get_one(PolicyPackage, 2), name="教室の数", unit="").id
        factories.make_kpi(package=db.session.get_one(PolicyPackage, 2), name="まだの数")
        db.session.commit()
    address = f"{PAGES}/years/2025"
    opened = Page(drafter.get(address)).hidden(f"kpi-{kpi_id}-opened")
    sent = {f"kpi-{kpi_id}-value": "150人", f"kpi-{kpi_id}-version": "0"}
    wrong = drafter.post(address, data=sent | {f"kpi-{other}-value": "三つ", f"kpi-{other}-version": "0"})
    assert wrong.status_code == 422 and Page(wrong).errors[0].startswith("教室の数の実績値：")
    assert Page(wrong).value("路線バスの利用者数の実績値") == "150人"
    right = sent | {f"kpi-{other}-note": "未公表", f"kpi-{other}-version": "0"}
    assert drafter.post(address, data=right).status_code == 303
    page = Page(drafter.get(address))
    assert (page.value("路線バスの利用者数の実績値"), page.value("路線バスの利用者数の参照年")) == (
        "150",
        "R7",
    )
    # Whoever opened the page before and typed something else leaves the value of the others alone.
    old = {f"kpi-{kpi_id}-opened": opened, f"kpi-{kpi_id}-version": "0"}
    done = drafter.post(address, data=old | {f"kpi-{other}-note": "未公表"}, follow_redirects=True)
    assert "変わったところはありません" in Page(done).text
    late = drafter.post(address, data=right | {f"kpi-{kpi_id}-value": "160"})
    assert late.status_code == 409 and "ほかの人が先に「150」" in Page(late).errors[0]
    with app.app_context():
        values = db.session.scalars(select(KpiEntry.value).order_by(KpiEntry.id)).all()
        assert values == [150, None]
