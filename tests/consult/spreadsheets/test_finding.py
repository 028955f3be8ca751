"""Where a table begins, which column holds what, and which of its rows are records."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from consult.imports.hearing_schema import HEARING_SCHEMA
from consult.spreadsheets.columns import keys_of, layout_of, matched
from consult.spreadsheets.headers import Header, find_header
from consult.spreadsheets.reading import read_file
from consult.spreadsheets.records import Found, Reading, find_records
from consult.spreadsheets.tables import Sheet, column_letter
from tests.consult.spreadsheets import books
from tests.consult.spreadsheets.books import HEADINGS

NOTES = "・夕方のバスを増やしてほしい。駅から病院までの便がなく、車を持たない人が困っている。"


def table(*rows: Sequence[Any], **given: Any) -> Sheet:
    return Sheet("一覧", [list(row) for row in rows], **given)


def columns_of(sheet: Sheet, **given: Any) -> tuple[Header, dict[str, int]]:
    header = find_header(sheet, HEARING_SCHEMA)
    assert header is not None
    remembered = given.get("remembered", {})
    return header, matched(
        sheet, header.headings, HEARING_SCHEMA, first_row=header.below, remembered=remembered
    )


def found_in(sheet: Sheet, **reading: Any) -> Found:
    header, columns = columns_of(sheet)
    return find_records(sheet, HEARING_SCHEMA, Reading(header, columns, **reading))


def test_the_demo_register_is_found_without_a_hand() -> None:
    for name, records, totals in (
        ("hearings_demo.xlsx", [47, 43], [[(58, 245, 47)], [(59, 260, 43)]]),
        ("hearings_demo_cp932.csv", [90], [[]]),
    ):
        book = read_file(name, (books.FOLDER / name).read_bytes())
        found = [found_in(sheet) for sheet in book.sheets]
        assert [len(each.records) for each in found] == records
        assert [each.totals for each in found] == totals


def test_a_heading_of_two_merged_rows_under_titles_is_one_heading() -> None:
    book = read_file("hearings_demo.xlsx", (books.FOLDER / "hearings_demo.xlsx").read_bytes())
    header, columns = columns_of(book.sheets[1])
    assert (header.first, header.height) == (3, 2)
    assert header.headings[columns["counterpart"]].text == "訪問先等 名称"
    assert header.headings[columns["place"]].text == "訪問先等 会場"
    assert "※架空・デモ用" in header.titles[0]


def test_a_heading_of_two_rows_is_one_without_merged_cells_too() -> None:
    sheet = table(
        ["実施", "", "", "相手方", ""],
        ["年月日", "方法", "場所", "名称", "業種"],
        ["R2.1.15", "訪問", "会館", "架空の会", "企業"],
    )
    header, columns = columns_of(sheet)
    assert header.below == 2
    assert columns == {"held_on": 0, "method": 1, "place": 2, "counterpart": 3, "sector": 4}


def test_content_names_a_column_whose_heading_does_not() -> None:
    sheet = table(
        ["番号", "X", "Y", "団体名", "Z"],
        [1, "R2.1.15", "庁内", "架空の課", NOTES],
        [2, "R2.1.16", "関係機関", "架空の会", NOTES],
    )
    _, columns = columns_of(sheet)
    assert columns == {"number": 0, "held_on": 1, "kind": 2, "counterpart": 3, "notes": 4}


def test_what_a_person_chose_for_a_heading_comes_before_every_guess() -> None:
    sheet = table([*HEADINGS, "備考"], [1, "R2.1.15", "庁内", "架空の課", NOTES, "x"])
    header, columns = columns_of(sheet)
    assert columns["impression"] == 5
    keys = dict(zip((heading.text for heading in header.headings), keys_of(header.headings), strict=True))
    _, again = columns_of(sheet, remembered={keys["備考"]: "materials", keys["種別"]: ""})
    assert again["materials"] == 5
    assert "kind" not in again


def test_the_second_column_of_a_name_is_chosen_for_itself() -> None:
    sheet = table([*HEADINGS, "備考", "備考"], [1, "R2.1.15", "庁内", "架空の課", NOTES, "x", "y"])
    header, _ = columns_of(sheet)
    second = keys_of(header.headings)[6]
    assert columns_of(sheet, remembered={second: "materials"})[1]["materials"] == 6


def test_a_table_is_known_by_all_of_its_headings_in_any_order() -> None:
    layouts = [
        layout_of(columns_of(table(headings, [1, "R2.1.15", "庁内", "架空の課", NOTES]))[0].headings)
        for headings in (HEADINGS, [*HEADINGS[::-1], ""], [*HEADINGS, "区分"], HEADINGS[1:])
    ]
    assert layouts[0] == layouts[1]
    assert len(set(layouts)) == 3


def test_a_hidden_column_is_left_alone() -> None:
    sheet = table([*HEADINGS, "備考"], [1, "R2.1.15", "庁内", "架空の課", NOTES, "x"], hidden_columns={5})
    assert 5 not in columns_of(sheet)[1].values()


@pytest.mark.parametrize("rows", [[["x"]], [["あ", "い"], ["う", "え"]], [[1, 2], [3, 4]], [["番号"], [1]]])
def test_a_table_that_names_nothing_has_no_header(rows: list[list[Any]]) -> None:
    assert find_header(table(*rows), HEARING_SCHEMA) is None


def test_blank_rows_months_totals_and_repeated_headings_are_no_records() -> None:
    found = found_in(
        table(
            HEADINGS,
            ["", "", "", "", ""],
            ["＜８月＞", "", "", "", ""],
            [1, "R2.8.1", "庁内", "架空の課", NOTES],
            HEADINGS,
            [2, "R2.8.2", "庁内", "架空の課", NOTES],
            ["合　計", "2回", "", "", ""],
        )
    )
    assert [record.row for record in found.records] == [3, 5]
    assert [each.reason for each in found.skipped] == ["区切りの行", "見出しの繰り返し", "合計の行"]
    assert [record.section for record in found.records] == ["＜８月＞"] * 2
    assert found.totals == [(6, None, 2)]


def test_ditto_marks_take_the_value_above_and_say_so() -> None:
    found = found_in(
        table(HEADINGS, [1, "R2.8.1", "庁内", "架空の課", NOTES], [2, "〃", "同上", "別の課", NOTES])
    )
    assert found.records[1].text("kind") == "庁内"
    # A day has ditto words of its own, read with the day (domain.table_dates).
    assert found.records[1].text("held_on") == "〃"
    (notice,) = found.records[1].notices
    assert (notice.field, notice.text) == ("kind", "種別を、上の行と同じ（「同上」）として読みました。")


def test_notes_that_go_on_in_the_next_row_are_joined_and_say_so() -> None:
    found = found_in(
        table(
            HEADINGS,
            [1, "R2.8.1", "庁内", "架空の課", "前半"],
            ["", "", "", "", "後半"],
            ["", "", "", "", "終わり"],
        )
    )
    (record,) = found.records
    assert record.text("notes") == "前半\n後半\n終わり"
    assert "3行目" in record.notices[0].text


def test_a_merged_cell_over_two_records_fills_both_and_says_so() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("D3:D4")

    rows = [
        HEADINGS,
        [1, "R2.8.1", "庁内", "架空の課", NOTES],
        [2, None, "庁内", "別の課", NOTES],
        [3, "R2.8.3", "庁内", None, NOTES],
    ]
    found = found_in(read_file("a.xlsx", books.xlsx(rows, change=change)).sheets[0])
    assert [record.text("held_on") for record in found.records] == ["R2.8.1", "R2.8.1", "R2.8.3"]
    assert [record.text("counterpart") for record in found.records] == ["架空の課", "別の課", "別の課"]
    assert [notice.field for record in found.records for notice in record.notices] == [
        "held_on",
        "counterpart",
    ]


def test_one_record_over_two_rows_whose_other_cells_are_merged_is_one_record() -> None:
    def change(sheet: Worksheet) -> None:
        for column in "ABCD":
            sheet.merge_cells(f"{column}2:{column}3")

    rows = [HEADINGS, [1, "R2.8.1", "庁内", "架空の課", "前半"], [None, None, None, None, "後半"]]
    (record,) = found_in(read_file("a.xlsx", books.xlsx(rows, change=change)).sheets[0]).records
    assert record.text("notes") == "前半\n後半"


def test_hidden_rows_are_shown_as_such_and_taken_only_when_asked() -> None:
    rows = [HEADINGS, [1, "R2.8.1", "庁内", "架空の課", NOTES], [2, "R2.8.2", "庁内", "別の課", NOTES]]
    sheet = table(*rows, hidden_rows=frozenset({2}))
    assert [each.reason for each in found_in(sheet).skipped] == ["隠れた行"]
    taken = found_in(sheet, takes_hidden_rows=True).records
    assert [record.is_hidden for record in taken] == [False, True]


def test_a_corrected_cell_stands_in_place_of_the_file_s() -> None:
    sheet = table(HEADINGS, [1, "R2.6.31", "庁内", "架空の課", NOTES])
    found = found_in(sheet, corrected={(1, "held_on"): "R2.6.30"})
    assert found.records[0].text("held_on") == "R2.6.30"
    assert sheet.rows[1][1] == "R2.6.31"


@given(
    st.lists(st.lists(st.one_of(st.none(), st.text(max_size=8), st.integers(0, 99)), max_size=6), max_size=12)
)
def test_no_table_is_a_fault_and_no_row_is_lost(rows: list[list[Any]]) -> None:
    sheet = table(HEADINGS, *rows)
    found = found_in(sheet)
    seen = {record.row for record in found.records} | {each.row for each in found.skipped}
    joined = sum("続く" in notice.text for record in found.records for notice in record.notices)
    filled = [n for n, row in enumerate(rows, 1) if any(c is not None and str(c).strip() for c in row)]
    assert len(seen) + joined == len(filled) or find_header(sheet, HEARING_SCHEMA).first != 0  # type: ignore[union-attr]


def test_columns_are_named_as_the_spreadsheet_names_them() -> None:
    assert [column_letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
