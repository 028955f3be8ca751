"""CSV out: nothing runs, nothing is lost (TX4, TX5)."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consult.spreadsheets.csv_writing import guarded, read_own_csv, restored, write_csv

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
# Texts that look for trouble: what triggers, what hides it, what breaks lines, what the rule itself uses.
TRICKY = st.text(
    st.sampled_from("=+-@＝＋－＠−﹣'\"\t\r\n\v\x85\u2028 \u3000\u200b\ufeff\x00,;a意𠮷"), max_size=12
)


@given(st.lists(st.lists(TEXT | TRICKY, min_size=3, max_size=3), max_size=6))
@example([["=1+1", "'=1+1", "''"], ["\r\n=A1", "a\r=B", "'\n'"]])
def test_our_own_export_comes_back_exactly(rows: list[list[str]]) -> None:
    header = ["番号", "要旨", "原文"]
    assert read_own_csv(write_csv(header, rows).read()) == [header, *rows]


@given(TEXT | TRICKY)
def test_what_was_guarded_is_restored(text: str) -> None:
    assert restored(guarded(text)) == text


@given(TRICKY)
def test_no_two_texts_are_written_alike(text: str) -> None:
    assert guarded("'" + text) != guarded(text)


@pytest.mark.parametrize("start", list("=+-@＝＋－＠−﹢﹣﹦﹫"))
@pytest.mark.parametrize(
    "before", ["", " ", "\u3000", "\u200b", "\ufeff", "\x00", "\u2060 ", "\u00a0", "\u3164"]
)
def test_a_formula_is_text_however_it_hides(start: str, before: str) -> None:
    assert guarded(f"{before}{start}cmd") == f"'{before}{start}cmd"


@pytest.mark.parametrize("start", ["\t", "\r", "\n", "\r\n"])
def test_a_cell_that_begins_with_a_tab_or_a_line_break_is_guarded(start: str) -> None:
    assert guarded(f"{start}abc").startswith("'")


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_a_formula_after_a_line_break_is_guarded(line_break: str) -> None:
    assert guarded(f"本文{line_break} =1+1") == f"本文{line_break}' =1+1"


@pytest.mark.parametrize(
    "text", ["バスが少ない。", "3-4歳の子", "a=b", "", "「＝」の話", "ー長音", "〔非公表〕"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_the_file_opens_in_a_japanese_excel() -> None:
    content = write_csv(["番号", "原文"], [[1, "一行目\n二行目"], [None, '𠮷野家、"朝"']]).read()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n") and content.count(b"\r\n") == 3
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["番号", "原文"], ["1", "一行目\n二行目"], ["", '𠮷野家、"朝"']]


def test_a_large_table_is_taken_row_by_row_and_leaves_memory() -> None:
    taken: list[int] = []
    rows = (taken.append(n) or [n, "意見" * 200] for n in range(4000))
    file = write_csv(["番号", "原文"], rows)
    assert len(taken) == 4000
    assert file._rolled  # type: ignore[attr-defined]
    assert len(read_own_csv(file.read())) == 4001
