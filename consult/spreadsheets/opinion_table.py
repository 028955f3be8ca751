"""Opinions as a table: one header row, one opinion a row, no contact data by construction (TP7, R52)."""

from consult.domain.dates import wareki
from consult.domain.vocabulary import Facet
from consult.opinion_records import OpinionRecord
from consult.spreadsheets.csv_writing import Cell

SEPARATOR = "、"
HEADER = (
    "意見番号",
    "状態",
    "主テーマ",
    "確定テーマ",
    "確定政策パッケージ",
    "確定重点推進モデル",
    "要旨",
    "原文",
    "出典の種類",
    "受け付けた方法",
    "出典",
    "日付",
    "日付（和暦）",
)


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
        source.day.isoformat() if source.day else None,
        wareki(source.day) if source.day else None,
    ]
