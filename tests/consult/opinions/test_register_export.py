"""The list as a file: exactly the list on screen, safe in a spreadsheet, on record, without a person in it."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Facet, Role, SubmitterKind
from consult.extensions import db
from consult.models import AuditEvent, Submitter
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories as make
from tests.pages import Page


@pytest.fixture
def client(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        make.make_plan()
        page = make.make_published_page()
        opinion = make.make_opinion(wording='=HYPERLINK("http://example.jp")\n－二行目', gist="要旨です")
        confirmed = {Facet.THEME: ["machi", "hito"], Facet.PACKAGE: ["A"], Facet.MODEL: ["X1"]}
        make.make_review(opinion=opinion, confirmed=confirmed, published_page=page)
        person = Submitter(kind=SubmitterKind.PERSON, name="架空野カナリア子", email="kanaria@example.jp")
        make.make_tag(opinion=make.make_opinion(submission=make.make_submission(submitter=person)))
        make.make_opinion(published_page=page, wording="資料の意見")
        db.session.commit()
    return staff_client(Role.DRAFTER)


def exported(client: FlaskClient, query: str = "") -> bytes:
    """What the button under the list gives."""
    page = Page(client.get(f"/staff/opinions?{query}"))
    form = next(f for f in page.root.all("form") if f.attributes.get("action") == "/staff/opinions/export")
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.all("input", type="hidden")}
    answer = client.post("/staff/opinions/export", data=fields)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=opinions_")
    return answer.data


def test_the_file_holds_every_opinion_with_its_confirmed_tags_and_source(client: FlaskClient) -> None:
    header, *rows = read_own_csv(exported(client))
    first = dict(zip(header, rows[-1], strict=True))
    assert first | {"意見番号": "", "出典": ""} == {
        "意見番号": "",
        "状態": "確定",
        "主テーマ": "まち",
        "確定テーマ": "まち、ひと",
        "確定政策パッケージ": "移動しやすいまちPJ",
        "確定重点推進モデル": "ともにつくるまち",
        "要旨": "要旨です",
        "原文": '=HYPERLINK("http://example.jp")\n－二行目',
        "出典の種類": "ヒアリング",
        "受け付けた方法": "関係機関ヒアリング",
        "出典": "",
        "日付": "2026-11-10",
        "日付（和暦）": "令和8年11月10日",
    }
    assert [row[header.index("状態")] for row in rows] == ["未確認", "候補", "確定"]
    assert rows[0][header.index("日付")] == rows[0][header.index("日付（和暦）")] == ""


def test_a_suggestion_never_stands_as_a_tag(client: FlaskClient) -> None:
    header, row = read_own_csv(exported(client, "state=suggested"))
    assert row[header.index("状態")] == "候補"
    assert row[header.index("確定テーマ")] == row[header.index("主テーマ")] == ""


def test_the_file_is_the_filtered_list_in_its_order(client: FlaskClient) -> None:
    for query in ("q=資料", "theme=machi", "theme=machi&state=confirmed", "sort=number", "channel=form"):
        shown = [
            row[0].removeprefix("意見")
            for row in Page(client.get(f"/staff/opinions?{query}")).rows("意見")[1:]
        ]
        assert shown, query
        assert [row[0] for row in read_own_csv(exported(client, query))[1:]] == shown


def test_formulas_do_not_run(client: FlaskClient) -> None:
    raw = exported(client, "theme=machi&state=confirmed").decode("utf-8-sig")
    assert '"\'=HYPERLINK(""http://example.jp"")\n\'－二行目"' in raw


def test_no_contact_detail_is_in_the_file(client: FlaskClient) -> None:
    text = exported(client).decode()
    assert "カナリア" not in text and "kanaria" not in text


def test_the_export_is_on_record_without_what_was_searched_for(app: Flask, client: FlaskClient) -> None:
    exported(client, "q=資料&channel=published_page")
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).one()
    assert event.object_type == "opinion" and event.staff_member_id
    assert event.details == {
        "rows": 1,
        "conditions": {"channel": "published_page"},
        "has_search": True,
        "as_written": False,
    }


def test_reading_the_address_exports_nothing(client: FlaskClient) -> None:
    assert client.get("/staff/opinions/export").status_code in (404, 405)


def test_a_filter_that_cannot_be_read_exports_no_other_list(client: FlaskClient) -> None:
    answer = client.post("/staff/opinions/export", data={"since": "R8.13.1"})
    assert answer.status_code == 400
    assert "読み取れないものがあります" in Page(answer).text


def test_the_workbook_is_the_same_list_and_runs_nothing(client: FlaskClient) -> None:
    answer = client.post("/staff/opinions/export", data={"file": "xlsx"})
    page = openpyxl.load_workbook(io.BytesIO(answer.data))["意見"]
    header, *rows = ([cell.value for cell in row] for row in page.iter_rows())
    csv_header, *csv_rows = read_own_csv(exported(client))
    assert header == csv_header
    shown = [["" if cell is None else str(cell).removesuffix(" 00:00:00") for cell in row] for row in rows]
    assert shown == csv_rows
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_a_row_of_the_workbook_is_as_high_as_its_text(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        long = make.make_opinion(wording="夕方のバスを増やしてほしい。" * 20).id
        db.session.commit()
    answer = client.post("/staff/opinions/export", data={"file": "xlsx"})
    page = openpyxl.load_workbook(io.BytesIO(answer.data))["意見"]
    heights = {row[0].value: page.row_dimensions[row[0].row].height for row in page.iter_rows(min_row=2)}
    # 280 characters in a column of some 36 are eight or nine lines of 14 points.
    assert heights.pop(long) in (112, 126) and heights and max(heights.values()) <= 42
