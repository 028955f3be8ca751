"""What an office opens: LibreOffice reads our Word and Excel files and prints them without garbling."""

import subprocess
from datetime import date
from pathlib import Path

import pypdf
import pytest

from consult.documents.docx_writing import write_docx
from consult.documents.results_files import results_docx
from consult.documents.results_paper import CountTable, PaperAnswer, PaperRevision, ResultsPaper
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx
from tests.consult.documents.test_record_sheets import EVERYTHING, MADE_AT, SHEET

pytestmark = pytest.mark.full


def printed(path: Path) -> str:
    """The text of the PDF that LibreOffice makes of a file."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = pypdf.PdfReader(path.with_suffix(".pdf")).pages
    return "\n".join(page.extract_text() for page in pages).replace(" ", "")


def test_a_record_sheet_is_printed_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "sheet.docx"
    file.write_bytes(write_docx([SHEET], made_at=MADE_AT).read())
    text = printed(file)
    for words in EVERYTHING:
        assert words in text


def test_a_workbook_prints_formulas_as_text_and_days_as_days(tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    columns = [Column("文字", 30), Column("日", 14)]
    rows = [["=1+1", date(2020, 1, 15)], ["＝1+1", None], ["𠮷田の\u0008意見", None]]
    file.write_bytes(write_xlsx([Sheet("表", columns, rows)], title="試し").read())
    text = printed(file)
    for words in ("=1+1", "＝1+1", "2020-01-15", "𠮷田の"):
        assert words in text


def test_the_results_of_a_round_are_printed_as_they_were_published(tmp_path: Path) -> None:
    answer = PaperAnswer("1", "第1章", "バスを増やして\nほしい。", "3件", "検討します。", "案を修正", "第1章")
    paper = ResultsPaper(
        title="意見募集の結果",
        heading="第2期総合戦略（素案）",
        mark="",
        banner="",
        facts=(("担当課", "総合政策課"),),
        summary="1名から、3件の意見が寄せられました。",
        counts=(CountTable("提出方法", ("内訳", "意見（件）"), (("郵送", "3"), ("合計", "3"))),),
        answers=(answer,) * 40,
        revisions=(PaperRevision("第1章", "四本", "六本"),),
        ending="",
    )
    file = tmp_path / "results.docx"
    file.write_bytes(results_docx(paper, made_at=MADE_AT).read())
    text = printed(file)
    for words in ("1名から、3件の意見", "総合政策課", "検討します。", "六本", "郵送"):
        assert words in text
    assert text.count("市の考え方") > 2, "the head of the table stands on every page"
