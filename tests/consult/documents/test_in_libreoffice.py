"""What an office opens: LibreOffice reads our Word and Excel files and prints them without garbling."""

import subprocess
from datetime import date
from pathlib import Path

import pypdf
import pytest

from consult.documents.docx_writing import write_docx
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
