"""What a file says is read as it stands, whatever program and encoding it comes from."""

from datetime import date

import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from consult.domain.errors import FileRefused
from consult.spreadsheets import tables
from consult.spreadsheets.reading import read_file
from tests.consult.spreadsheets import books

TEXT = "番号,相手方\r\n1,架空の会\r\n"


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp932", "Shift_JIS（CP932）"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
def test_a_csv_of_every_usual_encoding_is_the_same_table(encoding: str, word: str) -> None:
    book = read_file("a.csv", TEXT.encode(encoding))
    assert book.sheets[0].rows == [["番号", "相手方"], ["1", "架空の会"]]
    assert book.encoding == word


def test_tabs_part_cells_too_and_line_breaks_in_cells_are_one_character() -> None:
    book = read_file("a.txt", '番号\t記録\r\n1\t"一行目\r\n二行目"\r\n'.encode("utf-16"))
    assert book.sheets[0].rows[1] == ["1", "一行目\n二行目"]


def test_a_quote_in_the_middle_of_a_cell_is_no_end_of_it() -> None:
    assert read_file("a.csv", b'a,"b"c\n1,2"3\n').sheets[0].rows[1] == ["1", '2"3']


def test_a_workbook_is_read_with_what_is_hidden_merged_and_commented() -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["C2"].comment = Comment("確かめる", "架空")

    rows = [["番号", "メモ", "日"], [1, "x", date(2020, 1, 15)], [None, "y", "２行\n目"]]
    sheet = read_file("a.xlsx", books.xlsx(rows, change=change)).sheets[0]
    assert sheet.rows[1] == [1, "x", date(2020, 1, 15)]
    assert sheet.rows[2][2] == "２行\n目"
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {1})
    assert sheet.merges == (tables.Merge(1, 0, 2, 0),)
    assert "確かめる" in sheet.comments[1, 2]


def test_a_cell_of_a_workbook_brings_no_nul_which_no_form_takes_either() -> None:
    book = read_file("a.xlsx", books.xlsx([["番号", "記録"], [1, "説明会を_x0000_3回"], [2, "_x0000_"]]))
    assert [row[1] for row in book.sheets[0].rows] == ["記録", "説明会を3回", None]


def test_the_old_format_is_read_and_says_that_it_tells_nothing_of_what_is_hidden() -> None:
    book = read_file("small.xls", (books.FOLDER / "small.xls").read_bytes())
    assert book.sheets[0].rows[2][:4] == [1, date(2020, 6, 1), "関係機関", "架空の商店会"]
    assert book.knows_hidden is False


def test_an_old_workbook_with_a_password_is_refused_with_what_to_do() -> None:
    """The record of the interface's language in its place: the file has no other mark of a password."""
    content = (books.FOLDER / "small.xls").read_bytes()
    locked = content.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)
    with pytest.raises(FileRefused) as refused:
        read_file("small.xls", locked)
    assert "パスワードを外して" in refused.value.message


def test_what_was_read_can_be_kept_and_comes_back_equal() -> None:
    book = read_file("hearings_demo.xlsx", (books.FOLDER / "hearings_demo.xlsx").read_bytes())
    assert [len(sheet.rows) for sheet in book.sheets] == [59, 60]
    assert tables.unpacked(tables.packed(book)) == book


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "空のファイル"),
        ("a.csv", b" \r\n ", "空のファイル"),
        ("a.csv", b",,\r\n,,\r\n", "文字が1つも"),
        ("a.xlsx", TEXT.encode(), "名前と中身が合っていません"),
        ("a.csv", books.raw_xlsx(), "名前と中身が合っていません"),
        ("a.xls", b"<html><table><tr><td>1", "ウェブページの形式"),
        ("a.csv", b"%PDF-1.7", "PDFです"),
        ("a.csv", b"\xff\x00\x81\x00\x99" * 9, "文字コードを読み取れません"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 1000, "壊れている"),
        ("a.xls", books.csv(("a",)), "名前と中身が合っていません"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "壊れている"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "パスワード",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(name: str, content: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(name, content)
    assert words in refused.value.message
    assert f"「{name}」" in refused.value.message
