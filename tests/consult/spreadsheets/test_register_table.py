"""The register as a table: what a row says can be read back exactly (0130)."""

import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.errors import TooLongForExcel
from consult.domain.vocabulary import Consent
from consult.models import FollowUp, Opinion
from consult.spreadsheets import csv_writing, register_table
from consult.spreadsheets.csv_writing import CP932_NAMES, write_cp932
from consult.spreadsheets.register_table import placed_follow_ups, placed_opinions
from consult.spreadsheets.xlsx_writing import CELL_LIMIT, CUT, Column, Sheet, write_xlsx
from tests import factories

lines = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("\n\\［］済n 1"))
)


def row_of(**fields: Any) -> dict[str, Any]:
    opinions = fields.pop("opinions", [])
    follow_ups = fields.pop("follow_ups", [])
    hearing = factories.make_hearing(**fields)
    hearing.follow_ups = follow_ups
    return dict(zip(register_table.HEADER, register_table.cells(hearing, opinions), strict=True))


def test_a_row_says_the_facts_in_the_words_of_the_screen(app: Flask) -> None:
    with app.app_context():
        row = row_of(number=7, held_on=date(2020, 1, 15), held_on_typed="R2.1.15", consent=Consent.UNKNOWN)
    assert row["番号"] == 7
    assert (row["実施日"], row["実施日（和暦）"], row["実施日（入力のまま）"]) == (
        date(2020, 1, 15),
        "令和2年1月15日",
        "R2.1.15",
    )
    assert row["種別"] == "関係機関ヒアリング"
    assert row["公表の承諾"] == "未確認"


def test_a_date_that_nobody_could_read_stays_empty_with_what_was_typed_beside_it(app: Flask) -> None:
    with app.app_context():
        row = row_of(held_on=None, held_on_typed="6月31日")
    assert (row["実施日"], row["実施日（和暦）"], row["実施日（入力のまま）"]) == (None, None, "6月31日")


def test_notes_longer_than_a_cell_go_on_in_the_next_column(app: Flask) -> None:
    notes = "あ😀" * 25_000
    with app.app_context():
        row = row_of(notes=notes)
    cells = [row[name] for name in ("メモ", *register_table.NOTES_GO_ON)]
    assert "".join(cells) == notes
    assert all(len(cell.encode("utf-16-le")) // 2 <= CELL_LIMIT for cell in cells)


@given(st.lists(lines, max_size=4))
@settings(max_examples=100)
def test_places_and_gists_come_back_as_they_were(gists: list[str]) -> None:
    opinions = [
        Opinion(note_start=n * 10, note_end=n * 10 + 5, gist=gist or None) for n, gist in enumerate(gists)
    ]
    places = " ".join(f"{each.note_start}-{each.note_end}" for each in opinions)
    said = "\n".join(
        f"{n} {register_table._one_line(each.gist)}" for n, each in enumerate(opinions, start=1) if each.gist
    )
    back = placed_opinions(places, said)
    assert [(each.start, each.end, each.gist) for each in back] == [
        (each.note_start, each.note_end, each.gist or "") for each in opinions
    ]


@given(
    st.lists(st.tuples(lines.filter(bool), st.booleans(), st.booleans()), max_size=4),
)
@settings(max_examples=100)
def test_follow_ups_come_back_as_they_were(made: list[tuple[str, bool, bool]]) -> None:
    due, done = date(2026, 12, 1), datetime(2026, 11, 28, 1, tzinfo=UTC)
    follow_ups = [
        FollowUp(wording=wording, due_on=due if has_due else None, done_at=done if is_done else None)
        for wording, has_due, is_done in made
    ]
    back = placed_follow_ups("\n".join(register_table._follow_up(each) for each in follow_ups))
    assert [(each.wording, each.due_on, each.done_on) for each in back] == [
        (wording, due if has_due else None, date(2026, 11, 28) if is_done else None)
        for wording, has_due, is_done in made
    ]


@pytest.mark.parametrize(
    ("places", "gists"), [("5-5", ""), ("a-b", ""), ("0-5", "2 あ"), ("0-5", "あ"), ("-1-5", "")]
)
def test_what_no_export_of_ours_holds_is_refused(places: str, gists: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        placed_opinions(places, gists)


DANGEROUS = [
    "=1+1",
    "＝1+1",
    "+81",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "http://example.jp",
    "'x",
    "𠮷\u200b",
]


def test_a_workbook_holds_every_text_as_text(tmp_path: Any) -> None:
    rows = [[text, 3, date(2020, 1, 15), None] for text in DANGEROUS]
    columns = [Column("文字"), Column("数"), Column("日"), Column("空")]
    file = write_xlsx([Sheet("表", columns, rows)], title="試し")
    page = openpyxl.load_workbook(file)["表"]
    assert [row[0].value for row in page.iter_rows(min_row=2)] == DANGEROUS
    assert {row[0].data_type for row in page.iter_rows(min_row=2)} == {"s"}
    assert {row[0].hyperlink for row in page.iter_rows(min_row=2)} == {None}
    assert page["B2"].value == 3
    assert page["C2"].value == datetime(2020, 1, 15)
    assert page["D2"].value is None


def test_a_text_too_long_for_a_cell_says_where_it_was_cut() -> None:
    file = write_xlsx([Sheet("表", [Column("文字")], [["あ" * 40_000], ["😀" * 20_000]])], title="試し")
    page = openpyxl.load_workbook(file)["表"]
    for cell in ("A2", "A3"):
        assert page[cell].value.endswith(CUT)
        assert len(page[cell].value.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_a_text_that_is_to_come_back_is_refused_rather_than_cut() -> None:
    with pytest.raises(TooLongForExcel, match="CSV"):
        write_xlsx([Sheet("表", [Column("文字")], [["あ" * 40_000]], is_to_come_back=True)], title="試し")


def test_a_file_in_cp932_lists_what_it_could_not_write() -> None:
    with zipfile.ZipFile(
        write_cp932(["名", "日"], [["𠮷田と髙橋", date(2020, 1, 15)], ["=1", None]])
    ) as archive:
        assert tuple(archive.namelist()) == CP932_NAMES
        text = archive.read(CP932_NAMES[0]).decode("cp932")
        lost = archive.read(CP932_NAMES[1]).decode("utf-8-sig")
    assert text.splitlines() == ['"名","日"', '"〓田と髙橋","2020-01-15"', '"\'=1",""']
    assert lost.split() == ["2行1列：𠮷（U+20BB7）"]


def test_days_are_iso_in_a_csv() -> None:
    content = csv_writing.write_csv(["日"], [[date(2020, 1, 15)]]).read()
    assert csv_writing.read_own_csv(content) == [["日"], ["2020-01-15"]]
