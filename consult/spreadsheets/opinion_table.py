"""Opinions as a table: one header row, one opinion a row, no contact data by construction (TP7, R52)."""

from consult.domain.dates import wareki
from consult.domain.vocabulary import Facet
from consult.opinion_records import OpinionRecord
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column

SEPARATOR = "、"
COLUMNS = (
    Column("意見番号", 10),
    Column("状態", 8),
    Column("主テーマ", 9),
    Column("確定テーマ", 12),
    Column("確定政策パッケージ", 26),
    Column("確定重点推進モデル", 22),
    Column("要旨", 40),
    Column("原文", 70),
    Column("出典の種類", 14),
    Column("受け付けた方法", 16),
    Column("出典", 26),
    Column("日付", 12),
    Column("日付（和暦）", 16),
)
HEADER = tuple(column.heading for column in COLUMNS)


def cells(record: OpinionRecord) -> list[Cell]:
    """Tags are confirmed ones only; a suggestion shows as the state 候補 and never as a tag."""
    source = record.source
    return [
        record.opinion_id,
        record.standing.label,
        record.main_theme,
        *(SEPARATOR.join(record.confirmed_labels(facet)) for facet in Facet),
        record.gist,
        record.wording,
        source.kind.label,
        source.way.label,
        source.text,
        source.day,
        wareki(source.day) if source.day else None,
    ]
