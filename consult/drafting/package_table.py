"""The packages with their voices as a table: one row a package, 確定 and 候補 apart."""

from collections.abc import Iterable
from typing import BinaryIO

from consult.drafting.package_page import PackageRow
from consult.spreadsheets import csv_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx

COLUMNS = (
    Column("番号", 8),
    Column("政策パッケージ", 34),
    Column("見出し", 60),
    Column("確定（件）", 12),
    Column("候補（件）", 12),
    Column("確定した意見の提出者（名）", 16),
    Column("確定した意見のヒアリング（延べ）", 16),
    Column("確定した意見のヒアリング（実）", 16),
)


def written(rows: Iterable[PackageRow], *, is_excel: bool) -> BinaryIO:
    cells = (_cells(row) for row in rows)
    if is_excel:
        return write_xlsx([Sheet("政策パッケージ", COLUMNS, cells)], title="政策パッケージと意見")
    return csv_writing.write_csv([column.heading for column in COLUMNS], cells)


def _cells(row: PackageRow) -> list[Cell]:
    return [
        row.package.code,
        row.package.label,
        row.headline.text if row.headline else None,
        row.total.confirmed,
        row.total.suggested,
        row.decided.submitters,
        row.decided.hearings,
        row.decided.counterparts,
    ]
