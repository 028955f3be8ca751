"""Sheets of a 庁内照会 that come back: told by headings, all of it or nothing, what is wrong by row and column, undone whole."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Pace, Role
from consult.extensions import db
from consult.models import (
    Division,
    ImportBatch,
    InquiryItem,
    Kpi,
    KpiEntry,
    PackageAssessment,
    PlanPeriod,
    PolicyPackage,
)
from consult.spreadsheets.inquiry_table import KPI, PACKAGE
from consult.spreadsheets.reading import read_file
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx
from tests import factories
from tests.pages import Page

SHEETS = "/staff/analysis/progress/inquiries/1/sheets"
KPI_HEADINGS = [column.heading for _, column in KPI]
PACKAGE_HEADINGS = [column.heading for _, column in PACKAGE]


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def inquiry(app: Flask) -> None:
    """Inquiry 1 of 2025: item 1 a KPI, item 2 a package, both of one division."""
    with app.app_context():
        factories.make_plan()
        package = db.session.get_one(PolicyPackage, 1)
        office = factories.make_division(name="交通課")
        kpi = factories.make_kpi(package=package, name="路線バスの利用者数", unit="人")
        factories.make_kpi_setting(kpi=kpi)
        items = (InquiryItem(kpi=kpi, division=office), InquiryItem(package=package, division=office))
        factories.make_inquiry(items=items)
        db.session.commit()


def sent_out(official: FlaskClient) -> dict[str, list[list[Any]]]:
    """The sheets as a division gets them, heading row first."""
    book = read_file("a.xlsx", official.post(SHEETS).data)
    return {sheet.name: [list(row) for row in sheet.rows] for sheet in book.sheets if len(sheet.rows[0]) > 2}


def filled(rows: list[list[Any]], **answers: Any) -> list[list[Any]]:
    """The first row with what a division wrote under its headings."""
    heads, row = rows[0], [*rows[1], *[None] * len(rows[0])][: len(rows[0])]
    for heading, text in answers.items():
        row[heads.index(heading)] = text
    return [heads, row]


def as_file(sheets: dict[str, list[list[Any]]]) -> bytes:
    made = [
        Sheet(name, [Column(str(heading)) for heading in rows[0]], [[*map(cell, row)] for row in rows[1:]])
        for name, rows in sheets.items()
    ]
    return write_xlsx(made, title="照会").read()


def cell(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value


def bring(official: FlaskClient, content: bytes) -> FlaskClient:
    """Staged: the page of rows."""
    form = {"consultation": "inquiry-1", "file": (BytesIO(content), "kaitou.xlsx")}
    answer = official.post("/staff/imports", data=form, follow_redirects=True)
    assert answer.status_code == 200, Page(answer).errors
    return official


def import_it(official: FlaskClient, number: int = 1) -> Page:
    version = Page(official.get(f"/staff/imports/{number}")).hidden("version")
    form = {"version": version}
    return Page(official.post(f"/staff/imports/{number}/import", data=form, follow_redirects=True))


ANSWERS = {"実績値": "１５０人", "参照年": "R6"}
SAID = {"評価の区分": "おおむね順調", "取組の状況": "便を増やした。", "評価と課題": "利用が戻った。"}


def test_a_returned_sheet_becomes_values_and_assessments(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    sheets = sent_out(official)
    file = {"KPI": filled(sheets["KPI"], **ANSWERS), "効果検証": filled(sheets["効果検証"], **SAID)}
    bring(official, as_file(file))
    page = import_it(official)
    assert "取り込みました" in page.text and "回答2件" in page.main.text.replace(" ", "")
    with app.app_context():
        entry = db.session.scalars(select(KpiEntry)).one()
        assert (entry.reporting_year, entry.value, entry.reference) == (2025, 150, "R6")
        said = db.session.scalars(select(PackageAssessment)).one()
        assert (said.pace, said.done, said.assessment) == (Pace.MOSTLY, "便を増やした。", "利用が戻った。")
    row = Page(official.get("/staff/analysis/progress/inquiries/1")).rows("担当課ごとの回答")[1]
    assert row[:4] == ["交通課", "2", "0", "回答済み"]


def test_moved_and_added_columns_are_told_by_their_headings(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    rows = filled(sent_out(official)["KPI"], **ANSWERS)
    moved = [["係のメモ", *reversed(rows[0])], ["見てください", *reversed(rows[1])]]
    bring(official, as_file({"KPI": moved}))
    import_it(official)
    with app.app_context():
        assert db.session.scalars(select(KpiEntry.value)).all() == [150]


def test_one_wrong_cell_stops_everything_and_is_named_by_row_and_column(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    sheets = sent_out(official)
    wrong = filled(sheets["KPI"], 実績値="たくさん", 参照年="R8")
    said = filled(sheets["効果検証"], **SAID | {"評価の区分": "まあまあ", "年度": "R5"})
    bring(official, as_file({"KPI": wrong, "効果検証": said}))
    page = Page(official.get("/staff/imports/1"))
    problems = [each.text for each in page.root.all("p") if each.attributes.get("class") == "field-error"]
    assert [text.partition("：")[0] for text in problems] == ["K列", "L列", "G列", "F列"]
    assert "KPI 2行目" in page.text and "取り込む" not in page.buttons[-2]
    with app.app_context():
        batch = db.session.get_one(ImportBatch, 1)
        version = batch.version
    refused = official.post("/staff/imports/1/import", data={"version": str(version)}, follow_redirects=True)
    assert "直す必要のある行が2行あります" in Page(refused).text
    with app.app_context():
        assert db.session.scalars(select(KpiEntry)).all() == []
    fixed = {"version": str(version), "row": ["0-1", "1-1"], "part": ""}
    fixed |= {
        "cell-0-1-value": "0",
        "cell-0-1-reference": "R7",
        "cell-1-1-pace": "順調",
        "cell-1-1-held_on": "",
    }
    official.post("/staff/imports/1/rows", data=fixed)
    import_it(official)
    with app.app_context():
        assert db.session.scalars(select(KpiEntry.value)).all() == [0]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"項目番号": "照会99", "実績値": 1}, "この照会の項目番号ではありません"),
        ({"項目番号": None, "実績値": 1}, "項目番号がありません"),
        ({"参照年": "R6"}, "実績値がありません"),
        ({"項目番号": "照会2", "実績値": 1}, "この項目は効果検証のものです"),
        ({}, "回答が書かれていません"),
    ],
)
def test_what_a_row_lacks_is_said(
    official: FlaskClient, inquiry: None, answers: dict[str, Any], told: str
) -> None:
    bring(official, as_file({"KPI": filled(sent_out(official)["KPI"], **answers)}))
    assert told in Page(official.get("/staff/imports/1")).text


def test_two_answers_to_one_item_stop_the_import(official: FlaskClient, inquiry: None) -> None:
    rows = sent_out(official)["KPI"]
    twice = [*filled(rows, 実績値=1), filled(rows, 実績値=2)[1]]
    bring(official, as_file({"KPI": twice}))
    assert "違う回答の行がほかにもあります" in Page(official.get("/staff/imports/1")).text


def test_a_value_without_figure_keeps_its_reason(app: Flask, official: FlaskClient, inquiry: None) -> None:
    answer = {"値がない理由、備考": "調査の年ではない"}
    bring(official, as_file({"KPI": filled(sent_out(official)["KPI"], **answer)}))
    import_it(official)
    with app.app_context():
        entry = db.session.scalars(select(KpiEntry)).one()
        assert (entry.value, entry.note) == (None, "調査の年ではない")


def test_an_undone_import_gives_back_what_stood_before(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    with app.app_context():
        factories.make_kpi_entry(kpi=db.session.get_one(Kpi, 1), value=140, reference="R7")
        db.session.commit()
    sheets = sent_out(official)
    assert sheets["KPI"][1][10] == 140
    file = {"KPI": filled(sheets["KPI"], **ANSWERS), "効果検証": filled(sheets["効果検証"], **SAID)}
    bring(official, as_file(file))
    assert "すでに登録されている内容から変わります" in Page(official.get("/staff/imports/1")).text
    import_it(official)
    page = Page(official.get("/staff/imports/1/undo"))
    assert "回答2件が数えられなくなり" in page.text.replace(" ", "")
    official.post("/staff/imports/1/undo", data={"seen": page.hidden("seen")})
    with app.app_context():
        rows = db.session.scalars(select(KpiEntry).order_by(KpiEntry.version)).all()
        assert [row.value for row in rows] == [140, 150, 140]
        assert [row.is_taken_back for row in db.session.scalars(select(PackageAssessment))] == [False, True]


def test_of_two_returns_looked_at_together_the_second_overwrites_nothing_in_silence(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    """TW1: neither page told of the other's answer; the second one shows it, and then does as it is told."""
    sheet = sent_out(official)["KPI"]
    for value in ("150", "160"):
        bring(official, as_file({"KPI": filled(sheet, **ANSWERS | {"実績値": value})}))
    page = Page(official.get("/staff/imports/2"))
    form = {"version": page.hidden("version"), "seen": page.hidden("seen")}
    import_it(official, 1)
    refused = Page(official.post("/staff/imports/2/import", data=form, follow_redirects=True))
    assert "行の扱いが変わりました" in refused.text and "登録されている内容から変わります" in refused.text
    assert values(app) == [150]
    form["seen"] = refused.hidden("seen")
    official.post("/staff/imports/2/import", data=form)
    assert values(app) == [150, 160]


