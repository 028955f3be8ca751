"""The register and record sheets as files: the list on screen, on record, safe to open, at a constant cost."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Consent, Facet, HearingKind, Role
from consult.extensions import db
from consult.models import AuditEvent, Hearing
from consult.spreadsheets import register_table
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

NOTES = "・=1+1 と書いてあった。\n・夕方のバスがない。"


@pytest.fixture
def drafter(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        factories.make_plan()
        body = factories.make_counterpart(name="架空つむぎ商店会")
        hearing = factories.make_hearing(
            number=501, counterpart=body, notes=NOTES, consent=Consent.CONTENT, is_invented=True
        )
        said = factories.make_opinion(
            hearing=hearing, wording="夕方のバスがない。", note_start=18, note_end=27, gist="夕方の足"
        )
        factories.make_review(opinion=said, confirmed={Facet.THEME: ["machi"]})
        gone = datetime(2026, 11, 28, tzinfo=UTC)
        factories.make_opinion(hearing=hearing, position=2, note_start=1, note_end=5, withdrawn_at=gone)
        factories.make_follow_up(hearing=hearing, due_on=date(2026, 12, 1))
        factories.make_hearing(number=502, kind=HearingKind.INTERNAL, held_on=None, held_on_typed="6月31日")
        factories.make_hearing(number=503, removed_at=gone, removal_reason="二重")
        db.session.commit()
    return staff_client(Role.DRAFTER)


def export(client: FlaskClient, file: str, **filters: str) -> Any:
    return client.post("/staff/hearings/export", data={"file": file, **filters})


def rows_of(content: bytes) -> list[dict[str, str]]:
    header, *rows = read_own_csv(content)
    assert tuple(header) == register_table.HEADER
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_csv_is_the_list_on_screen_with_every_fact(drafter: FlaskClient) -> None:
    rows = rows_of(export(drafter, "csv").data)
    assert [row["番号"] for row in rows] == ["502", "501"]
    assert rows[0]["実施日"] == ""
    assert rows[0]["実施日（入力のまま）"] == "6月31日"
    assert rows[1]["メモ"] == NOTES
    assert rows[1]["意見の位置"].startswith("18-27 #")
    assert rows[1]["意見の要旨"] == "1 夕方の足"
    assert rows[1]["宿題"] == "［2026-12-01まで］補助制度の資料を送る"
    assert (rows[1]["公表の承諾"], rows[1]["架空"]) == ("内容だけ公表してよい", "架空")


@pytest.mark.parametrize("file", ["csv", "xlsx", "cp932", "docx", "pdf"])
def test_a_file_of_the_register_stays_in_no_cache(drafter: FlaskClient, file: str) -> None:
    """TP13: names and notes are in it, and the machine may be shared."""
    assert export(drafter, file).headers["Cache-Control"] == "no-store"


def test_a_filter_of_the_list_is_the_filter_of_the_file(drafter: FlaskClient) -> None:
    page = Page(drafter.get("/staff/hearings?kind=internal"))
    form = next(f for f in page.root.all("form") if f.attributes.get("action") == "/staff/hearings/export")
    hidden = {each.attributes["name"]: each.attributes["value"] for each in form.all("input", type="hidden")}
    assert hidden["kind"] == "internal"
    assert [row["番号"] for row in rows_of(export(drafter, "csv", kind="internal").data)] == ["502"]
    assert [row["番号"] for row in rows_of(export(drafter, "csv", state="removed").data)] == ["503"]


def test_the_workbook_has_the_register_the_opinions_and_how_to_read_it(drafter: FlaskClient) -> None:
    answer = export(drafter, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["ヒアリング", "意見", "読み方"]
    register, opinions = book["ヒアリング"], book["意見"]
    assert [cell.value for cell in register[1]] == list(register_table.HEADER)
    assert register["C3"].value == datetime(2026, 11, 10)
    assert (register.freeze_panes, register.auto_filter.ref[:3]) == ("A2", "A1:")
    assert [cell.value for cell in opinions[2]][:5] == [501, 1, "確定", "まち", "まち"]
    assert opinions.max_row == 2
    assert "延べ2回・実2者" in [row[0].value for row in book["読み方"].iter_rows()]


def test_cp932_comes_with_a_list_of_what_it_could_not_write(drafter: FlaskClient) -> None:
    with zipfile.ZipFile(io.BytesIO(export(drafter, "cp932").data)) as archive:
        assert "架空つむぎ商店会" in archive.read("ichiran.csv").decode("cp932")
        assert "ありません" in archive.read("okikaeta-moji.txt").decode("utf-8-sig")


@pytest.mark.parametrize("file", ["docx", "pdf"])
def test_record_sheets_say_what_was_heard_and_decided(drafter: FlaskClient, app: Flask, file: str) -> None:
    with app.app_context():
        number = db.session.scalar(select(Hearing.id).where(Hearing.number == 501))
    answer = drafter.post(f"/staff/hearings/{number}/sheet", data={"file": file})
    assert answer.headers["Content-Disposition"] == f"attachment; filename=hearing_501.{file}"
    if file == "docx":
        document = docx.Document(io.BytesIO(answer.data))
        said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    else:
        said = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().replace(" ", "")
    for words in (
        "第501号",
        "架空のデータ",
        "夕方の足",
        "分類：まち",
        "補助制度の資料を送る（令和8年12月1日まで）",
    ):
        assert words in said


def test_several_record_sheets_are_one_file_in_the_order_of_the_list(drafter: FlaskClient) -> None:
    pages = pypdf.PdfReader(io.BytesIO(export(drafter, "pdf").data)).pages
    heads = [page.extract_text().replace(" ", "").splitlines()[1][:6] for page in pages]
    assert heads == ["第502号　", "第501号　"]


def test_more_record_sheets_than_somebody_reads_are_refused_aloud(
    drafter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.hearings.exports.MOST_SHEETS", 1)
    answer = export(drafter, "docx")
    assert answer.status_code == 400
    assert "1回まで" in answer.get_data(as_text=True)


@pytest.mark.parametrize("data", [{"file": "exe"}, {}, {"file": "csv", "from": "6月31日"}])
def test_an_export_that_cannot_be_read_is_refused(drafter: FlaskClient, data: dict[str, str]) -> None:
    assert drafter.post("/staff/hearings/export", data=data).status_code == 400


def test_the_trace_names_the_filters_and_never_what_was_searched_for(
    drafter: FlaskClient, app: Flask
) -> None:
    export(drafter, "csv", q="つむぎ", kind="external")
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).one()
        assert event.details == {"file": "csv", "hearings": 1, "filters": ["q", "kind"]}


@pytest.mark.parametrize("file", ["csv", "xlsx", "docx", "pdf"])
def test_the_number_of_questions_does_not_grow_with_the_register(
    drafter: FlaskClient, app: Flask, file: str
) -> None:
    def asked() -> int:
        with counted_queries() as queries:
            assert export(drafter, file).status_code == 200
        return len(queries)

    before = asked()
    with app.app_context():
        for number in range(600, 620):
            hearing = factories.make_hearing(number=number)
            factories.make_opinion(hearing=hearing, note_start=1, note_end=5)
            factories.make_follow_up(hearing=hearing)
        db.session.commit()
    assert asked() == before
