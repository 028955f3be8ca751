"""The one door for files that hold a table: told by content, the name must agree, hostile ones are refused (TX11)."""

import re

from consult.domain.errors import FileRefused
from consult.domain.file_types import MAX_FILE_BYTES, shown_name
from consult.spreadsheets.csv_reading import read_csv_file
from consult.spreadsheets.tables import Workbook
from consult.spreadsheets.workbook_reading import REASONS, read_workbook_file

ACCEPTED = "Excel（xlsx、xls）、CSV"
ENDINGS = {"xlsx": (".xlsx",), "xls": (".xls",), "csv": (".csv", ".txt", ".tsv")}
WORDS = {"xlsx": "Excel（xlsx）", "xls": "Excel（xls）", "csv": "文字だけの表（CSV）"}
PACKED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook with a password is kept whole inside a container of the old kind.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The old format tells of a password in the first records of its stream: beginning (16 bytes), perhaps a write
# protection, then the password's own record.
OLD_PASSWORD = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
# Blanks are gone over once: given back one by one, a megabyte of them holds the whole site up for a quarter of an hour.
MARKUP = re.compile(rb"\s*+(\xef\xbb\xbf)?\s*+<(!doctype|html|\?xml|table|meta)", re.IGNORECASE)


def read_file(name: str, content: bytes) -> Workbook:
    """The tables of an uploaded file. FileRefused names the file and says what to do."""
    name = shown_name(name) or "ファイル"
    try:
        return _read(name.lower(), content)
    except FileRefused as refused:
        raise FileRefused(f"「{name}」は{refused.message}", field="file") from refused


def _read(name: str, content: bytes) -> Workbook:
    if not content.strip():
        raise FileRefused("空のファイルです。", field="file")
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused(f"大きさの上限（{MAX_FILE_BYTES // 1024**2}MB）を超えています。", field="file")
    kind = _kind_of(content)
    if not name.endswith(ENDINGS[kind]):
        raise FileRefused(
            f"名前と中身が合っていません。中身は{WORDS[kind]}です（名前の終わりは {ENDINGS[kind][0]}）。",
            field="file",
        )
    book = read_csv_file(content) if kind == "csv" else read_workbook_file(kind, content)
    if not any(cell is not None for sheet in book.sheets for row in sheet.rows for cell in row):
        raise FileRefused("文字が1つも入っていません。", field="file")
    return book


def _kind_of(content: bytes) -> str:
    if content.startswith(PACKED):
        return "xlsx"
    if content.startswith(OLD_OFFICE):
        if ENCRYPTED in content or OLD_PASSWORD.search(content):
            raise FileRefused(REASONS["encrypted"], field="file")
        return "xls"
    if MARKUP.match(content):
        raise FileRefused(
            "ウェブページの形式です。Excelで開き、「Excelブック（xlsx）」として保存し直してください。",
            field="file",
        )
    if content.startswith(b"%PDF-"):
        raise FileRefused(f"PDFです。取り込めるのは{ACCEPTED}です。", field="file")
    return "csv"