def values(app: Flask) -> list[float | None]:
    with app.app_context():
        return [row.value for row in db.session.scalars(select(KpiEntry).order_by(KpiEntry.version))]


def test_the_same_sheet_again_changes_nothing_and_a_closed_inquiry_takes_none(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    content = as_file({"KPI": filled(sent_out(official)["KPI"], **ANSWERS)})
    import_it(bring(official, content))
    bring(official, content)
    assert "登録済み（前と同じ内容）" in Page(official.get("/staff/imports/2")).text
    with app.app_context():
        db.session.get_one(Division, 1)
    official.post("/staff/analysis/progress/inquiries/1/close", data={"act": "close"})
    answer = official.post(
        "/staff/imports", data={"consultation": "inquiry-1", "file": (BytesIO(content), "a.xlsx")}
    )
    assert answer.status_code == 422 and "何の一覧かを選び直してください" in Page(answer).text


def test_a_drafter_brings_back_what_an_inquiry_asked_and_sees_no_other_import(
    app: Flask, staff_client: Callable[..., FlaskClient], official: FlaskClient, inquiry: None
) -> None:
    drafter = staff_client(Role.DRAFTER)
    with app.app_context():
        hearings = factories.make_import_batch().id
        db.session.commit()
    page = Page(drafter.get("/staff/analysis/progress/inquiries/1"))
    assert page.links["戻った表を取り込む"] == "/staff/imports?inquiry=1"
    content = as_file({"KPI": filled(sent_out(drafter)["KPI"], **ANSWERS)})
    assert "取り込みました" in import_it(bring(drafter, content), hearings + 1).text
    drafter.post(f"/staff/imports/{hearings + 1}/undo", data={"seen": ""})
    as_hearings = {"consultation": "", "file": (BytesIO(content), "a.xlsx")}
    assert drafter.post("/staff/imports", data=as_hearings).status_code == 422
    for address in ("", "/columns", "/rows/1/2", "/undo"):
        assert drafter.get(f"/staff/imports/{hearings}{address}").status_code == 404
        assert official.get(f"/staff/imports/{hearings}{address}").status_code != 404
    for act in ("columns", "rows", "import", "stop", "discard", "undo"):
        assert drafter.post(f"/staff/imports/{hearings}/{act}").status_code == 404
    listed = Page(drafter.get("/staff/imports")).rows("これまでの取込")
    assert len(listed) == 2 and len(Page(official.get("/staff/imports")).rows("これまでの取込")) == 3
    drafter.post("/staff/analysis/progress/inquiries/1/close", data={"act": "close"})
    assert "受け付けている庁内照会がありません" in Page(drafter.get("/staff/imports")).text


def test_a_sheet_says_which_value_is_preliminary_and_its_undo_takes_it_from_the_citizens(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    with app.app_context():
        years = {"start_year": 2023, "end_year": 2026}
        db.session.add(PlanPeriod(code="strategy", label="第2期", unit="fiscal_year", **years))
        db.session.commit()
    rows = sent_out(official)["KPI"]
    wrong = bring(official, as_file({"KPI": filled(rows, **ANSWERS, 速報値="たぶん")}))
    assert "速報値なら「速報」" in Page(wrong.get("/staff/imports/1")).text
    bring(official, as_file({"KPI": filled(rows, **ANSWERS, 速報値="速報値")}))
    import_it(official, 2)
    release = {"value": "1-1", "act": "publish"}
    official.post("/staff/analysis/progress/years/2025/release", data=release)
    citizen = app.test_client()
    assert "150（速報値）" in Page(citizen.get("/strategy/packages/A")).text
    assert sent_out(official)["KPI"][1][12] == "速報"
    page = Page(official.get("/staff/imports/2/undo"))
    official.post("/staff/imports/2/undo", data={"seen": page.hidden("seen")})
    assert "まだありません" in Page(citizen.get("/strategy/packages/A")).text


def test_a_deleted_row_and_another_years_sheet_are_named_before_anything_is_written(
    app: Flask, official: FlaskClient, inquiry: None
) -> None:
    with app.app_context():
        kpi, office = db.session.get_one(Kpi, 1), db.session.get_one(Division, 1)
        item = InquiryItem(kpi=kpi, division=office)
        factories.make_inquiry(items=(item,), title="昨年の照会", fiscal_year=2024)
        other = f"照会{item.id}"
        db.session.commit()
    rows = sent_out(official)["KPI"]
    bring(official, as_file({"KPI": filled(rows, **ANSWERS)}))
    page = Page(official.get("/staff/imports/1"))
    assert "1項目の行がこのファイルにありません" in page.text and "交通課 移動しやすいまちPJ" in page.text
    bring(official, as_file({"KPI": filled(rows, **ANSWERS, 項目番号=other, 年度="2024年度")}))
    told = Page(official.get("/staff/imports/2")).text
    assert (
        "別の照会「昨年の照会」（2024年度）の項目番号です" in told and "この照会は2025年度のものです" in told
    )
    refused = {"version": Page(official.get("/staff/imports/2")).hidden("version")}
    official.post("/staff/imports/2/import", data=refused)
    with app.app_context():
        assert db.session.scalars(select(KpiEntry)).all() == []
